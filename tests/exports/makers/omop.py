"""NL01: a folder of OMOP CDM 5.4 tables with an extract of the vocabulary.

Concept ids are those of docs/domain.md where it has them. The others, from 900,000,000, are made up
(a vocabulary is licensed), and so are the codes of products.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

from tests.exports.makers.courses import DATA_CUT, Patient, patients
from tests.exports.makers.writing import placed, write_text

SIZES = {"steady": 10, "switched": 5, "second": 5, "stopped": 4, "remission": 4, "died": 2}
REGISTRY, EHR, PRESCRIPTION = 32879, 32817, 32838
ATTEMPT = 2_000_000_001
CML, CHRONIC, BLAST, HYPERTENSION = 900_000_010, 900_000_012, 900_000_013, 900_000_014
C92_1 = 900_000_011
NOT_DETECTED, DETECTED = 900_000_020, 900_000_021
IS, LOCAL, HAEMOGLOBIN = 40_771_901, 3_049_056, 900_000_030
PERCENT, RATIO = 8554, 8523
EQUAL, LESS, MORE = 4_172_703, 4_171_756, 4_172_704
TRANSPLANT = 900_000_040
# Ingredient → its concept, its RxCUI, a product below it.
_DRUGS = {
    "imatinib": (900_000_101, "282388", 900_000_201),
    "dasatinib": (900_000_102, "475342", 900_000_202),
    "nilotinib": (900_000_103, "662281", 900_000_203),
    "bosutinib": (900_000_104, "1307619", 900_000_204),
    "ponatinib": (900_000_105, "1364347", 900_000_205),
    "asciminib": (900_000_106, "2584304", 900_000_206),
}
HYDROXYUREA, PARACETAMOL = 900_000_207, 900_000_208
_REASONS = {
    "resistance": "RESISTANCE",
    "dose change": "DOSE",
    "TFR attempt": "TFR",
    "other": "OTHER",
    "": "",
}


def make(folder: Path) -> None:
    """Write the export into the folder."""
    everybody = patients(SIZES, seed=31)
    for name, header, rows, special in (
        ("person", _PERSON, map(_person, everybody), _SPECIAL_PERSONS),
        ("observation_period", _PERIOD, map(_period, everybody), {}),
        ("condition_occurrence", _CONDITION, _each(_conditions, everybody), _SPECIAL_CONDITIONS),
        ("drug_exposure", _EXPOSURE, _each(_exposures, everybody), _SPECIAL_EXPOSURES),
        ("procedure_occurrence", _PROCEDURE, [], _SPECIAL_PROCEDURES),
        ("observation", _OBSERVATION, _each(_attempts, everybody), {}),
        ("death", _DEATH, _each(_deaths, everybody), {}),
        ("concept", _CONCEPT, _concepts(), {}),
        ("concept_ancestor", _ANCESTOR, _ancestors(), {}),
    ):
        path = folder / f"{name}.csv"
        write_text(path, header, placed(rows, special), delimiter=",", newline="\n")
    _write_measurements(folder / "measurement.parquet", measurements())


def _each(
    make_rows: Callable[[Patient], Iterator[list[str]]], everybody: list[Patient]
) -> Iterator[list[str]]:
    for patient in everybody:
        yield from make_rows(patient)


def person_id(number: int) -> int:
    """The CDM's number of a patient."""
    return 1000 + number


def _person(patient: Patient) -> list[str]:
    n = patient.number
    gender = 8532 if patient.female else 8507
    source = ["F" if patient.female else "M", str(gender)]
    return [
        *(
            str(person_id(n)),
            str(gender),
            str(patient.birth.year),
            "",
            "",
            "",
            "0",
            "0",
            "",
            "",
            "",
        ),
        *(f"SYNTHETIC-NL-{n:04}", *source, "", "0", "", "0"),
    ]


def _period(patient: Patient) -> list[str]:
    ends = {event: day for event, day, _ in patient.events}
    end = ends.get("death") or ends["last contact"]
    n = patient.number
    return [str(n), str(person_id(n)), str(patient.diagnosis), str(end), str(EHR)]


def _conditions(patient: Patient) -> Iterator[list[str]]:
    """The registry tells the chronic phase of every second patient."""
    n = patient.number
    concept = CHRONIC if n % 2 else CML
    yield _condition(n, concept, patient.diagnosis, REGISTRY)
    for event, day, _ in patient.events:
        if event == "blast phase":
            yield _condition(n, BLAST, day, REGISTRY)


def _condition(number: int, concept: int, day: date | str, kind: int) -> list[str]:
    cml = concept != HYPERTENSION
    return [
        *(f"{number}{concept % 100}", str(person_id(number)), str(concept), str(day), "", "", ""),
        *(str(kind), "0", "", "", "", "", "C92.1" if cml else "I10", str(C92_1) if cml else "0"),
        "",
    ]


def _exposures(patient: Patient) -> Iterator[list[str]]:
    """Products; what goes on ends with the data. The end is the last day on the drug."""
    for place, one in enumerate(patient.treatments):
        end = one.stop - timedelta(1) if one.stop else DATA_CUT
        product = _DRUGS[one.drug][2]
        yield _exposure(
            patient.number, place, product, str(one.start), str(end), _REASONS[one.reason]
        )


def _exposure(
    number: int, place: int, concept: int, start: str, end: str, reason: str = ""
) -> list[str]:
    return [
        *(f"{number}{place:02}", str(person_id(number)), str(concept), start, "", end, "", ""),
        *(str(PRESCRIPTION), reason, "", "", "", "", "0", "", "", "", "", "", "0", "", ""),
    ]


def _attempts(patient: Patient) -> Iterator[list[str]]:
    n = patient.number
    for day, _ in patient.attempts:
        yield [str(n), str(person_id(n)), str(ATTEMPT), str(day), str(REGISTRY), "TFR"]


def _deaths(patient: Patient) -> Iterator[list[str]]:
    for event, day, _ in patient.events:
        if event == "death":
            n = patient.number
            cause = CML if n % 2 else 0
            yield [str(person_id(n)), str(day), "", str(REGISTRY), str(cause), "", "0"]


Measurement = tuple[int, int, date, int | None, float | None, int | None, int | None, str]


def measurements() -> list[Measurement]:
    """person_id, concept, date, operator, value, value as a concept, unit, text of the source."""
    rows = (row for one in patients(SIZES, seed=31) for row in _tests(one))
    return placed(rows, _SPECIAL_MEASUREMENTS, first=1)


def _tests(patient: Patient) -> Iterator[Measurement]:
    """One patient in five has ratios, one in two an operator."""
    n = patient.number
    ratio = n % 5 == 0
    for one in patient.tests:
        if not one.percent:
            yield _measurement(n, one.day, None, None, NOT_DETECTED)
            continue
        value = one.percent / 100 if ratio else one.percent
        unit = RATIO if ratio else PERCENT
        yield _measurement(n, one.day, EQUAL if n % 2 else 0, float(value), None, unit)


def _measurement(
    number: int,
    day: date,
    operator: int | None,
    value: float | None,
    concept: int | None = None,
    unit: int = PERCENT,
    measured: int = IS,
) -> Measurement:
    return person_id(number), measured, day, operator, value, concept, unit, "synthetic"


def _write_measurements(path: Path, rows: list[Measurement]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    number, text = pa.int64(), pa.string()
    columns = list(zip(*rows, strict=True))
    table = pa.table(
        {
            "measurement_id": pa.array(range(1, len(rows) + 1), number),
            "person_id": pa.array(columns[0], number),
            "measurement_concept_id": pa.array(columns[1], number),
            "measurement_date": pa.array(columns[2], pa.date32()),
            "measurement_type_concept_id": pa.array([REGISTRY] * len(rows), number),
            "operator_concept_id": pa.array(columns[3], number),
            "value_as_number": pa.array(columns[4], pa.float64()),
            "value_as_concept_id": pa.array(columns[5], number),
            "unit_concept_id": pa.array(columns[6], number),
            "value_source_value": pa.array(columns[7], text),
        }
    )
    pq.write_table(table, path, compression="zstd")


def _concepts() -> Iterator[list[str]]:
    for concept, vocabulary, code, name in (
        (8507, "Gender", "M", "MALE"),
        (8532, "Gender", "F", "FEMALE"),
        (PERCENT, "UCUM", "%", "percent"),
        (RATIO, "UCUM", "{ratio}", "ratio"),
        (IS, "LOINC", "69380-4", "BCR-ABL1 International Scale, ratio"),
        (40_758_277, "LOINC", "55147-3", "BCR-ABL1 b2a2+b3a2 / control, ratio"),
        (LOCAL, "LOINC", "46434-7", "BCR-ABL1 fusion / control, ratio"),
        (HAEMOGLOBIN, "LOINC", "SYNTHETIC-1", "Haemoglobin"),
        (CML, "SNOMED", "92818009", "Chronic myeloid leukaemia"),
        (CHRONIC, "SNOMED", "413847001", "Chronic phase of chronic myeloid leukaemia"),
        (BLAST, "SNOMED", "413656006", "Blastic phase of chronic myeloid leukaemia"),
        (900_000_015, "SNOMED", "413389003", "Accelerated phase of chronic myeloid leukaemia"),
        (HYPERTENSION, "SNOMED", "SYNTHETIC-2", "Hypertension"),
        (C92_1, "ICD10", "C92.1", "Chronic myeloid leukaemia [CML], BCR/ABL-positive"),
        (NOT_DETECTED, "SNOMED", "260415000", "Not detected"),
        (DETECTED, "SNOMED", "260373001", "Detected"),
        (TRANSPLANT, "SNOMED", "SYNTHETIC-3", "Allogeneic stem cell transplant from a donor"),
        (900_000_041, "SNOMED", "234336002", "Stem cell transplant"),
        (900_000_107, "ATC", "L01XX05", "hydroxycarbamide"),
        (HYDROXYUREA, "RxNorm", "SYNTHETIC-4", "hydroxyurea 500 MG Oral Capsule"),
        (PARACETAMOL, "RxNorm", "SYNTHETIC-5", "paracetamol 500 MG Oral Tablet"),
        (ATTEMPT, "Site", "TFR", "Attempt at treatment-free remission"),
    ):
        yield _concept(concept, vocabulary, code, name)
    for name, (ingredient, code, product) in _DRUGS.items():
        yield _concept(ingredient, "RxNorm", code, name)
        yield _concept(product, "RxNorm", f"SYNTHETIC-{product}", f"{name} Oral Tablet")


def _concept(concept: int, vocabulary: str, code: str, name: str) -> list[str]:
    # Neither the domain nor the class is read.
    return [str(concept), name, "", vocabulary, "", "S", code, "1970-01-01", "2099-12-31", ""]


def _ancestors() -> Iterator[list[str]]:
    below = [(CML, CHRONIC), (CML, BLAST), (CML, 900_000_015), (900_000_041, TRANSPLANT)]
    below += [(900_000_107, HYDROXYUREA)]
    below += [(ingredient, product) for ingredient, _, product in _DRUGS.values()]
    for upper, lower in sorted(below):
        yield [str(upper), str(upper), "0", "0"]
        yield [str(upper), str(lower), "1", "1"]


_PERSON = (
    "person_id,gender_concept_id,year_of_birth,month_of_birth,day_of_birth,birth_datetime,"
    "race_concept_id,ethnicity_concept_id,location_id,provider_id,care_site_id,"
    "person_source_value,gender_source_value,gender_source_concept_id,race_source_value,"
    "race_source_concept_id,ethnicity_source_value,ethnicity_source_concept_id"
)
_SPECIAL_PERSONS: dict[int, list[str] | str] = {
    # No matching concept for the gender, no diagnosis, no test.
    7: "1031,0,1960,,,,0,0,,,,SYNTHETIC-NL-0031,,0,,0,,0",
    12: "1032,8532,1958,,,,0,0,,,,SYNTHETIC-NL-0032,F,8532,,0,,0",
    # Born in a year that has not come yet.
    13: "1033,8507,2058,,,,0,0,,,,SYNTHETIC-NL-0033,M,8507,,0,,0",
}
_PERIOD = (
    "observation_period_id,person_id,observation_period_start_date,observation_period_end_date,"
    "period_type_concept_id"
)
_CONDITION = (
    "condition_occurrence_id,person_id,condition_concept_id,condition_start_date,"
    "condition_start_datetime,condition_end_date,condition_end_datetime,"
    "condition_type_concept_id,condition_status_concept_id,stop_reason,provider_id,"
    "visit_occurrence_id,visit_detail_id,condition_source_value,condition_source_concept_id,"
    "condition_status_source_value"
)
_SPECIAL_CONDITIONS: dict[int, list[str] | str] = {
    # A visit for what was diagnosed before, and something else altogether.
    4: _condition(2, CML, "2010-05-04", EHR),
    5: _condition(2, HYPERTENSION, "2011-05-04", EHR),
    6: _condition(32, CML, "2012-03-01", REGISTRY),
    # At a later visit the phase is told; and the first visit was before the registry's day.
    7: _condition(32, CHRONIC, "2013-02-02", EHR),
    9: _condition(3, CML, "2007-09-30", EHR),
    # Nobody of that number.
    15: _condition(99, BLAST, "2012-03-01", REGISTRY),
}
_EXPOSURE = (
    "drug_exposure_id,person_id,drug_concept_id,drug_exposure_start_date,"
    "drug_exposure_start_datetime,drug_exposure_end_date,drug_exposure_end_datetime,"
    "verbatim_end_date,drug_type_concept_id,stop_reason,refills,quantity,days_supply,sig,"
    "route_concept_id,lot_number,provider_id,visit_occurrence_id,visit_detail_id,"
    "drug_source_value,drug_source_concept_id,route_source_value,dose_unit_source_value"
)
_SPECIAL_EXPOSURES: dict[int, list[str] | str] = {
    3: _exposure(32, 1, HYDROXYUREA, "2012-03-05", "2012-03-20"),
    4: _exposure(32, 2, _DRUGS["bosutinib"][2], "2012-03-21", "2012-12-31", "INTOLERANCE"),
    # The ingredient itself, for one day.
    5: _exposure(32, 3, _DRUGS["asciminib"][0], "2013-01-01", "2013-01-01"),
    6: _exposure(32, 4, PARACETAMOL, "2013-01-01", "2013-01-05"),
    # Ended before it began.
    7: _exposure(32, 5, _DRUGS["ponatinib"][2], "2013-02-01", "2013-01-15"),
}
_PROCEDURE = (
    "procedure_occurrence_id,person_id,procedure_concept_id,procedure_date,procedure_datetime,"
    "procedure_end_date,procedure_end_datetime,procedure_type_concept_id"
)
_SPECIAL_PROCEDURES: dict[int, list[str] | str] = {
    2: f"1,{person_id(12)},{TRANSPLANT},2015-09-01,,,,{REGISTRY}",
    3: f"2,{person_id(12)},900000050,2016-09-01,,,,{REGISTRY}",
}
_OBSERVATION = (
    "observation_id,person_id,observation_concept_id,observation_date,"
    "observation_type_concept_id,observation_source_value"
)
_DEATH = (
    "person_id,death_date,death_datetime,death_type_concept_id,cause_concept_id,"
    "cause_source_value,cause_source_concept_id"
)
_CONCEPT = (
    "concept_id,concept_name,domain_id,vocabulary_id,concept_class_id,standard_concept,"
    "concept_code,valid_start_date,valid_end_date,invalid_reason"
)
_ANCESTOR = (
    "ancestor_concept_id,descendant_concept_id,min_levels_of_separation,max_levels_of_separation"
)
# Rows of the Parquet file, counted from 1.
_SPECIAL_MEASUREMENTS: dict[int, Measurement] = {
    3: _measurement(1, date(2021, 3, 1), LESS, 0.0032),
    4: _measurement(1, date(2021, 3, 2), 0, 0.000032, None, RATIO),
    5: _measurement(1, date(2021, 3, 3), MORE, 10.0),
    6: _measurement(1, date(2021, 3, 4), None, None, DETECTED),
    7: _measurement(1, date(2021, 3, 5), EQUAL, 0.0032, None, PERCENT),
    # Not about BCR::ABL1.
    8: _measurement(1, date(2021, 3, 5), EQUAL, 131.0, None, 8636, HAEMOGLOBIN),
    9: _measurement(2, date(2021, 3, 6), EQUAL, 0.0001, None, RATIO, LOCAL),
    # A unit that nobody knows for it.
    10: _measurement(2, date(2021, 3, 7), EQUAL, 0.5, None, 8636),
    # Neither a number nor a word.
    11: _measurement(2, date(2021, 3, 8), None, None, None),
    12: _measurement(2, date(2031, 3, 8), EQUAL, 0.004),
}
