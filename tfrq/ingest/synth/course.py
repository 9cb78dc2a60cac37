"""Everything that happened to the patients of one piece of a site, and the tests made of them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from tfrq.ingest.synth.assays import Tests, measure
from tfrq.ingest.synth.draws import Codes, Days, Flags, Random, Reals
from tfrq.ingest.synth.fate import Fate
from tfrq.ingest.synth.lines import Resistance
from tfrq.ingest.synth.people import People
from tfrq.ingest.synth.sites import Site
from tfrq.ingest.synth.stages import Stage
from tfrq.ingest.synth.stopping import Intention
from tfrq.ingest.synth.visits import Habits, baseline_visits, visits_in


@dataclass(frozen=True)
class Attempt:
    """An attempt at TFR, one entry per patient; `stop` is NEVER where there is none.

    `hazard` is the logarithm of the hazard ratio of recurrence that the patient ran.
    """

    stop: Days
    taper: Days
    drug: Codes
    for_child: Flags
    hazard: Reals
    restart: Days
    restart_reason: Codes


@dataclass
class Course:
    """The patients and what was simulated of them so far: `stages` in order of time (three
    lines, then off and again for each attempt, then after a transplant), `escapes` of the lines.
    `laboratories` numbers the laboratory that does most of a patient's tests."""

    site: Site
    people: People
    fate: Fate
    habits: Habits
    intention: Intention
    first_tki: Days
    laboratories: Codes
    parts: dict[str, Random]
    stages: list[Stage] = field(default_factory=list)
    escapes: list[Resistance] = field(default_factory=list)
    attempts: list[Attempt] = field(default_factory=list)
    tests: list[Tests] = field(default_factory=list)

    def of_stage(self, which: Codes, name: str) -> Codes:
        """For each patient a whole number (a column of Stage) of the stage with that number."""
        stacked = np.stack([getattr(stage, name) for stage in self.stages])
        return np.asarray(stacked[which, np.arange(len(which))], dtype=np.int64)

    def test_baseline(self) -> None:
        """Make the tests before treatment."""
        visits = baseline_visits(self.people, self.first_tki, self.fate, self.parts["visits"])
        level = self.stages[0].burden.of(visits.patient).level
        random = self.parts["assays"]
        self.tests.append(measure(self.site.code, self.laboratories, visits, level, -1, random))

    def test(self, number: int) -> Tests:
        """Make the tests of a stage."""
        stage, random = self.stages[number], self.parts["assays"]
        visits = visits_in(stage, self.habits, self.fate, self.parts["visits"])
        level = stage.burden.of(visits.patient).at(visits.day - stage.start[visits.patient]).level
        if stage.schedule == "off":
            # Residual disease fluctuates more without a drug.
            level = level + random.normal(0.0, 0.25, len(level))
        tests = measure(self.site.code, self.laboratories, visits, level, number, random)
        self.tests.append(tests)
        return tests
