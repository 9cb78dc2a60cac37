"""Restarts (§8), and up to which of them a molecular endpoint is looked for in a window."""

from dataclasses import dataclass
from datetime import date

from .happenings import in_span
from .patients import Patient, Treatment
from .windows import Span, Window


def taken_the_day_before(row: Treatment, day: date) -> bool:
    return row.start < day and (row.stop is None or day <= row.stop)


def was_treated(patient: Patient, day: date) -> bool:
    """A TKI or an attempt began before the day."""
    begun = any(row.is_tki and row.start < day for row in patient.treatments)
    return begun or any(attempt.first_day < day for attempt in patient.attempts)


def off_on_eve(patient: Patient, day: date) -> bool:
    """TKI-free on the eve of the day, after a TKI or after the start of an attempt."""
    tkis = [row for row in patient.treatments if row.is_tki]
    return was_treated(patient, day) and not any(taken_the_day_before(row, day) for row in tkis)


def off_on(patient: Patient, day: date) -> bool:
    """TKI-free on the day itself: the day of a stop is, unless another record runs on it."""
    tkis = [row for row in patient.treatments if row.is_tki]
    return was_treated(patient, day) and not any(row.runs_on(day) for row in tkis)


def restarts(patient: Patient, span: Span) -> list[date]:
    """The days of the window on which a TKI is started off treatment, or so reported."""
    days = {row.start for row in patient.treatments if row.is_tki}
    days = {day for day in days if off_on_eve(patient, day)}
    days |= {event.day for event in patient.events if event.name == "restart"}
    return sorted(day for day in days if in_span(day, span))


def first_restart(patient: Patient, span: Span) -> date | None:
    return next(iter(restarts(patient, span)), None)


def begins_off_treatment(patient: Patient, span: Span) -> bool:
    return off_on_eve(patient, span.first) or off_on(patient, span.first)


def ending_restart(patient: Patient, span: Span, window: Window) -> date | None:
    """The restart that ends the search: the first one in a window that begins off treatment; in
    another window after an anchor the one that ends an attempt which began in the window."""
    found = restarts(patient, span)
    if begins_off_treatment(patient, span):
        return next(iter(found), None)
    if window.relation != "after":
        return None
    stops = [a.first_day for a in patient.attempts if a.first_day >= span.first]
    return next((day for day in found if any(stop <= day for stop in stops)), None)


@dataclass(frozen=True)
class Period:
    """What an endpoint looks at."""

    whole: Span
    molecular: Span  # up to the restart that ends the search


def period_of(patient: Patient, span: Span, window: Window) -> Period:
    end = ending_restart(patient, span, window)
    return Period(span, span if end is None else Span(span.first, end))
