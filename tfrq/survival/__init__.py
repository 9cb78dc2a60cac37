"""What happens after the index: times, curves, tests, factors (docs/survival.md).

A question walks `times` → disclosure → `estimated` → `Survival`.
"""

from tfrq.survival.asking import times
from tfrq.survival.curves import estimated
from tfrq.survival.estimates import PublishedRate, Survival
from tfrq.survival.groups import ATTEMPT, AXES
from tfrq.survival.months import ASKED, checked
from tfrq.survival.reported import published_rates

__all__ = [
    "ASKED",
    "ATTEMPT",
    "AXES",
    "PublishedRate",
    "Survival",
    "checked",
    "estimated",
    "published_rates",
    "times",
]
