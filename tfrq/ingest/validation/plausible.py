"""Numbers that nothing measured can be, and numbers that are hardly ever seen: wrong units.

A percentage above 100, a spleen of more than 50 cm and a test without one copy of its reference
gene are impossible. All other limits are a choice of this project, of no guideline: so wide that
a sick patient stays within them, and so narrow that a number in a wrong unit mostly does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

import polars as pl

from tfrq import vocabulary
from tfrq.ingest.frames import lake_types
from tfrq.ingest.validation.bucket import Bucket, Check

IMPOSSIBLE, IMPLAUSIBLE = "impossible value", "implausible value"
OLDEST = 110


@dataclass(frozen=True)
class Limits:
    """What a column holds, in the lake's unit; "" for no limit. Below `least` and above `most` a
    number is impossible, below `low` and above `high` implausible; the limits themselves are
    neither. `of`: column → the texts of it that the limits hold for."""

    table: str
    column: str
    low: str = ""
    high: str = ""
    least: str = ""
    most: str = ""
    of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def checks(self) -> list[Check]:
        """The checks of these limits, each with its limit as the reason."""
        number = pl.col(self.column)
        concerned = [pl.col(name).is_in(texts) for name, texts in self.of.items()]
        return [
            Check(
                rule,
                pl.all_horizontal(
                    *concerned, beyond(number, _limit(self.table, self.column, limit))
                ),
                (*self.of, self.column),
                f"{self.column} is {side} {limit}",
            )
            for rule, side, beyond, limit in (
                (IMPOSSIBLE, "below", pl.Expr.lt, self.least),
                (IMPOSSIBLE, "above", pl.Expr.gt, self.most),
                (IMPLAUSIBLE, "below", pl.Expr.lt, self.low),
                (IMPLAUSIBLE, "above", pl.Expr.gt, self.high),
            )
            if limit
        ]


def _limit(table: str, column: str, limit: str) -> pl.Expr:
    """The limit in the column's own type, so that no column is cast to compare."""
    return pl.lit(Decimal(limit)).cast(lake_types(table)[column])


def _doses(highest: str, *drugs: str) -> Limits:
    # A dose of 0, and 0.4 where grams were taken for milligrams, are below 1.
    return Limits("treatments", "daily_dose", "1", highest, of={"drug": drugs})


def _marker(low: str, high: str, marker: str) -> Limits:
    return Limits("labs", "value", low, high, of={"marker": (marker,)})


def _markers_in(*units: str, high: str = "", most: str = "") -> Limits:
    return Limits("labs", "value", high=high, most=most, of={"unit": units})


_COUNT = "10^9/L"
_CELLS = tuple(
    name
    for name, units in vocabulary.MARKERS.items()
    if _COUNT in units and name not in vocabulary.BASELINE_MARKERS
)
_PERCENTAGES = tuple(unit for unit in vocabulary.UNITS if unit.startswith("%"))
LIMITS = (
    Limits("patients", "leukocytes", "0.5", "1000"),
    Limits("patients", "haemoglobin", "20", "250"),
    Limits("patients", "platelets", "5", "10000"),
    *(Limits("patients", name, most="100") for name in ("blasts", "basophils", "eosinophils")),
    Limits("patients", "spleen", most="50"),
    Limits("patients", "baseline_bcr_abl1", high="1000"),
    _doses("1600", "imatinib", "nilotinib", "radotinib"),
    _doses("1200", "bosutinib", "flumatinib"),
    _doses("800", "asciminib"),
    _doses("280", "dasatinib"),
    _doses("90", "ponatinib"),
    # No assay finds a hundred times as many transcripts as copies (values/result_texts.py).
    Limits("molecular", "value", high="1000", most="9999.9999999"),
    Limits("molecular", "reference_copies", least="1", high="100000000"),
    Limits("molecular", "conversion_factor", "0.05", "20"),
    Limits("molecular", "detection_limit", most="100"),
    _marker("20", "250", "haemoglobin"),
    _marker("0.05", "1000", "leukocytes"),
    _marker("1", "10000", "platelets"),
    Limits("labs", "value", high="20", of={"marker": _CELLS, "unit": (_COUNT,)}),
    _markers_in(*_PERCENTAGES, most="100"),
    _markers_in("per 10^5 lymphocytes", most="100000"),
)


def plausible_step(bucket: Bucket) -> None:
    """Reject impossible numbers, and warn of implausible ones."""
    for table in dict.fromkeys(one.table for one in LIMITS):
        checks = [check for one in LIMITS if one.table == table for check in one.checks()]
        bucket.judge(table, [*checks, *([_age()] if table == "patients" else [])])


def _age() -> Check:
    age = pl.col("diagnosis_date").dt.year() - pl.col("birth_year")
    return Check(
        IMPLAUSIBLE,
        age > OLDEST,
        ("birth_year", "diagnosis_date"),
        f"older than {OLDEST} at diagnosis",
    )
