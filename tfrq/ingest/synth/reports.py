"""What a site's export says of each test: the molecular table."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from tfrq import schema, vocabulary
from tfrq.ingest.synth import arrow
from tfrq.ingest.synth.assays import UNITS, Tests
from tfrq.ingest.synth.course import Course
from tfrq.ingest.synth.draws import Codes, Flags, Random, calendar_year, chance
from tfrq.ingest.synth.laboratories import LABORATORIES

_OPERATORS = ("=", "<", "<=", ">", ">=")
_EQUAL, _BELOW, _AT_MOST, _ABOVE = range(4)
_LEVEL_UNITS = np.array([int(level.cutoff * UNITS) for level in vocabulary.LEVELS])
_MMR = 2


class Report:
    """The columns that depend on how a laboratory reports, one entry per test; -1 is null."""

    def __init__(self, tests: Tests) -> None:
        found = tests.units > 0
        self.units: Codes = tests.units.copy()
        self.operator: Codes = np.where(found, _EQUAL, -1)
        self.detected: Codes = found.astype(np.int64)
        self.level: Codes = np.full(len(found), -1)

    def bound(self, where: Flags, operator: int, units: int) -> None:
        """Report a bound instead of a value."""
        self.units = np.where(where, units, self.units)
        self.operator = np.where(where, operator, self.operator)

    def forget(self, where: Flags) -> None:
        """Report no number."""
        self.operator = np.where(where, -1, self.operator)

    def say(self, where: Flags, detected: int) -> None:
        """Report something else on detection."""
        self.detected = np.where(where, detected, self.detected)


def molecular_table(course: Course, tests: Tests, random: Random) -> Any:
    """The molecular table of a piece, sorted by patient and date."""
    count = len(tests.day)
    labs = LABORATORIES[course.site.code]
    local = course.people.atypical[tests.patient]
    report = _report(course, tests, random)
    gene = np.array([vocabulary.REFERENCE_GENES.index(lab.gene) for lab in labs])
    method = np.array([vocabulary.METHODS.index(lab.method) for lab in labs])
    factor = np.array([round(lab.factor * 10**5) for lab in labs])
    silent = chance(random, 0.03, count)
    has_copies = ~silent & _copies_reported(course, tests)
    limit = np.where(tests.copies > 0, 3 * 100 * UNITS // tests.copies, 0)
    marrow = chance(random, np.where(tests.stage < 0, 0.35, 0.01), count)
    columns = {
        "patient_id": arrow.whole(course.people.ids[tests.patient]),
        "test_date": arrow.dates(tests.day),
        "value": arrow.decimals(report.units, 12, 7, report.operator >= 0),
        "operator": arrow.words(report.operator, _OPERATORS),
        "scale": arrow.words(local.astype(np.int64), ("IS", "local")),
        "detected": arrow.answers(report.detected),
        "reported_level": arrow.words(report.level, [lv.name for lv in vocabulary.LEVELS]),
        "reference_gene": arrow.words(
            np.where(silent & chance(random, 0.5, count), -1, gene[tests.laboratory]),
            vocabulary.REFERENCE_GENES,
        ),
        "reference_copies": arrow.whole(tests.copies, has_copies, pa.int32()),
        "conversion_factor": arrow.decimals(
            factor[tests.laboratory], 8, 5, ~local & ~silent & (method[tests.laboratory] == 0)
        ),
        "detection_limit": arrow.decimals(limit, 12, 7, has_copies & (tests.laboratory == 0)),
        "laboratory": arrow.words(tests.laboratory, [lab.code for lab in labs]),
        "method": arrow.words(method[tests.laboratory], vocabulary.METHODS),
        "sample_type": arrow.words(marrow.astype(np.int64), vocabulary.SAMPLE_TYPES),
    }
    return arrow.build(schema.MOLECULAR, course.site, columns, count)


def _copies_reported(course: Course, tests: Tests) -> Flags:
    labs = LABORATORIES[course.site.code]
    since = np.array([lab.copies_from for lab in labs])[tests.laboratory]
    return np.asarray(calendar_year(tests.day) >= since)


def _report(course: Course, tests: Tests, random: Random) -> Report:
    labs = LABORATORIES[course.site.code]
    style = np.array([lab.style for lab in labs])[tests.laboratory]
    count, found = len(tests.day), tests.units > 0
    local = course.people.atypical[tests.patient]
    report = Report(tests)
    _report_words(report, tests, (style == "word") & ~local)
    _report_bounds(report, tests, (style == "bound") & ~local, random)
    zero = (style == "zero") & ~found
    report.bound(zero, _EQUAL, 0)
    report.say(zero & chance(random, 0.5, count), -1)
    high = (tests.units > 10 * UNITS) & ~local & chance(random, 0.06, count)
    report.bound(high, _ABOVE, 10 * UNITS)
    # Some sites export numbers only; a few rows say "positive" and no more.
    report.say(found & chance(random, 0.12, count), -1)
    bare = found & (tests.units < UNITS // 10) & chance(random, 0.004, count)
    report.forget(bare)
    report.level = np.where(bare, -1, report.level)
    report.say(bare, 1)
    tiny = found & ~bare & (tests.units < 5_000) & (report.operator == _EQUAL)
    tiny &= chance(random, 0.02, count)
    report.bound(tiny, _EQUAL, 0)
    report.say(tiny, 1)
    return report


def _report_words(report: Report, tests: Tests, where: Flags) -> None:
    """A level in place of a number where there is MMR or better: the deepest that the value and
    the copies allow. What is worse is given as a number."""
    by_value = (tests.units[:, None] <= _LEVEL_UNITS).sum(axis=1) - 1
    copies = [level.abl1_copies for level in vocabulary.LEVELS]
    by_copies = np.searchsorted(copies, tests.copies, side="right") - 1
    level = np.minimum(by_value, by_copies)
    worded = where & (by_value >= _MMR)
    report.level = np.where(worded, np.maximum(level, _MMR), report.level)
    report.forget(worded)
    report.say(worded, -1)


def _report_bounds(report: Report, tests: Tests, where: Flags, random: Random) -> None:
    """Nothing found is reported as below a limit, little as at most one."""
    count, found = len(tests.day), tests.units > 0
    deep = tests.copies >= 32_000
    nothing = where & ~found
    report.bound(nothing & deep, _BELOW, 32_000)
    report.bound(nothing & ~deep, _BELOW, 100_000)
    report.say(nothing & chance(random, 0.4, count), -1)
    little = where & found & (tests.units < 69_000)
    report.bound(little & chance(random, 0.6, count), _BELOW, 69_000)
    some = where & found & (tests.units <= 100_000) & ~little
    report.bound(some & chance(random, 0.2, count), _AT_MOST, 100_000)
