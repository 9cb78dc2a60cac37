"""Rejects as a file: in order, harmless in a spreadsheet, raw values only where asked for."""

import csv
import stat
from pathlib import Path

import polars as pl
import pytest

from tfrq.errors import UsageError
from tfrq.ingest.findings import Findings
from tfrq.ingest.rejects import rejects


def found(*rows: int, value: str = "secret", file: str = "b.csv") -> pl.DataFrame:
    where = pl.DataFrame({"file": [file] * len(rows), "row": rows, "value": [value] * len(rows)})
    return rejects(where, "unmapped value", table="patients", column="=sex")


def read(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_rejects_come_in_the_order_of_files_and_rows(tmp_path: Path) -> None:
    findings = Findings(tmp_path / "spool", show_values=False)
    findings.add(found(12, 3))
    findings.add(found(7, 7, file="a.csv"))
    path = tmp_path / "rejects.csv"
    findings.write(path)
    lines = read(path)
    assert [(line["file"], line["row"]) for line in lines] == [
        ("a.csv", "7"),
        ("a.csv", "7"),
        ("b.csv", "3"),
        ("b.csv", "12"),
    ]
    assert {line["column"] for line in lines} == {"'=sex"}
    assert all(line["rule"] == "unmapped value" and line["hint"] for line in lines)
    assert "value" not in lines[0]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert findings.rows == {("patients", "unmapped value"): 3}
    assert b"secret" not in (tmp_path / "spool").read_bytes()


def test_raw_values_are_shown_where_that_is_asked_for(tmp_path: Path) -> None:
    findings = Findings(tmp_path / "spool", show_values=True)
    findings.add(found(3, value='-1;"x"\n'))
    findings.write(tmp_path / "rejects.csv")
    assert [line["value"] for line in read(tmp_path / "rejects.csv")] == ['\'-1;"x"\n']


def test_without_rejects_there_is_a_file_with_headings(tmp_path: Path) -> None:
    Findings(tmp_path / "spool", show_values=True).write(tmp_path / "rejects.csv")
    text = (tmp_path / "rejects.csv").read_text()
    assert text == "file,row,table,column,rule,reason,hint,value\n"


def test_where_it_cannot_be_written_the_file_is_as_it_was(tmp_path: Path) -> None:
    findings = Findings(tmp_path / "spool", show_values=False)
    with pytest.raises(UsageError, match="cannot write"):
        findings.write(tmp_path / "nowhere" / "rejects.csv")
