"""Published results in a definition file: one table of `[[published]]` for each number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tfrq import language, model
from tfrq.errors import DefinitionError, nearest

TIMES = ("months", "weeks", "median_follow_up")
NUMBERS = (*TIMES, "percent", "low", "high")
SHARES = ("event-free", "event")
KEYS = ("endpoint", "means", "share", "other", *NUMBERS, "n", "note")


@dataclass(frozen=True)
class Published:
    """One number that the source reports: `percent` of its `n` patients at `time` (in `unit`,
    months or weeks) after the index, and the 95 % confidence limits. The unit `median_follow_up` is
    a share of all patients when half of them had been followed for that many months: not an
    estimate at that month.

    `endpoint` is what the source calls it. `outcome` is what it means, where the row says so
    (`means`) or its name is an endpoint of the language; None where it is the endpoint of the
    definition. `other`: it is no endpoint that the language has. `share`: whether the percentage
    is of those without the event ("event-free") or of those with it ("event"); where something
    competes, it is the cumulative incidence.
    """

    endpoint: str
    time: Decimal
    unit: str
    percent: Decimal
    low: Decimal | None
    high: Decimal | None
    n: int | None
    note: str
    outcome: model.TimeToEvent | None = None
    other: bool = False
    share: str = "event-free"


def published(value: Any, place: str) -> tuple[Published, ...]:
    """The rows of the key `published`. Raises DefinitionError, which begins with `place`."""
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise DefinitionError(
            f"{place}: 'published' must be a list of tables", hint="begin each with [[published]]"
        )
    return tuple(_row(row, f"{place}: published {i}") for i, row in enumerate(value, start=1))


def _row(row: Mapping[str, Any], place: str) -> Published:
    for key in row:
        _known(key, place)
    given = [unit for unit in TIMES if unit in row]
    if len(given) != 1:
        raise DefinitionError(
            f"{place} needs one of months, weeks or median_follow_up", hint="as 'months = 24'"
        )
    numbers = {key: _number(row, key, place) for key in NUMBERS if key in row}
    if "percent" not in numbers:
        raise DefinitionError(f"{place} has no percent", hint="as 'percent = 47.1'")
    _limits(numbers, place)
    endpoint = _text(row, "endpoint", place, needed=True)
    return Published(
        endpoint=endpoint,
        time=numbers[given[0]],
        unit=given[0],
        percent=numbers["percent"],
        low=numbers.get("low"),
        high=numbers.get("high"),
        n=_patients(row, place),
        note=_text(row, "note", place),
        outcome=_outcome(row, endpoint, place),
        other=_other(row, place),
        share=_share(row, place),
    )


def _outcome(row: Mapping[str, Any], label: str, place: str) -> model.TimeToEvent | None:
    """What the row means, as it says itself, or by its name."""
    means = _text(row, "means", place)
    try:
        return language.parse_endpoint(means or label)
    except DefinitionError as error:
        if not means:
            return None  # a name that the source gives: RFS, molecular recurrence
        raise DefinitionError(
            f"{place}: {error.message}", hint=error.hint, span=error.span, source=error.source
        ) from error


def _other(row: Mapping[str, Any], place: str) -> bool:
    other = row.get("other", False)
    if not isinstance(other, bool):
        raise DefinitionError(f"{place}: 'other' must be true or false")
    if other and row.get("means"):
        raise DefinitionError(f"{place} says what it means, and that it is another endpoint")
    return other


def _share(row: Mapping[str, Any], place: str) -> str:
    share = row.get("share", SHARES[0])
    if share not in SHARES:
        raise DefinitionError(f'{place}: \'share\' must be "event-free" or "event"')
    return str(share)


def _known(key: str, place: str) -> None:
    if key not in KEYS:
        near = nearest(key, KEYS)
        hint = f"did you mean '{near}'?" if near else f"it has {', '.join(KEYS)}"
        raise DefinitionError(f"{place}: unknown key '{key}'", hint=hint)


def _number(row: Mapping[str, Any], key: str, place: str) -> Decimal:
    value = row[key]
    whole = isinstance(value, int) and not isinstance(value, bool)
    if not whole and not (isinstance(value, Decimal) and value.is_finite()):
        raise DefinitionError(f"{place}: '{key}' must be a number without quotes")
    found = Decimal(value)
    if found < 0 or (key not in TIMES and found > 100):
        limits = "0 or more" if key in TIMES else "from 0 to 100"
        raise DefinitionError(f"{place}: '{key}' must be {limits}")
    return found


def _limits(numbers: Mapping[str, Decimal], place: str) -> None:
    if ("low" in numbers) != ("high" in numbers):
        raise DefinitionError(f"{place} has one confidence limit", hint="give low and high")
    percent = numbers["percent"]
    if not numbers.get("low", percent) <= percent <= numbers.get("high", percent):
        raise DefinitionError(f"{place}: the percent is not between low and high")


def _patients(row: Mapping[str, Any], place: str) -> int | None:
    value = row.get("n")
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise DefinitionError(f"{place}: 'n' must be a number of patients")
    return value


def _text(row: Mapping[str, Any], key: str, place: str, *, needed: bool = False) -> str:
    value = row.get(key, "")
    if not isinstance(value, str) or (needed and not value.strip()):
        raise DefinitionError(f"{place}: '{key}' must be text in quotes")
    return value
