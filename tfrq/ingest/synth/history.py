"""The whole course of the patients of one piece of a site, from the first TKI on."""

from __future__ import annotations

import numpy as np

from tfrq.ingest.synth import lines, stopping
from tfrq.ingest.synth.assays import main_laboratories
from tfrq.ingest.synth.attempts import first_attempt, second_attempt
from tfrq.ingest.synth.course import Course
from tfrq.ingest.synth.draws import NEVER, Random
from tfrq.ingest.synth.fate import Fate
from tfrq.ingest.synth.kinetics import NOTHING, Burden
from tfrq.ingest.synth.people import People
from tfrq.ingest.synth.sites import Site
from tfrq.ingest.synth.stages import off_drug
from tfrq.ingest.synth.therapy import treat
from tfrq.ingest.synth.visits import draw_habits


def run_course(site: Site, people: People, fate: Fate, parts: dict[str, Random]) -> Course:
    """Lines of TKI, attempts at stopping, transplants, and all their tests."""
    course = Course(
        site=site,
        people=people,
        fate=fate,
        habits=draw_habits(people, fate, parts["visits"]),
        intention=stopping.draw_intention(people, parts["stopping"]),
        first_tki=lines.first_start(people, fate, parts["lines"]),
        laboratories=main_laboratories(site.code, len(people), parts["assays"]),
        parts=parts,
    )
    deep, resistant = treat(course)
    course.test_baseline()
    for number in range(len(course.stages)):
        course.test(number)
    first_attempt(course, deep, resistant)
    second_attempt(course)
    _after_transplant(course)
    return course


def _after_transplant(course: Course) -> None:
    """A transplant clears the disease within weeks."""
    count, fate = len(course.people), course.fate
    start = np.where(fate.transplant < fate.end, fate.transplant, NEVER)
    none, zero = np.full(count, NOTHING), np.zeros(count)
    burden = Burden(zero + 1.0, zero + 0.05, zero - 4.0, zero, zero - 4.0, none, zero)
    course.stages.append(off_drug("later line", start, burden))
    course.test(len(course.stages) - 1)
