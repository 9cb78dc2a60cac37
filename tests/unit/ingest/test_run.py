"""A run counts the patients who entered without a record of theirs, whatever rule took it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from tfrq.ingest.mapping.reading import parse_mapping
from tfrq.ingest.matching import matched
from tfrq.ingest.pseudonyms import Pseudonyms
from tfrq.ingest.report import Broken
from tfrq.ingest.rules import LOST
from tfrq.ingest.run import Run

MAPPING = """
site = "SE01"
version = "1"
data_cut = 2024-12-31
[[files]]
name = "f"
match = "f.csv"
[[tables]]
table = "patients"
file = "f"
distinct = true
[tables.columns]
patient_id = { from = "id" }
sex = { from = "sex" }
[[tables]]
table = "molecular"
file = "f"
[tables.columns]
patient_id = { from = "id" }
test_date = { from = "date" }
result = { from = "result", unit = "% IS" }
"""


def broken(tests: list[str], folder: Path) -> dict[str, Broken]:
    """The rules that an export breaks: a patient per line, the first test on it, then further
    tests of the first patients."""
    (folder / "f.csv").write_text("\n".join(["id,sex,date,result", *tests, ""]))
    working = folder / "working"
    working.mkdir()
    mapping = parse_mapping(MAPPING, "m.toml")
    with Run(mapping, "SE", Pseudonyms(b"k" * 32, "SE01", 0), working, 1, values=False) as run:
        for part in matched(mapping, [folder / "f.csv"]):
            run.read(part)
        run.validate()
        return {one.rule: one for one in run.broken()}


def results_of(patients: int, years: int) -> list[str]:
    return [
        f"{patient},female,{2010 + year}-01-01,0.1"
        for patient in range(patients)
        for year in range(years)
    ]


def test_many_rules_that_are_each_broken_seldom_add_up(tmp_path: Path) -> None:
    faults = ["2012-02-31,0.1", "2013-01-02,many", "2014-01-02,99999", "1899-01-01,0.1"]
    wrong = [f"{patient},female,{fault}" for patient, fault in enumerate(faults)]
    found = broken([*results_of(32, 14), *wrong], tmp_path)
    assert [one.rule for one in found.values() if one.exceeded] == [LOST]
    assert (found[LOST].table, found[LOST].rows, found[LOST].share) == (
        "patients",
        4,
        Decimal("12.5"),
    )


def test_an_export_without_rejects_breaks_no_such_rule(tmp_path: Path) -> None:
    assert broken(results_of(4, 2), tmp_path) == {}


def test_tests_that_were_not_done_are_no_fault(tmp_path: Path) -> None:
    """A row of a table of tests whose result means that there is none; every fourth is too many."""
    for name, undone in (("few", 8), ("many", 9)):
        (tmp_path / name).mkdir()
        rows = [f"{patient},,," for patient in range(undone)]
        found = broken([*results_of(8, 3), *rows], tmp_path / name)
        assert found["empty row"].exceeded is (name == "many")
