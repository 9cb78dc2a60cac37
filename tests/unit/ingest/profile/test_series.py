"""Columns that stand for visits."""

import pytest

from tfrq.ingest.profile.model import Column, Seen
from tfrq.ingest.profile.series import parts


def columns(*names):
    return [Column(name, "number", 5, 0, 5) for name in names]


@pytest.mark.parametrize(
    ("names", "source", "visits"),
    [
        (("pcr_3m", "pcr_6m", "pcr_12m"), "pcr_{visit}", ("3m", "6m", "12m")),
        (("PCR M3", "PCR M6"), "PCR {visit}", ("M3", "M6")),
        (("bcrabl1_3mo", "bcrabl1_6mo"), "bcrabl1_{visit}", ("3mo", "6mo")),
        (("6 months PCR", "12 months PCR"), "{visit} PCR", ("6 months", "12 months")),
        (("TKI1", "TKI2"), "TKI{visit}", ("1", "2")),
        (("pcr.v1.is", "pcr.v2.is"), "pcr.{visit}.is", ("v1", "v2")),
    ],
)
def test_visits(names, source, visits):
    (part,) = parts(columns(*names))
    assert (part.source, part.visits, part.names) == (source, visits, names)


@pytest.mark.parametrize(
    "names",
    [("e13a2", "e14a2"), ("CD4", "CD8"), ("q1", "q2"), ("trans___1", "trans___2"), ("pcr_3m", "x")],
)
def test_columns_that_are_no_series(names):
    assert [part.source for part in parts(columns(*names))] == list(names)


def test_what_holds_of_all_of_them():
    first = Column("pcr_3m", "result of a test", 9, 0, 3, values=(Seen("neg", 6),), rarer=1)
    other = Column("pcr_6m", "result of a test", 7, 0, 2, values=(Seen("neg", 7), Seen("MR4", 5)))
    (part,) = parts([first, other])
    assert part.column.values == (Seen("neg", 13), Seen("MR4", 5))
    assert (part.column.filled, part.column.rarer) == (16, 1)
