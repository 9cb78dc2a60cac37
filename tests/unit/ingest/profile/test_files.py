"""Ten dirty files, profiled: what is told of them, and what is not."""

import dataclasses
from decimal import Decimal

import polars as pl
import pytest

from tests.unit.ingest.profile import dirty
from tfrq.errors import DataError, UsageError
from tfrq.ingest.mapping.model import NumberStyle
from tfrq.ingest.profile import profile, suggested
from tfrq.ingest.profile.model import LEAST_SEEN, Seen


def told(path, dictionary=None):
    found = profile([path], dictionary)
    hints = {}
    for file in found.files:
        hints |= suggested(file, found).targets()
    return found.files, hints


def test_swedish(tmp_path):
    (file,), hints = told(dirty.swedish(tmp_path))
    assert (file.layout.encoding, file.layout.delimiter, file.decimal) == ("cp1252", ";", ",")
    assert (file.line_ends, file.bom, file.rows, file.layout.header_row) == ("CRLF", False, 60, 1)
    assert hints == {
        "löpnr": "patient_id",
        "kön": "patients.sex",
        "födelseår": "patients.birth_year",
        "diagnosdatum": "patients.diagnosis_date",
        "sjukdomsfas": "patients.phase",
        "transkript": "patients.transcripts",
        "LPK": "patients.leukocytes",
        "Hb": "patients.haemoglobin",
        "Sokal": "patients.sokal_reported",
    }
    assert file.column("kön").values == (Seen("M", 30), Seen("K", 30))
    assert file.column("Sokal").missing_codes == (Seen("okänd", 15),)
    assert file.column("Sokal").missing == Decimal("25.0")
    assert file.column("ort").rarer == 1
    assert file.column("personnummer").kind == "identifier"


def test_swedish_tests(tmp_path):
    (file,), hints = told(dirty.swedish_tests(tmp_path))
    assert hints["datum"] == "molecular.test_date"
    assert hints["svar IS %"] == "molecular.result"
    assert hints["ABL1 kopior"] == "molecular.reference_copies"
    assert (hints["lab"], hints["provtyp"]) == ("molecular.laboratory", "molecular.sample_type")
    result = file.column("svar IS %")
    assert result.kind == "result of a test"
    assert {"<0,0032", "MR4,5", "ND"} <= {value.text for value in result.values}
    assert not any(value.text.startswith("0,12") for value in result.values)
    assert file.column("ABL1 kopior").numbers == NumberStyle(",", ".")


def test_german_workbook(tmp_path):
    (therapy, people), hints = told(dirty.german(tmp_path))
    assert (therapy.layout.sheet, therapy.layout.header_row) == ("Therapie", 1)
    assert (people.layout.sheet, people.layout.header_row) == ("Stammdaten", 3)
    assert hints["Wirkstoff"] == "treatments.drug"
    assert hints["Therapiebeginn"] == "treatments.start_date"
    assert hints["Absetzgrund"] == "treatments.stop_reason"
    assert hints["Todesdatum"] == "events.event_date (death)"
    assert hints["Geburtsdatum"] == "patients.birth_year"
    assert set(therapy.column("Therapieende").dates.formats) == {"%d.%m.%y", "%d.%m.%Y"}
    assert people.column("Erstdiagnose").dates.order == "day"
    assert people.column("Erstdiagnose").dates.ambiguous > 0
    assert therapy.column("Bemerkung").values == ()
    assert people.column("Name").kind == "identifier"


def test_american(tmp_path):
    (file,), hints = told(dirty.american(tmp_path))
    assert hints["Log Reduction"] == "molecular.result"
    assert hints["Collection Date"] == "molecular.test_date"
    assert file.column("Collection Date").dates.formats == ("%m/%d/%Y",)
    assert file.column("Collection Date").dates.order == "month"
    assert file.column("Log Reduction").units == ("log reduction",)
    assert file.column("Log Reduction").missing_codes == (Seen("-9", 11),)
    assert {one.name for one in file.columns if one.kind == "identifier"} == {
        *("Subject ID", "SSN", "contact")
    }


def test_redcap_with_its_dictionary(tmp_path):
    (file,), hints = told(dirty.redcap(tmp_path), dirty.dictionary(tmp_path))
    assert file.bom
    assert hints == {
        "record_id": "patient_id",
        "sex": "patients.sex",
        "dx_date": "patients.diagnosis_date",
        "q7": "patients.sokal_reported",
        "trans___1": "patients.transcripts",
        "trans___2": "patients.transcripts",
        "pcr_dat": "molecular.test_date",
        "pcr_val": "molecular.result",
        "pcr_abl": "molecular.reference_copies",
    }
    assert file.column("mrn").identifier == "identifier, by the data dictionary"
    assert file.column("pcr_val").units == ("per cent",)
    assert file.column("comments").kind == "free text"


def test_a_column_per_visit(tmp_path):
    _, hints = told(dirty.wide(tmp_path))
    assert hints["bcrabl_is_pct_12m"] == "molecular.result"
    assert hints["date_18m"] == "molecular.test_date"
    assert (hints["ITK2"], hints["debut_1"]) == ("treatments.drug", "treatments.start_date")
    assert hints["e13a2"] == "patients.transcripts"
    assert hints["dernières nouvelles"] == "events.event_date (last contact)"


def test_days_that_no_one_can_tell(tmp_path):
    (file,), _ = told(dirty.ambiguous(tmp_path))
    dates = file.column("sample date").dates
    assert dates.order == "undecided"
    assert set(dates.formats) == {"%d/%m/%Y", "%m/%d/%Y"}
    assert dates.ambiguous > 50
    assert file.column("BCR-ABL ratio").notes == ("a spreadsheet has made dates of 6 cells",)


def test_garbled(tmp_path):
    (file,), hints = told(dirty.garbled(tmp_path))
    assert file.notes == ("line ends are mixed",)
    assert hints["sukupuoli"] == "patients.sex"
    assert "garbled" in file.column("sukupuoli").notes[0]


def test_finnish_parquet(tmp_path):
    (file,), hints = told(dirty.finnish(tmp_path))
    assert file.kind == "parquet"
    assert hints["lääkeaine"] == "treatments.drug"
    assert hints["lopetuspvm"] == "treatments.stop_date"
    assert hints["lopetuksen syy"] == "treatments.stop_reason"
    assert hints["syntymävuosi"] == "patients.birth_year"


def test_markers_in_rows(tmp_path):
    (file,), hints = told(dirty.markers(tmp_path))
    assert hints["date"] == "labs.sample_date"
    assert (hints["marker"], hints["value"]) == ("labs.marker", "labs.value")
    assert file.column("date").dates.formats == ("%d-%b-%Y",)
    assert file.column("tfn").identifier == "telephone numbers, by its contents"


def texts(one):
    """Every text inside a profile, however deep."""
    if isinstance(one, str):
        yield one
    elif dataclasses.is_dataclass(one):
        for field in dataclasses.fields(one):
            yield from texts(getattr(one, field.name))
    elif isinstance(one, dict):
        yield from texts(tuple(one.items()))
    elif isinstance(one, tuple):
        for part in one:
            yield from texts(part)


@pytest.mark.parametrize("make", dirty.FILES, ids=lambda make: make.__name__)
def test_nothing_rare_and_nobody_is_in_a_profile(make, tmp_path):
    path = make(tmp_path)
    found = profile([path])
    said = set(texts(found))
    assert not any(dirty.RARE in text for text in said)
    for file in found.files:
        for column in file.columns:
            assert all(value.rows >= LEAST_SEEN for value in column.values)
            if column.kind == "identifier":
                assert (column.values, column.low, column.high) == ((), "", "")


def test_a_list_of_which_all_is_rare_shows_nothing(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("id,colour\n" + "".join(f"{n},c{n % 4}\n" for n in range(16)))
    column = profile([path]).files[0].column("colour")
    assert (column.kind, column.values, column.rarer) == ("word list", (), 4)


def test_a_folder_and_cdm_tables(tmp_path):
    (tmp_path / "person.csv").write_text("person_id,gender_concept_id\n1,8507\n")
    pl.DataFrame({"person_id": [1]}).write_parquet(tmp_path / "measurement.parquet")
    found = profile([tmp_path])
    assert [file.name for file in found.files] == ["measurement.parquet", "person.csv"]
    assert found.omop
    assert not profile([tmp_path / "person.csv"]).omop


def test_what_cannot_be_read_is_said(tmp_path):
    with pytest.raises(UsageError, match="no file"):
        profile([tmp_path / "nothing.csv"])
    with pytest.raises(UsageError, match="can be read"):
        profile([tmp_path])
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n")
    with pytest.raises(DataError, match="no data dictionary"):
        profile([other], other)


def test_a_header_without_rows(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("id,sex\n")
    (file,) = profile([path]).files
    assert [column.kind for column in file.columns] == ["empty", "empty"]
