"""Units of the lake's numbers: which there are, and the exact factor to the lake's own.

Factors are powers of ten, but for haemoglobin in mmol/L. A percentage of cells never becomes a
count: that needs another measurement.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from tfrq import schema, vocabulary

_ONE = Decimal(1)
# Counts of cells: in 10^9 per litre.
_COUNTS = {
    "10^9/L": ("gpt/l", "giga/l", "10^9/l", "10e9/l", "e9/l"),
    "10^3/µL": ("/nl", "10^3/ul", "10e3/ul", "e3/ul", "k/ul", "tsd/ul", "10^3/mm3", "k/mm3"),
    "10^6/mL": ("10^6/ml", "10e6/ml"),
    "/µL": ("/ul", "/mm3", "10^6/l", "10e6/l", "e6/l"),
}
# Giga per litre, in just this spelling: g/l are grams, and no number of cells.
_GIGA = ("G/L", "G/l")
_COUNT_FACTORS = {
    "10^9/L": _ONE,
    "10^3/µL": _ONE,
    "10^6/mL": _ONE,
    "/µL": Decimal("0.001"),
}
# One mmol of the monomer Hb(Fe) weighs 16.114 g: 1 g/dL is reported as 0.6206 mmol/L. (The factor
# of the whole molecule, four times as large, is rare; most of what is reported by it comes out
# as "implausible value", validation/plausible.py.) Not in docs/domain.md.
_HAEMOGLOBIN = {
    "g/l": _ONE,
    "g/dl": Decimal(10),
    "g/100ml": Decimal(10),
    "g%": Decimal(10),
    "mg/dl": Decimal("0.01"),
    "mg/ml": _ONE,
    "mmol/l": Decimal("16.114"),
}
_PERCENT = {
    "%": _ONE,
    "percent": _ONE,
    "percentage": _ONE,
    "fraction": Decimal(100),
    "proportion": Decimal(100),
    "‰": Decimal("0.1"),
}
_PERCENT_IS = {
    "%": _ONE,
    "%is": _ONE,
    "is%": _ONE,
    "%(is)": _ONE,
    "is": _ONE,
    "ratio": Decimal(100),
    "ratiois": Decimal(100),
}
# A weight for the TKIs, millions of units for interferon. Micrograms are of peginterferon only,
# for which the lake has no unit; a dose per week is none per day.
_DOSES = {
    "mg": ("mg", _ONE),
    "g": ("mg", Decimal(1000)),
    "mu": ("MU", _ONE),
    "miu": ("MU", _ONE),
    "mioie": ("MU", _ONE),
    "millionu": ("MU", _ONE),
    "millioniu": ("MU", _ONE),
    "10^6iu": ("MU", _ONE),
    "iu": ("MU", Decimal("0.000001")),
    "ie": ("MU", Decimal("0.000001")),
}
_PER_DAY = ("/d", "/day", "/tag", "/24h", "perday", "daily", "qd", "od")
_SPLEEN = {"cm": _ONE, "mm": Decimal("0.1")}
_COPIES = {"": _ONE, "copies": _ONE, "copy": _ONE, "10^3copies": Decimal(1000)}
_BLASTS = ("%", "%ofleukocytes", "%ofwbc", "%ofcells")
# What the percentages of the markers are of, as it is written.
_PARENTS = {
    "lymphocytes": "lymphocytes",
    "lymphs": "lymphocytes",
    "lymphocyte": "lymphocytes",
    "ly": "lymphocytes",
    "nkcells": "NK cells",
    "nk": "NK cells",
    "cd4tcells": "CD4 T cells",
    "cd4+tcells": "CD4 T cells",
    "cd4": "CD4 T cells",
    "cd4+": "CD4 T cells",
    "cd8tcells": "CD8 T cells",
    "cd8+tcells": "CD8 T cells",
    "cd8": "CD8 T cells",
    "cd8+": "CD8 T cells",
    "mononuclearcells": "mononuclear cells",
    "mnc": "mononuclear cells",
    "pbmc": "mononuclear cells",
}
_PER = {"per10^5lymphocytes": _ONE, "/10^5lymphocytes": _ONE, "per100000lymphocytes": _ONE}
_SIGNS = str.maketrans("µμ⁰¹²³⁴⁵⁶⁷⁸⁹×·", "uu0123456789xx")


def conversion(column_or_marker: str, unit: str) -> tuple[str, Decimal] | None:
    """The lake's unit of a column (`schema`) or marker (`vocabulary.MARKERS`) and the factor from
    `unit` to it; None where the unit is not one of it. The lake's own unit is always one."""
    known = _known(column_or_marker)
    return known.get(unit.strip()) or known.get(spelt(unit))


def spelt(unit: str) -> str:
    """A unit as the tables here spell it: no capitals, no spaces, powers as 10^9."""
    raised = re.sub("10(?=[⁰¹²³⁴-⁹])", "10^", unit)
    text = re.sub(r"[\s.]+", "", raised.translate(_SIGNS).casefold())
    text = text.removeprefix("x").replace("10**", "10^").replace("10*", "10^")
    # What is left of 10⁹ where the small 9 has been lost.
    text = re.sub(r"^10([369])(?=[/a-z])", r"10^\1", text)
    return re.sub(r"^(?:cells|zellen|per)(?=/)", "", text).replace("mm^3", "mm3")


@cache
def _known(name: str) -> dict[str, tuple[str, Decimal]]:
    """Unit as `spelt` (or as the lake has it) → the lake's unit and the factor."""
    if name in vocabulary.MARKERS:
        return _marker(name)
    if name == "daily_dose":
        return {u + day: found for u, found in _DOSES.items() for day in ("", *_PER_DAY)}
    lake_unit, factors = _columns().get(name, ("", {}))
    own = {lake_unit: (lake_unit, _ONE)} if factors else {}
    return own | {unit: (lake_unit, factor) for unit, factor in factors.items()}


@cache
def _columns() -> dict[str, tuple[str, dict[str, Decimal]]]:
    """Column with a unit → the lake's unit and the factors to it."""
    tables = {
        **dict.fromkeys(("leukocytes", "platelets"), _counts()),
        "haemoglobin": _HAEMOGLOBIN,
        **dict.fromkeys(
            ("blasts", "basophils", "eosinophils"),
            _PERCENT | dict.fromkeys(_BLASTS, _ONE),
        ),
        "spleen": _SPLEEN,
        **dict.fromkeys(("baseline_bcr_abl1", "detection_limit"), _PERCENT_IS),
        "reference_copies": _COPIES,
    }
    columns = {c.name: c.unit for table in schema.TABLES.values() for c in table.columns if c.unit}
    return {name: (columns[name], factors) for name, factors in tables.items()}


def _counts() -> dict[str, Decimal]:
    known = {unit: _COUNT_FACTORS[family] for family, units in _COUNTS.items() for unit in units}
    return known | dict.fromkeys(_GIGA, _ONE)


def _marker(name: str) -> dict[str, tuple[str, Decimal]]:
    """The units of a marker: its own, and for each of its kinds the convertible ones."""
    known: dict[str, tuple[str, Decimal]] = {}
    for unit in vocabulary.MARKERS[name]:
        factors = {unit: _ONE, spelt(unit): _ONE, **_convertible(unit)}
        known |= {source: (unit, factor) for source, factor in factors.items()}
    return known


def _convertible(unit: str) -> dict[str, Decimal]:
    if unit == "10^9/L":
        return _counts()
    if unit == "g/L":
        return _HAEMOGLOBIN
    if unit.startswith("per "):
        return _PER
    parent = unit.removeprefix("% of ")
    return {
        part + of + said: factor
        for part, factor in (("%", _ONE), ("percent", _ONE), ("fraction", Decimal(100)))
        for of in ("of", "")
        for said, meant in _PARENTS.items()
        if meant == parent
    }
