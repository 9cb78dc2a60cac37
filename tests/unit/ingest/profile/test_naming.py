"""What columns are called, in a dozen languages, and what their words mean."""

import pytest

from tfrq.ingest.profile import lexicon, naming, synonyms
from tfrq.schema import TABLES

NAMES = {
    "patient_id": ("löpnr", "Patienten-ID", "potilasnumero", "ID_PATIENT", "Subject ID", "id"),
    "patients.sex": ("Kön", "Geschlecht", "sukupuoli", "kjønn", "sexe", "Sesso", "płeć", "Pohlaví"),
    "patients.diagnosis_date": (
        *("diagnosdatum", "Datum der Erstdiagnose", "fecha_diagnostico", "DateOfDiagnosis"),
        *(
            "data_di_diagnosi",
            "date diagnostic",
            "diagnoosipäivä",
            "datum_diagnozy",
            "diagnosis dat",
        ),
    ),
    "patients.birth_year": ("födelseår", "Geburtsjahr", "YearOfBirth", "anno di nascita"),
    "treatments.drug": ("läkemedel", "Wirkstoff", "lääkeaine", "TKI", "medicament", "drug_name"),
    "treatments.start_date": ("insättningsdatum", "Therapiebeginn", "fecha inicio", "startdato"),
    "treatments.stop_date": ("utsättningsdatum", "Therapieende", "fecha_fin", "date de fin"),
    "treatments.stop_reason": ("utsättningsorsak", "Absetzgrund", "reason_stop", "motif arrêt"),
    "molecular.test_date": ("provdatum", "Entnahmedatum", "näytepäivä", "date_prelevement"),
    "molecular.result": ("BCR-ABL1 IS (%)", "pcr", "bcr_abl1_is", "log_reduction", "Quotient"),
    "molecular.reference_copies": ("ABL1 copies", "Kopien_ABL", "abl1_kopior", "GUSB"),
    "molecular.reference_gene": ("control gene", "referensgen", "Kontrollgen"),
    "molecular.laboratory": ("lab", "Labor", "laboratoire"),
    "events.death": ("dödsdatum", "Todesdatum", "date_of_death", "kuolinpäivä", "data decesso"),
    "events.last contact": ("senaste kontakt", "letzter Kontakt", "last_fu", "último contacto"),
    "patients.sokal_reported": ("Sokal", "sokal_risk", "Sokal-Score"),
    "patients.platelets": ("platelets", "TPK", "Thrombozyten", "plaquettes", "piastrine"),
}
pairs = [(concept, name) for concept, names in NAMES.items() for name in names]


@pytest.mark.parametrize(("concept", "name"), pairs)
def test_names(concept, name):
    assert naming.guesses(name)[0].concept == concept


@pytest.mark.parametrize("name", ["", "q7", "comment", "xyz_2", "12"])
def test_other_names_are_nothing(name):
    assert naming.guesses(name) == ()


def test_every_concept_is_a_column_of_the_lake_or_known_to_be_none():
    for concept in lexicon.PHRASES:
        table, _, column = concept.partition(".")
        known = {one.name for one in TABLES[table].columns} if table in TABLES else set()
        others = {"result", "bcr_abl_copies", "death", "last contact", "transplant", "restart"}
        others |= {"accelerated phase", "blast phase", "restart_reason", "restart_drug"}
        assert not column or column in known | others, concept


def test_a_name_that_names_its_drug():
    assert naming.drug_in("Glivec_start") == "imatinib"
    assert naming.drug_in("start") == ""


@pytest.mark.parametrize(
    ("target", "text", "value"),
    [
        ("drug", "Glivec 400 mg", "imatinib"),
        ("drug", "imatinibi", "imatinib"),
        ("drug", "L01EA02", "dasatinib"),
        ("drug", "imatinib + dasatinib", None),
        ("drug", "aspirin", None),
        ("transcripts", "b3a2 + b2a2", "e14a2+e13a2"),
        ("transcripts", "b3a2 und x", None),
        ("sokal_reported", "hög", "high"),
        ("eutos_reported", "mittel", None),
        ("stop_reason", "Unverträglichkeit", "intolerance"),
        ("stop_reason", "siirto", None),
        ("sample_type", "Knochenmark", "bone marrow"),
        ("withdrawal_syndrome", "Ja", "true"),
        ("result", "ej påvisad", "not detected"),
        ("result", "ND", None),
    ],
)
def test_words_of_sites(target, text, value):
    assert synonyms.lake_value(target, text) == value


def test_every_word_means_a_value_of_the_lake():
    allowed = {
        column.name: column.allowed
        for table in TABLES.values()
        for column in table.columns
        if column.allowed
    }
    for target in ("sex", "phase", "stop_reason", "cause", "reference_gene", "method", "event"):
        for value in synonyms.WORDS[target]:
            assert value in allowed[target]


@pytest.mark.parametrize(
    ("texts", "meanings"),
    [
        ("KM", {"K": "female", "M": "male"}),
        ("WM", {"W": "female", "M": "male"}),
        ("HF", {"H": "male", "F": "female"}),
        ("HM", {"H": "male", "M": "female"}),
        ("VM", {"V": None, "M": None}),
        ("12", {"1": None, "2": None}),
    ],
)
def test_letters_for_the_sexes(texts, meanings):
    assert synonyms.lake_values("sex", texts) == meanings
