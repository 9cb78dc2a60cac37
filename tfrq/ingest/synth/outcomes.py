"""The tables of attempts and of events."""

from __future__ import annotations

from typing import Any

import numpy as np

from tfrq import schema, vocabulary
from tfrq.ingest.synth import arrow
from tfrq.ingest.synth.course import Course
from tfrq.ingest.synth.draws import NEVER, Codes, Days, Flags, Random, chance, choose, pick
from tfrq.ingest.synth.stages import stop_reason

_REASONS = ("trial", "pregnancy", "toxicity", "other")
MUTATIONS = ("T315I", "E255K", "Y253H", "F317L", "G250E", "M351T", "F359V", "V299L", "E355G")


def attempts_table(course: Course, random: Random) -> Any:
    """The tfr_attempts table of a piece, sorted by patient and stop."""
    rows = [_attempt_rows(course, number, random) for number in range(len(course.attempts))]
    joined = {name: np.concatenate([row[name] for row in rows]) for name in rows[0]}
    order = np.argsort(joined["patient"] * 10 + joined["number"], kind="stable")
    sorted_rows = {name: values[order] for name, values in joined.items()}
    columns = {
        "patient_id": arrow.whole(course.people.ids[sorted_rows["patient"]]),
        "attempt_number": arrow.small(sorted_rows["number"]),
        "deescalation_date": arrow.dates(sorted_rows["taper"]),
        "stop_date": arrow.dates(sorted_rows["stop"]),
        "drug": arrow.words(sorted_rows["drug"], vocabulary.TKIS),
        "reason": arrow.words(sorted_rows["reason"], _REASONS),
        "withdrawal_syndrome": arrow.answers(sorted_rows["syndrome"]),
    }
    return arrow.build(schema.TFR_ATTEMPTS, course.site, columns, len(order))


def _attempt_rows(course: Course, number: int, random: Random) -> dict[str, Codes]:
    attempt = course.attempts[number]
    patient = np.flatnonzero(attempt.stop <= course.fate.end)
    count = len(patient)
    reason = choose(random, (0.38, 0.0, 0.14, 0.48), count)
    reason = np.where(chance(random, 0.06, count), -1, reason)
    # A few attempts are dated before the last day on the drug.
    early = np.where(chance(random, 0.012, count) & (attempt.taper[patient] == NEVER), 14, 0)
    syndrome = chance(random, 0.27, count).astype(np.int64)
    return {
        "patient": patient,
        "number": np.full(count, number + 1),
        "taper": attempt.taper[patient],
        "stop": attempt.stop[patient] - early,
        "drug": np.where(chance(random, 0.02, count), -1, attempt.drug[patient]),
        "reason": np.where(attempt.for_child[patient], 1, reason),
        "syndrome": np.where(chance(random, 0.2, count), -1, syndrome),
    }


def events_table(course: Course, random: Random) -> Any:
    """The events table of a piece, sorted by patient and date."""
    batches = [
        _progressions(course),
        _transplants(course),
        *_mutations(course, random),
        *_restarts(course),
        _deaths(course),
        _last_contacts(course, random),
    ]
    names = ("patient", "event", "day", "mutation", "drug", "reason", "cause")
    joined = {n: np.concatenate([batch[n] for batch in batches]) for n in names}
    order = np.argsort(joined["patient"] * 100_000 + joined["day"], kind="stable")
    rows = {name: values[order] for name, values in joined.items()}
    columns = {
        "patient_id": arrow.whole(course.people.ids[rows["patient"]]),
        "event": arrow.words(rows["event"], vocabulary.EVENTS),
        "event_date": arrow.dates(rows["day"]),
        "mutation": arrow.words(rows["mutation"], MUTATIONS),
        "drug": arrow.words(rows["drug"], vocabulary.TKIS),
        "reason": arrow.words(rows["reason"], vocabulary.RESTART_REASONS),
        "cause": arrow.words(rows["cause"], vocabulary.DEATH_CAUSES),
    }
    return arrow.build(schema.EVENTS, course.site, columns, len(order))


def _batch(happens: Flags, event: Codes | str, days: Days, **details: Codes) -> dict[str, Codes]:
    patient = np.flatnonzero(happens)
    if isinstance(event, str):
        event = np.full(len(happens), vocabulary.EVENTS.index(event))
    nothing = np.full(len(happens), -1)
    columns = {"event": event, "day": days}
    columns |= {
        name: details.get(name, nothing) for name in ("mutation", "drug", "reason", "cause")
    }
    return {"patient": patient, **{name: values[patient] for name, values in columns.items()}}


def _progressions(course: Course) -> dict[str, Codes]:
    fate = course.fate
    accelerated = vocabulary.EVENTS.index("accelerated phase")
    blast = vocabulary.EVENTS.index("blast phase")
    kind = np.where(fate.blast == 1, blast, accelerated)
    return _batch(fate.progression <= fate.end, kind, fate.progression)


def _transplants(course: Course) -> dict[str, Codes]:
    fate = course.fate
    return _batch(fate.transplant < fate.end, "transplant", fate.transplant)


def _mutations(course: Course, random: Random) -> list[dict[str, Codes]]:
    """Looked for, and found in four of ten, when a drug fails."""
    batches = []
    for line, escape in zip(course.stages[:3], course.escapes, strict=True):
        count = len(line.start)
        day = np.where(escape.present, escape.reaches + random.integers(5, 60, count), NEVER)
        ended = (line.ended == stop_reason("resistance")) & line.reached
        found = ended & (day <= np.minimum(course.fate.end, line.stop))
        found &= escape.t315i | chance(random, 0.33, count)
        weights = np.tile(np.array([0.0, 0.15, 0.15, 0.15, 0.15, 0.15, 0.1, 0.05, 0.1]), (count, 1))
        which = np.where(escape.t315i, 0, pick(random, weights))
        batches.append(_batch(found, "mutation", day, mutation=which))
    return batches


def _restarts(course: Course) -> list[dict[str, Codes]]:
    batches = []
    again = [stage for stage in course.stages if stage.schedule == "again"]
    for attempt, stage in zip(course.attempts, again, strict=True):
        happens = attempt.restart <= course.fate.end
        batches.append(
            _batch(
                happens, "restart", attempt.restart, drug=stage.drug, reason=attempt.restart_reason
            )
        )
    return batches


def _deaths(course: Course) -> dict[str, Codes]:
    fate = course.fate
    return _batch(fate.death <= fate.end, "death", fate.death, cause=fate.cause)


def _last_contacts(course: Course, random: Random) -> dict[str, Codes]:
    """Given for nine in ten of the living and some of the dead; no record is later."""
    fate = course.fate
    dead = fate.death <= fate.end
    given = chance(random, np.where(dead, 0.3, 0.9), len(dead))
    return _batch(given, "last contact", fate.end)
