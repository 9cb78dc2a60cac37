"""Up to three lines of TKI for every patient, to the first attempt at stopping or the end."""

from __future__ import annotations

import numpy as np

from tfrq.ingest.synth import drugs, lines, stopping
from tfrq.ingest.synth.course import Course
from tfrq.ingest.synth.draws import NEVER, Days, Flags
from tfrq.ingest.synth.kinetics import days_to_deep_response, draw_response
from tfrq.ingest.synth.stages import STOPS, Stage, stop_reason

_RESISTANCE = stop_reason("resistance")
# Logarithm of the odds of resistance to imatinib at the mean of all factors.
_ODDS, _ODDS_AFTER_FAILURE = -2.35, -1.15


def treat(course: Course) -> tuple[Days, Flags]:
    """Simulate the lines. Returns since when each patient is in deep response (NEVER: not), and
    who had a resistant disease."""
    response = draw_response(course.people, course.parts["kinetics"])
    entry, start = lines.before_treatment(response), course.first_tki
    count = len(start)
    drug = drugs.first_drug(np.minimum(start, course.fate.end), course.parts["lines"])
    deep, failed = np.full(count, NEVER), np.zeros(count, dtype=bool)
    for number in (1, 2, 3):
        odds = np.where(failed, _ODDS_AFTER_FAILURE, _ODDS)
        escape = lines.draw_resistance(course.people, start, drug, odds, course.parts["lines"])
        burden = lines.burden_on(start, drug, entry, response, escape)
        line = lines.new_line(number, start, drug, burden)
        deep = _run(course, line, escape, deep)
        resisted = line.reached & (line.ended == _RESISTANCE)
        failed, deep = failed | resisted, np.where(resisted, NEVER, deep)
        start, entry = _next_start(course, line), burden.at(line.length(course.fate.end))
        drug = _next_drug(course, line, escape, start)
    return deep, failed


def _run(course: Course, line: Stage, escape: lines.Resistance, deep: Days) -> Days:
    """Let a line come to its end; returns since when the response is deep."""
    fate, random = course.fate, course.parts["lines"]
    # Nobody is given a fourth line: what the third does not hold goes on under it.
    if len(course.stages) < 2:
        lines.exit_from(line, escape, random)
    deep = _deep_since(line, deep)
    _plan_stop(course, line, deep)
    lines.progress(course.people, line, escape, fate, random)
    line.end_at(fate.transplant, stop_reason("other"))
    course.stages.append(line)
    course.escapes.append(escape)
    return deep


def _next_start(course: Course, line: Stage) -> Days:
    fate = course.fate
    switched = line.reached & (line.stop < fate.end) & (line.stop < fate.transplant)
    return np.where(switched & ~np.isin(line.ended, STOPS), line.stop, NEVER)


def _next_drug(course: Course, line: Stage, escape: lines.Resistance, start: Days) -> Days:
    t315i = escape.t315i & (line.ended == _RESISTANCE)
    known = np.minimum(start, course.fate.end)
    return drugs.next_drug(known, line.drug, t315i, course.parts["lines"])


def _deep_since(line: Stage, earlier: Days) -> Days:
    """Since when the response is deep: from an earlier line where it lasts, else in this one."""
    here = np.minimum(line.start + days_to_deep_response(line.burden), NEVER)
    since = np.where(earlier < line.start, earlier, here)
    return np.where(line.reached, since, earlier)


def _plan_stop(course: Course, line: Stage, deep: Days) -> None:
    """End the line where an attempt at TFR comes before anything else does."""
    intention = course.intention
    child = np.minimum(course.first_tki + intention.wants_child, NEVER)
    there = (child > line.start) & (child < line.stop) & line.reached
    level = line.burden.at(np.where(there, child - line.start, 0)).level
    child = np.where(there & (level < -1.3), child, NEVER)
    # Few dare to without the International Scale.
    possible = (course.fate.progression == NEVER) & (~course.people.atypical | intention.exact)
    stop = stopping.planned_stop(intention, course.first_tki, deep)
    for day, reason in zip((stop, child), STOPS, strict=True):
        fits = possible & (day > line.start + 30) & (day < course.fate.end)
        line.end_at(np.where(fits, day, NEVER), reason)
