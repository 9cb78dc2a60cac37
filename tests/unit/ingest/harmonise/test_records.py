"""Which rows make records, which are rejects, and that none is lost."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.ingest.harmonise.reading_rows import TOP, entry, harmonised, records, refused
from tfrq.errors import DataError
from tfrq.ingest.frames import record_types
from tfrq.ingest.harmonise.harmoniser import Harmoniser
from tfrq.ingest.mapping.reading import parse_mapping
from tfrq.ingest.rejects import COLUMNS, DISTINCT, EARLIEST, FILE, ROW, rejects_schema
from tfrq.ingest.upload.batch import BadRow, Batch

DEATH = entry(
    "events",
    'event = { value = "death" }',
    'event_date = { from = "died" }',
    'cause = { from = "cause" }',
    file='missing = ["NA"]',
)


def test_a_record_is_made_where_a_column_other_than_the_patient_has_a_value() -> None:
    rows = "1|2020-01-01|CML\n2|.|.\n3|NA|na\n4|.|CML"
    found = harmonised(DEATH, "id|died|cause\n" + rows)
    assert records(found, "events", "patient_id") == ["1"]
    assert refused(found) == [
        (3, "", "empty row", None),
        (4, "", "empty row", None),
        (5, "died", "missing value", None),
    ]


def test_record_if_names_the_columns_that_decide() -> None:
    mapping = DEATH.replace("[tables.columns]", 'record_if = ["event_date"]\n[tables.columns]')
    found = harmonised(mapping, "id|died|cause\n1|2020-01-01|.\n4|.|CML")
    assert refused(found) == [(3, "", "empty row", None)]


def test_rows_of_which_the_earliest_holds_are_marked() -> None:
    mapping = entry(
        "patients", 'diagnosis_date = { from = "d" }', keys='earliest = "diagnosis_date"'
    )
    marks = harmonised(mapping, "id|d\n1|2020-01-01").tables["patients"].select(DISTINCT, EARLIEST)
    assert marks.rows() == [(True, True)]


def test_where_chooses_rows_for_each_entry() -> None:
    first = entry(
        "molecular",
        "test_date = { value = 2020-01-01 }",
        'result = { from = "x", unit = "% IS" }',
        keys='where = { typ = ["PCR", "qPCR"] }',
    )
    second = entry(
        "patients",
        'sex = { from = "x" }',
        keys='where = { typ = ["Stam"] }\ndistinct = true',
        file=None,
    )
    rows = "1|pcr|0.1\n1|STAM|female\n1|FISH|3\n1|.|0.1\n1|qPCR|."
    found = harmonised(first + second, "id|typ|x\n" + rows)
    assert found.tables["molecular"].select(ROW, DISTINCT).rows() == [(2, False)]
    assert found.tables["patients"].select(FILE, ROW, DISTINCT).rows() == [("f.csv", 3, True)]
    assert refused(found) == [
        (4, "", "row in no table", None),
        (5, "", "row in no table", None),
        (6, "", "empty row", None),
    ]


def test_an_entry_for_every_row_does_not_hide_rows_that_no_where_lets_pass() -> None:
    """What is read of no row of a kind is missing from the mapping, and is told as such."""
    everybody = entry("patients", 'sex = { from = "sex" }', keys="distinct = true")
    tests = entry(
        "molecular",
        'test_date = { from = "day" }',
        'result = { from = "x", unit = "% IS" }',
        keys='where = { typ = ["PCR"] }\nrecord_if = ["result"]',
        file=None,
    )
    rows = "1|female|.|.|.\n1|.|PCR|2020-01-01|.\n1|.|FISH|2020-01-01|3\n1|.|FISH|.|.\n1|.|.|.|."
    found = harmonised(everybody + tests, "id|sex|typ|day|x\n" + rows)
    assert refused(found) == [
        (3, "", "empty row", None),
        (4, "", "row in no table", None),
        (5, "", "row in no table", None),
        (6, "", "empty row", None),
    ]


WIDE = entry(
    "molecular",
    'test_date = { from = "d_{visit}" }',
    'result = { from = "r_{visit}", unit_from = "u_{visit}" }',
    'laboratory = { from = "lab", values = { "L" = "LAB1" } }',
    keys='visits = ["3m", "6m"]',
)


def test_a_wide_file_has_a_record_for_each_visit() -> None:
    rows = [
        "1|2020-03-01|1|% IS|2020-06-01|0.1|% IS|L",
        "2|2020-03-01|1|% IS|.|.|.|L",
        "3|2020-03-01|1|% IS|x|0.1|% IS|L",
        "4|.|.|.|.|.|.|L",
    ]
    found = harmonised(WIDE, "id|d_3m|r_3m|u_3m|d_6m|r_6m|u_6m|lab\n" + "\n".join(rows))
    assert found.tables["molecular"].select("patient_id", ROW).rows() == [
        *(("1", 2), ("2", 3), ("3", 4)),
        ("1", 2),
    ]
    assert records(found, "molecular", "laboratory") == ["LAB1"] * 4
    assert refused(found) == [(4, "d_6m", "unreadable date", "x"), (5, "", "empty row", None)]


def test_every_bad_cell_of_a_record_is_told_and_the_record_stays_out() -> None:
    found = harmonised(DEATH, "id|died|cause\n.|31.02.2020|boredom")
    assert records(found, "events") == []
    assert set(refused(found)) == {
        (2, "id", "missing patient", None),
        (2, "died", "unreadable date", "31.02.2020"),
        (2, "cause", "unmapped value", "boredom"),
    }


def test_rows_that_could_not_be_divided_are_told_with_the_reader_s_reason() -> None:
    found = harmonised(DEATH, "id|died|cause\n1|2020-01-01|.", BadRow(7, "it has 4 cells"))
    (reject,) = found.rejects.to_dicts()
    assert (reject["row"], reject["rule"], reject["reason"]) == (
        7,
        "malformed row",
        "it has 4 cells",
    )


def test_reasons_never_hold_the_raw_value() -> None:
    found = harmonised(DEATH, "id|died|cause\n1|31.02.20zz|qwertz")
    for reject in found.rejects.to_dicts():
        said = reject["reason"] + reject["hint"]
        assert reject["value"] in ("31.02.20zz", "qwertz")
        assert "zz" not in said
        assert "qwertz" not in said


def test_frames_have_the_types_of_lake_and_rejects() -> None:
    for rows in ("1|2020-01-01|CML", "1|x|y"):
        found = harmonised(DEATH, "id|died|cause\n" + rows)
        assert dict(found.tables["events"].schema) == record_types("events")
        assert dict(found.rejects.schema) == rejects_schema()
        assert tuple(found.rejects.columns) == COLUMNS


def test_a_batch_without_rows_makes_nothing() -> None:
    found = harmonised(DEATH, "id|died|cause")
    assert (found.tables["events"].height, found.rejects.height) == (0, 0)


def test_a_header_without_a_mapped_column_is_an_error_that_names_the_nearest() -> None:
    site = parse_mapping(TOP + DEATH, "m.toml")
    with pytest.raises(DataError, match="no column 'died'") as caught:
        Harmoniser(site, site.files[0], ["id", "Died", "cause"])
    assert "'Died'" in caught.value.hint
    with pytest.raises(DataError) as caught:
        Harmoniser(site, site.files[0], ["id;died;cause"])
    assert caught.value.hint


MIXED = WIDE + entry(
    "patients",
    'sex = { from = "sex" }',
    'leukocytes = { from = "wbc", unit = "/µL" }',
    keys='where = { typ = ["a"] }',
    file=None,
)
HEADER = ["id", "d_3m", "r_3m", "u_3m", "d_6m", "r_6m", "u_6m", "lab", "sex", "wbc", "typ"]
TEXTS = """1 0 a A f 2020-02-29 2021-02-29 <0.01 neg %_IS L 1,234 1e-4 NaN ß ' =1+1 MR4 🙂"""
CELLS = st.sampled_from([None, "", "% IS", "\x00", "9" * 70, *TEXTS.split()]) | st.text(max_size=5)


@settings(max_examples=30)
@given(st.lists(st.tuples(*[CELLS] * len(HEADER)), max_size=8))
def test_every_row_is_in_the_records_or_in_the_rejects(rows: list[tuple[str | None, ...]]) -> None:
    site = parse_mapping(TOP + MIXED, "m.toml")
    cells = pl.DataFrame(rows, schema=dict.fromkeys(HEADER, pl.String()), orient="row")
    numbers = pl.Series("row", range(2, len(rows) + 2), dtype=pl.Int64)
    found = Harmoniser(site, site.files[0], HEADER).batch("f.csv", Batch(numbers, cells))
    kept = {row for frame in found.tables.values() for row in frame[ROW]}
    refused_rows = set(found.rejects["row"])
    assert kept | refused_rows == set(numbers)
    # Alone a row makes what it makes among others.
    for at, row in enumerate(rows[:2]):
        alone = pl.DataFrame([row], schema=dict.fromkeys(HEADER, pl.String()), orient="row")
        single = Harmoniser(site, site.files[0], HEADER).batch(
            "f.csv", Batch(numbers[at : at + 1], alone)
        )
        for table, frame in single.tables.items():
            assert frame.equals(found.tables[table].filter(pl.col(ROW) == at + 2))


def test_whose_records_could_not_be_made_is_told() -> None:
    mapping = entry("patients", 'sex = { from = "sex" }') + entry(
        "labs",
        'sample_date = { from = "day" }',
        'marker = { value = "Tregs" }',
        'value = { from = "x", unit = "10^9/L" }',
        file=None,  # type: ignore[arg-type]
    )
    rows = "A|?|2020-01-01|x\nB|male|2020-01-01|y\n.|?|.|.\nA|?|.|."
    found = harmonised(mapping, "id|sex|day|x\n" + rows)
    assert sorted(found.refused.rows()) == [("labs", "A"), ("labs", "B"), ("patients", "A")]
