"""The patients table: the state at diagnosis, as far as a site has it."""

from __future__ import annotations

from typing import Any

import numpy as np

from tfrq import schema, vocabulary
from tfrq.ingest.synth import arrow
from tfrq.ingest.synth.assays import UNITS
from tfrq.ingest.synth.course import Course
from tfrq.ingest.synth.draws import NEVER, Codes, Flags, Random, Reals, chance
from tfrq.ingest.synth.people import TRANSCRIPT_SETS

# Share of patients whose values are missing, and digits after the point of each (schema.py).
_BLOOD = {
    "leukocytes": (0.05, 7, 2),
    "haemoglobin": (0.08, 5, 1),
    "platelets": (0.06, 7, 2),
    "blasts": (0.11, 5, 2),
    "basophils": (0.13, 5, 2),
    "eosinophils": (0.15, 5, 2),
    "spleen": (0.12, 5, 1),
}


def patients_table(course: Course, random: Random) -> Any:
    """The patients table of a piece, sorted by patient."""
    people = course.people
    count = len(people)
    # Whole sheets are missing more often than single values.
    sheet = chance(random, 0.10, count)
    known = {name: ~sheet & ~chance(random, share, count) for name, (share, _, _) in _BLOOD.items()}
    columns = {
        "patient_id": arrow.whole(people.ids),
        "sex": arrow.words(
            _or_missing(1 - people.female.astype(np.int64), 0.004, random), vocabulary.SEXES
        ),
        "birth_year": arrow.small(people.birth_year, ~chance(random, 0.004, count)),
        "diagnosis_date": arrow.dates(
            np.where(chance(random, 0.005, count), NEVER, people.diagnosis)
        ),
        "phase": arrow.words(_or_missing(people.phase, 0.03, random), vocabulary.PHASES),
        "transcripts": _transcripts(people.transcripts, random),
        **_blood_columns(course, known, random),
        "additional_chromosomal_abnormalities": _abnormalities(course, random),
        "baseline_bcr_abl1": _baseline(course, random),
        **_reported(course, known, random),
    }
    return arrow.build(schema.PATIENTS, course.site, columns, count)


def _or_missing(codes: Codes, share: float, random: Random) -> Codes:
    return np.where(chance(random, share, len(codes)), -1, codes)


def _transcripts(codes: Codes, random: Random) -> Any:
    """Not typed: null, or an empty list at some sites."""
    untyped = chance(random, 0.09, len(codes))
    lists = [*(names for names, _ in TRANSCRIPT_SETS), ()]
    empty = np.where(chance(random, 0.25, len(codes)), len(TRANSCRIPT_SETS), -1)
    return arrow.word_lists(np.where(untyped, empty, codes), lists)


def _blood_columns(course: Course, known: dict[str, Flags], random: Random) -> dict[str, Any]:
    columns = {}
    for name, (_, precision, scale) in _BLOOD.items():
        values: Reals = getattr(course.people.blood, name)
        # Counts of cells and of centimetres are written down as whole numbers mostly.
        digits = np.where(chance(random, 0.6, len(values)), 1, 10**scale)
        units = np.rint(values * digits).astype(np.int64) * (10**scale // digits)
        columns[name] = arrow.decimals(units, precision, scale, known[name])
    return columns


def _abnormalities(course: Course, random: Random) -> Any:
    count = len(course.people)
    share = np.where(course.people.phase > 0, 0.3, 0.05)
    has = chance(random, share, count).astype(np.int64)
    return arrow.answers(_or_missing(has, 0.3, random))


def _baseline(course: Course, random: Random) -> Any:
    """BCR::ABL1 before treatment, on the scale only where the transcript has one."""
    count = len(course.people)
    level = course.stages[0].burden.level
    units = np.rint(10 ** (level + random.normal(0, 0.1, count)) * 100).astype(np.int64)
    known = ~course.people.atypical & chance(random, 0.62, count)
    return arrow.decimals(units * (UNITS // 100), 12, 7, known)


def _reported(course: Course, known: dict[str, Flags], random: Random) -> dict[str, Any]:
    """The site's own groups: mostly where values are missing, often beside them, at times not the
    same as the values give."""
    needed = {
        "Sokal": ("spleen", "platelets", "blasts"),
        "Hasford": ("spleen", "platelets", "blasts", "basophils", "eosinophils"),
        "EUTOS": ("spleen", "basophils"),
        "ELTS": ("spleen", "platelets", "blasts"),
    }
    columns = {}
    for score, values in needed.items():
        group = course.people.groups[score]
        complete = np.logical_and.reduce([known[name] for name in values])
        given = chance(random, np.where(complete, 0.4, 0.62), len(group))
        other = (group + 1) % len(vocabulary.SCORES[score])
        group = np.where(chance(random, 0.03, len(group)), other, group)
        columns[f"{score.lower()}_reported"] = arrow.words(
            np.where(given, group, -1), vocabulary.SCORES[score]
        )
    return columns
