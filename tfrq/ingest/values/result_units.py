"""The units that results of BCR::ABL1 tests come in (docs/mapping.md)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from tfrq.vocabulary import IS, LOCAL


@dataclass(frozen=True)
class ResultUnit:
    """`scale`: IS or LOCAL. `factor`: what makes per cent of a number of the unit; None where
    the unit is a logarithm."""

    name: str
    scale: str
    factor: Decimal | None


_ALL = (
    ResultUnit("% IS", IS, Decimal(1)),
    ResultUnit("ratio IS", IS, Decimal(100)),
    ResultUnit("MR", IS, None),
    ResultUnit("% local", LOCAL, Decimal(1)),
    ResultUnit("ratio local", LOCAL, Decimal(100)),
    ResultUnit("log reduction", LOCAL, None),
)
RESULT_UNITS = {unit.name: unit for unit in _ALL}
# Only what names its scale: a bare % or ratio may be on either.
_SPELLINGS = {
    **{re.sub(r"\s", "", unit.name.casefold()): unit for unit in _ALL},
    **dict.fromkeys(("is%", "%(is)", "is", "percentis", "is(%)"), RESULT_UNITS["% IS"]),
    **dict.fromkeys(("isratio", "ratio(is)"), RESULT_UNITS["ratio IS"]),
    **dict.fromkeys(("mrvalue", "logmr", "mr(log)"), RESULT_UNITS["MR"]),
    **dict.fromkeys(("%(local)", "local%"), RESULT_UNITS["% local"]),
    **dict.fromkeys(("localratio", "ratio(local)"), RESULT_UNITS["ratio local"]),
    **dict.fromkeys(("logreduction(local)", "log10reduction"), RESULT_UNITS["log reduction"]),
}


def result_unit(text: str) -> ResultUnit | None:
    """The unit that a text names, None where it names none."""
    return _SPELLINGS.get(re.sub(r"\s", "", text.casefold()))
