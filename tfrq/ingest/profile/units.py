"""Hints at the unit of a column, from its name and from the size of its numbers."""

from __future__ import annotations

from collections.abc import Mapping

from tfrq.ingest.profile import guesses, naming
from tfrq.ingest.profile.model import NUMBER, RESULT, WHOLE

PERCENT, RATIO, LOG, MR = "per cent", "ratio", "log reduction", "MR (logarithm)"
BY_SIZE = ", by its size"  # a weaker hint: deep responses in per cent are as small as ratios


def unit_hints(
    name: str, kind: str, texts: Mapping[str, int], ends: tuple[str, str]
) -> tuple[str, ...]:
    """What the unit may be. `ends` are those of the range, "" where none is told."""
    if kind not in (NUMBER, WHOLE, RESULT):
        return ()
    if kind == WHOLE and guesses.are_years(texts):
        return ("years",)
    hints = [*_by_name(name), *_by_sign(texts)]
    found = naming.guesses(name)
    if ends[1] and found and found[0].concept in ("molecular.result", "result") and not hints:
        hints += [one + BY_SIZE for one in _by_size(*map(float, ends))]
    return tuple(dict.fromkeys(hints))


def _by_name(name: str) -> list[str]:
    said = set(naming.words(name))
    hints = []
    if said & {"percent", "procent", "prozent", "prosent", "pct", "prosentti"}:
        hints.append(PERCENT)
    if said & {"log", "logreduction", "logreduktion"}:
        hints.append(LOG)
    elif "mr" in said:
        hints.append(MR)
    if said & {"ratio", "kvot", "quotient"} and not hints:
        hints.append(RATIO)
    return hints


def _by_sign(texts: Mapping[str, int]) -> list[str]:
    return [PERCENT] if any(text.endswith("%") for text in texts) else []


def _by_size(low: float, high: float) -> list[str]:
    if high > 10:
        return [PERCENT]
    if high < 0.02:
        return [RATIO]
    # Logarithms of tests lie between 0 and 6 and hardly ever close to 0.
    return [MR] if low >= 1 and high <= 7 else []
