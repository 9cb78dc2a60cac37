"""What was asked for, as people write it: a marker and a unit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from tfrq import vocabulary
from tfrq.errors import UsageError, nearest
from tfrq.language.attributes import MARKERS, UNITS
from tfrq.language.spelling import unit_text

RESPONSE = "BCR::ABL1"
PERCENT_IS = "% IS"
_RESPONSE = re.compile(r"bcr[\s-]*(?:::|[/-])?[\s-]*abl1?", re.IGNORECASE)
_RESPONSE_UNITS = {"": PERCENT_IS, "%": PERCENT_IS, "% is": PERCENT_IS, "is": PERCENT_IS}


@dataclass(frozen=True)
class Asked:
    """A marker in a unit: `lake_unit` is the one that the lake's values are in, and these divided
    by `factor` are in `unit`. Of BCR::ABL1 they are per cent IS."""

    marker: str
    unit: str
    lake_unit: str
    factor: Decimal

    @property
    def is_response(self) -> bool:
        """Whether it is BCR::ABL1, which is no laboratory marker."""
        return self.marker == RESPONSE


def asked(marker: str, unit: str) -> Asked:
    """The marker and the unit that are meant ("": the first that the marker is reported in).

    Raises UsageError for a marker that is none, and for a unit that its values are not converted
    to (semantics §6).
    """
    if _RESPONSE.fullmatch(marker.strip()):
        return _response(unit)
    found = _named(marker, MARKERS)
    if found is None:
        raise _unknown("marker", marker, (*MARKERS, RESPONSE), (*vocabulary.MARKERS, RESPONSE))
    reported = vocabulary.MARKERS[found]
    meant = _named(unit, UNITS) if unit.strip() else reported[0]
    convertible = [one for one, (to, _) in vocabulary.UNIT_FACTORS.items() if to in reported]
    if meant is None:
        raise _unknown("unit", unit, UNITS, map(unit_text, convertible))
    lake_unit, factor = vocabulary.UNIT_FACTORS[meant]
    if lake_unit not in reported:
        raise UsageError(
            f"{found}: not reported in {meant}, which cannot be converted",
            hint=f"it is reported in {_listed(map(unit_text, reported))}",
        )
    return Asked(found, meant, lake_unit, factor)


def _response(unit: str) -> Asked:
    if unit.strip().lower() not in _RESPONSE_UNITS:
        raise UsageError(
            f"{RESPONSE}: not reported in {unit}, which cannot be converted",
            hint=f"it is reported in {PERCENT_IS}",
        )
    return Asked(RESPONSE, PERCENT_IS, PERCENT_IS, Decimal(1))


def _named(text: str, names: Mapping[str, str]) -> str | None:
    known = {_folded(one): name for one, name in names.items()}
    return known.get(_folded(text))


def _folded(text: str) -> str:
    return " ".join(text.lower().split())


def _unknown(what: str, text: str, near_to: Iterable[str], every: Iterable[str]) -> UsageError:
    near = nearest(text, near_to)
    hint = f"did you mean '{near}'?" if near else f"{what}s are {', '.join(every)}"
    return UsageError(f"'{text}' is no {what} that is known here", hint=hint)


def _listed(words: Iterable[str]) -> str:
    return " or ".join(words)
