"""Makes the exports anew: `python -m tests.exports.make`. A test holds them to it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.exports.makers import germany, omop, redcap, sweden, usa

EXPORTS = Path(__file__).parent
MAKERS: dict[str, Callable[[Path], None]] = {
    "SE01": sweden.make,
    "DE01": germany.make,
    "US01": usa.make,
    "GB01": redcap.make,
    "NL01": omop.make,
}

if __name__ == "__main__":
    for site, make in MAKERS.items():
        (EXPORTS / site).mkdir(exist_ok=True)
        make(EXPORTS / site)
