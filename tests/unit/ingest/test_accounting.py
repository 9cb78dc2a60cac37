"""The sum of every file: read = in the lake + among the rejects, or it is a fault."""

import polars as pl
import pytest

from tfrq.errors import Fault
from tfrq.ingest.accounting import Accounts, FileSum
from tfrq.ingest.rejects import FILE, ROW


def records(*rows: int | None, file: str | None = "a.csv") -> pl.DataFrame:
    return pl.DataFrame(
        {FILE: [file if row is not None else None for row in rows], ROW: rows},
        schema={FILE: pl.String, ROW: pl.Int64},
    )


def rejects(*rows: int, file: str = "a.csv") -> pl.DataFrame:
    return pl.DataFrame({"file": [file] * len(rows), "row": rows})


def test_each_row_counts_once_however_many_records_it_makes() -> None:
    accounts = Accounts()
    accounts.read("a.csv", pl.Series([2, 3, 4]))
    accounts.read("a.csv", pl.Series([5, 6]))
    accounts.read("b.csv", pl.Series([2]))
    accounts.entered(records(2, 2, 3, None))
    accounts.entered(records(2, file="b.csv"))
    accounts.rejected(rejects(3, 4, 4, 5, 6))
    assert accounts.sums() == (
        FileSum("a.csv", read=5, entered=1, rejected=4, partly=1),
        FileSum("b.csv", read=1, entered=1, rejected=0, partly=0),
    )


def test_a_row_that_is_nowhere_is_a_fault() -> None:
    accounts = Accounts()
    accounts.read("a.csv", pl.Series([2, 3]))
    accounts.entered(records(3))
    with pytest.raises(Fault, match="neither"):
        accounts.sums()


def test_a_record_of_no_row_is_a_fault() -> None:
    accounts = Accounts()
    accounts.read("a.csv", pl.Series([2, 3]))
    accounts.entered(records(2, 3, 4))
    with pytest.raises(Fault):
        accounts.sums()


def test_an_empty_file_has_a_sum_too() -> None:
    accounts = Accounts()
    accounts.read("a.csv", pl.Series([], dtype=pl.Int64))
    assert accounts.sums() == (FileSum("a.csv", 0, 0, 0, 0),)
