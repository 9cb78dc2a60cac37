"""What happens after the index: times, curves, tests, factors (docs/survival.md).

A question walks `times` → disclosure → `estimated` → `Survival`.
"""

from tfrq.survival.asking import times
from tfrq.survival.curves import estimated
from tfrq.survival.estimates import PublishedRate, Survival
from tfrq.survival.groups import ATTEMPT, AXES
from tfrq.survival.indexes import check_index, check_one_index, is_each_attempt
from tfrq.survival.months import Months, asked
from tfrq.survival.reported import published_rates

__all__ = [
    "ATTEMPT",
    "AXES",
    "Months",
    "PublishedRate",
    "Survival",
    "asked",
    "check_index",
    "check_one_index",
    "estimated",
    "is_each_attempt",
    "published_rates",
    "times",
]
