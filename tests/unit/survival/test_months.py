"""Months that curves are asked at."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tfrq.errors import UsageError
from tfrq.survival import months


def test_months_come_in_order_and_once():
    assert months.asked("24, 6,12,6.0") == (Decimal(6), Decimal(12), Decimal(24))
    assert months.asked([12, 6.5, "3"]) == (Decimal(3), Decimal("6.5"), Decimal(12))


def test_a_month_is_a_duration():
    assert [months.in_days(Decimal(m)) for m in (1, 6, 12, 24)] == [30, 182, 365, 730]
    assert months.in_months(30.4375) == 1


@pytest.mark.parametrize("text", ["", ",", "six", "0", "-6", "nan", "inf", "1e9", "0.01", "6;12"])
def test_what_is_no_month_is_refused(text):
    with pytest.raises(UsageError):
        months.asked(text)
