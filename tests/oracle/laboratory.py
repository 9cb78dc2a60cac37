"""Laboratory values (§6): the latest, in a unit that can be converted."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import cast

from .cells import NOTHING, Evidence, counted
from .criterion import OracleDefinition, Subject
from .kleene import Answer3
from .patients import Lab, Patient
from .quantities import Comparison, Duration, days_between, duration, qualifiers, words
from .windows import AT_INDEX, Window, anchor_day

THREE_MONTHS = duration(3, "months")
# the unit of a definition, as the unit of the lake that can be converted to it, and how many
UNITS: Mapping[str, tuple[str, Decimal]] = {
    "x10^9/L": ("10^9/L", Decimal(1)),
    "10^9/L": ("10^9/L", Decimal(1)),
    "cells/µL": ("10^9/L", Decimal("0.001")),
    "g/L": ("g/L", Decimal(1)),
    "per 10^5 lymphocytes": ("per 10^5 lymphocytes", Decimal(1)),
    "% of lymphocytes": ("% of lymphocytes", Decimal(1)),
    "% of NK cells": ("% of NK cells", Decimal(1)),
    "% of CD4 T cells": ("% of CD4 T cells", Decimal(1)),
    "% of CD8 T cells": ("% of CD8 T cells", Decimal(1)),
    "% of mononuclear cells": ("% of mononuclear cells", Decimal(1)),
}
# the units of the lake in which a marker is measured, each with a cut-off of interest
MARKERS: Mapping[str, Mapping[str, str]] = {
    "NK cells": {"10^9/L": "0.15", "% of lymphocytes": "11"},
    "CD56dim NK cells": {"10^9/L": "0.15", "% of NK cells": "90"},
    "CD56bright NK cells": {"10^9/L": "0.01", "% of NK cells": "10"},
    "CD57+CD62L- NK cells": {"% of NK cells": "40"},
    "TNF/IFN-gamma secreting NK cells": {"% of NK cells": "20"},
    "CD4 T cells": {"10^9/L": "0.5", "% of lymphocytes": "40"},
    "CD8 T cells": {"10^9/L": "0.2", "% of lymphocytes": "25"},
    "PD-1+ CD4 T cells": {"% of CD4 T cells": "15"},
    "PD-1+ CD8 T cells": {"% of CD8 T cells": "15"},
    "Tregs": {"% of CD4 T cells": "5", "10^9/L": "0.05"},
    "gamma-delta T cells": {"% of lymphocytes": "3", "10^9/L": "0.06"},
    "CD86+ pDC": {"per 10^5 lymphocytes": "95"},
    "mo-MDSC": {"% of mononuclear cells": "10"},
    "haemoglobin": {"g/L": "120"},
    "leukocytes": {"10^9/L": "10"},
    "platelets": {"10^9/L": "150"},
}
AT_BASELINE = ("haemoglobin", "leukocytes", "platelets")
BASELINE_UNITS = {"haemoglobin": "g/L", "leukocytes": "10^9/L", "platelets": "10^9/L"}
BASELINE_CUTOFFS = {"haemoglobin": "120", "leukocytes": "10", "platelets": "700"}


@dataclass(frozen=True)
class Laboratory:
    """`NK cells >= 0.15 x10^9/L at index (within 6 months)`: the latest value ≤ i."""

    marker: str
    number: Comparison
    unit: str
    window: Window | None = None
    within: Duration | None = None

    @property
    def needs_index(self) -> bool:
        return (self.window or AT_INDEX).needs_index

    def text(self) -> str:
        window = self.window.text() if self.window else ""
        within = [f"within {self.within.text()}"] if self.within else []
        return words(self.marker, self.number.text(), self.unit, window, qualifiers(within))

    def answer(self, patient: Patient, subject: Subject, definition: OracleDefinition) -> Answer3:
        window = self.window or AT_INDEX
        if window.anchor == "diagnosis":
            return self.at_diagnosis(patient)
        day = anchor_day(window.anchor, patient, subject)
        if day is None:
            return None
        answers = {self.holds(lab.value) for lab in self.used(patient, day)}
        return answers.pop() if len(answers) == 1 else None

    def used(self, patient: Patient, day: date) -> list[Lab]:
        """The values of the latest day, unless that is too old."""
        usable = [lab for lab in patient.labs if self.can_use(lab) and lab.day <= day]
        latest = max((lab.day for lab in usable), default=None)
        if latest is None or days_between(latest, day) > (self.within or THREE_MONTHS).days:
            return []
        return [lab for lab in usable if lab.day == latest]

    def evidence(
        self, patient: Patient, subject: Subject, definition: OracleDefinition
    ) -> Evidence:
        """The largest of the values used, in the unit of the lake."""
        window = self.window or AT_INDEX
        if window.anchor == "diagnosis":
            return self.baseline(patient)
        day = anchor_day(window.anchor, patient, subject)
        used = self.used(patient, day) if day else []
        if not used:
            return NOTHING
        largest = max(lab.value for lab in used)
        return Evidence(used[0].day, used[0].day, None, counted(used), largest)

    def baseline(self, patient: Patient) -> Evidence:
        """One value, of the day of diagnosis where that is known."""
        value = cast("Decimal | None", patient.row[self.marker])
        if value is None:
            return NOTHING
        return Evidence(patient.diagnosis, patient.diagnosis, None, 1, value)

    def basis(self, patient: Patient, subject: Subject, definition: OracleDefinition) -> str | None:
        """The unit of the value; of no value there is none."""
        shown = self.evidence(patient, subject, definition)
        return "" if shown.value is None else UNITS[self.unit][0]

    def at_diagnosis(self, patient: Patient) -> Answer3:
        """The baseline columns of the patient."""
        value = cast("Decimal | None", patient.row[self.marker])
        return None if value is None else self.holds(value)

    def can_use(self, lab: Lab) -> bool:
        return lab.marker == self.marker and lab.unit == UNITS[self.unit][0]

    def holds(self, value: Decimal) -> bool:
        """The numbers asked for, in the unit of the lake, against the value."""
        factor = UNITS[self.unit][1]
        asked = tuple(number * factor for number in self.number.numbers)
        return Comparison(self.number.sign, asked).holds(value)

    @classmethod
    def draw(cls, rng: random.Random) -> "Laboratory":
        if rng.random() < 0.1:
            return cls.draw_baseline(rng)
        marker = draw_marker(rng)
        measured = rng.choice(list(MARKERS[marker]))
        unit = rng.choice([name for name, (of, _) in UNITS.items() if of == measured])
        number = draw_number(rng, Decimal(MARKERS[marker][measured]), unit)
        window = rng.choice([None, None, AT_INDEX, AT_INDEX, draw_other_anchor(rng)])
        limits = [None, None, duration(6, "months"), duration(1, "months"), duration(12, "months")]
        return cls(marker, number, unit, window, rng.choice(limits))

    @classmethod
    def draw_baseline(cls, rng: random.Random) -> "Laboratory":
        marker = rng.choice(AT_BASELINE)
        cutoff = Decimal(BASELINE_CUTOFFS[marker])
        number = draw_number(rng, cutoff, BASELINE_UNITS[marker])
        return cls(marker, number, BASELINE_UNITS[marker], Window("at", "diagnosis"))


def draw_marker(rng: random.Random) -> str:
    """Mostly those that the lakes hold often."""
    if rng.random() < 0.6:
        return "NK cells"
    return rng.choice(["CD8 T cells", "Tregs", "platelets", *MARKERS])


def draw_other_anchor(rng: random.Random) -> Window:
    return Window("at", rng.choice(["TKI start", "de-escalation"]))


def draw_number(rng: random.Random, cutoff: Decimal, unit: str) -> Comparison:
    """At the cut-off that the lakes hold values around."""
    asked = cutoff / UNITS[unit][1]
    if rng.random() < 0.15:
        return Comparison("range", (asked, 2 * asked))
    return Comparison(rng.choice([">=", ">=", ">", "<", "<=", "="]), (asked,))
