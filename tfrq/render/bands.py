"""Medians and quartiles over bands of time, by group: for screens and for print."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Band:
    """A group's values from `start_month` to `end_month`: quartiles `low` and `high`, median
    `middle`, of `number` patients. None: not shown, or there is none. Zero (or less) on a log
    scale means undetectable."""

    start_month: float
    end_month: float
    group: str
    low: float | None
    middle: float | None
    high: float | None
    number: int | None
