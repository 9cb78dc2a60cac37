"""The fixed scales that values are told on, and how each is halved again and again.

Neither ever depends on the data. A tree is worth more the nearer its first cuts lie to where values
usually are: what is rare lies far out, and joins what is far out (docs/trajectory.md).
"""

from __future__ import annotations

import functools
import math
from decimal import ROUND_HALF_UP, Decimal

from tfrq.disclosure.bands import Range, Scale

STEPS = 64  # of each decade
_LOWEST, _HIGHEST = -4, 5  # decades
# Of a usual range (1.96 standard deviations to both sides), 0.9 of one: 18 in 100 lie beyond it on
# each side, so that quartiles lie inside, and few are rare beyond.
_CUT = 0.9 / (2 * 1.96)

# Usual ranges of adults, in the units of the lake. They place the cuts of a tree and nothing else:
# no value is judged by them. NK, CD4 and CD8 cells: docs/domain.md §5.3; the others are round.
USUAL = {
    ("NK cells", "10^9/L"): ("0.09", "0.6"),
    ("NK cells", "% of lymphocytes"): ("5", "20"),
    ("CD56dim NK cells", "10^9/L"): ("0.07", "0.5"),
    ("CD56dim NK cells", "% of lymphocytes"): ("4", "25"),
    ("CD56dim NK cells", "% of NK cells"): ("75", "98"),
    ("CD56bright NK cells", "10^9/L"): ("0.003", "0.03"),
    ("CD56bright NK cells", "% of lymphocytes"): ("0.2", "2"),
    ("CD56bright NK cells", "% of NK cells"): ("2", "20"),
    ("CD57+CD62L- NK cells", "% of NK cells"): ("20", "80"),
    ("TNF/IFN-gamma secreting NK cells", "% of NK cells"): ("10", "60"),
    ("CD4 T cells", "10^9/L"): ("0.5", "1.4"),
    ("CD4 T cells", "% of lymphocytes"): ("30", "60"),
    ("CD8 T cells", "10^9/L"): ("0.2", "0.9"),
    ("CD8 T cells", "% of lymphocytes"): ("15", "40"),
    ("PD-1+ CD4 T cells", "% of CD4 T cells"): ("5", "40"),
    ("PD-1+ CD8 T cells", "% of CD8 T cells"): ("5", "50"),
    ("Tregs", "10^9/L"): ("0.02", "0.12"),
    ("Tregs", "% of CD4 T cells"): ("3", "10"),
    ("gamma-delta T cells", "10^9/L"): ("0.02", "0.2"),
    ("gamma-delta T cells", "% of lymphocytes"): ("1", "10"),
    ("CD86+ pDC", "per 10^5 lymphocytes"): ("20", "300"),
    ("mo-MDSC", "% of mononuclear cells"): ("1", "10"),
    ("haemoglobin", "g/L"): ("110", "165"),
    ("leukocytes", "10^9/L"): ("4", "11"),
    ("platelets", "10^9/L"): ("140", "400"),
}


@functools.cache
def of_marker(marker: str, unit: str) -> Scale:
    """Steps of a decade's 64th part from 0.0001 to 100,000, 0 apart. The tree cuts in the middle of
    the usual range, then towards both ends at 1, 2, 4, 8 … times a fixed distance."""
    low, high = (math.log10(float(end)) for end in USUAL[marker, unit])
    middle, distance = (low + high) / 2, (high - low) * _CUT
    cuts = {_step(middle)}
    reach = distance
    while reach < _HIGHEST - _LOWEST:
        cuts |= {_step(middle - reach), _step(middle + reach)}
        reach *= 2
    last = len(_EDGES) + 1
    root = _split(0, last, sorted(cuts), _step(middle))
    return Scale(_EDGES, root, closed_above=False, widest=Decimal(2))


def _edge(step: int) -> Decimal:
    exact = Decimal(10) ** (Decimal(step) / STEPS)
    return exact.quantize(Decimal("1e-9"), ROUND_HALF_UP)


_EDGES = tuple(_edge(step) for step in range(_LOWEST * STEPS, _HIGHEST * STEPS + 1))


def _step(logarithm: float) -> int:
    """The first leaf above the edge nearest to a value, within the scale."""
    nearest = round((logarithm - _LOWEST) * STEPS)
    return min(max(nearest, 0), len(_EDGES) - 1) + 2


def _split(first: int, last: int, cuts: list[int], middle: int) -> Range:
    """The leaves first … last, cut at the cut nearest to the middle; where there is none left,
    halved. A cut is the first leaf above it."""
    if first == last:
        return Range(first, last)
    inside = [cut for cut in cuts if first < cut <= last]
    at = min(inside, key=lambda cut: (abs(cut - middle), cut)) if inside else 0
    at = at or (first + last + 1) // 2
    halves = (_split(first, at - 1, inside, middle), _split(at, last, inside, middle))
    return Range(first, last, halves)


# The levels' cut-offs, and each decade in halves; 0.0032 % is half of one, as of MR4.5.
_HALVES = ("1", "3.2")
_PERCENT = (
    *(Decimal(digits).scaleb(power) for power in range(-4, 2) for digits in _HALVES),
    Decimal(100),
)
# MR4.5, in the middle of those who may stop; MMR, which is lost; then down to undetectable, and up.
_ORDER = ("0.0032", "0.1", "0.001", "0", "0.01", "1", "10", "100")


@functools.cache
def of_response() -> Scale:
    """BCR::ABL1 in per cent IS: undetectable, then levels and halves of decades."""
    order = [Decimal(one) for one in _ORDER]
    cuts = [1 if one == 0 else _PERCENT.index(one) + 2 for one in order]
    root = _in_order(0, len(_PERCENT) + 1, cuts)
    return Scale(_PERCENT, root, closed_above=True, widest=Decimal(10))


def _in_order(first: int, last: int, cuts: list[int]) -> Range:
    """The leaves first … last, cut at the first of the cuts that lies inside, else halved."""
    if first == last:
        return Range(first, last)
    at = next((cut for cut in cuts if first < cut <= last), (first + last + 1) // 2)
    return Range(first, last, (_in_order(first, at - 1, cuts), _in_order(at, last, cuts)))
