"""Synthetic courses of CML, from which every export is made.

A patient's course follows from its kind and number; only the last digits of measured values are
drawn (seeded), and never across a cut-off. So counts can be told from the numbers of each kind.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

DATA_CUT = date(2024, 12, 31)
NOT_DETECTED = Decimal(0)

# Months after diagnosis → BCR::ABL1 in per cent. `MR4 ever`: only `switched` and `died` never
# come to 0.01 %, and `new` has no test.
_RESPONSES = {
    "steady": "3:11 6:1.2 12:0.25 18:0.07 24:0.03 36:0.0085 48:0.005 60:0.0028",
    "switched": "3:48 6:25 12:14 18:0.8 24:0.09 36:0.04",
    "second": "3:4 6:0.4 12:0.06 24:0.0089 36:0.0021",
    "stopped": "6:0.9 12:0.2 24:0.05 36:0.0088 48:0.004 60:0.002 72:0.0015",
    "remission": "3:1.2 12:0.06 24:0.008 36:0.0029 48:0.002 60:0.0016",
    "died": "3:60 6:35 12:52",
    "new": "",
}
KINDS = tuple(_RESPONSES)
_TRANSCRIPTS = ("e14a2", "e13a2", "e14a2", "e13a2+e14a2", "e13a2")


@dataclass(frozen=True)
class Treatment:
    """`stop`: first day without the drug at this dose; None while it goes on."""

    drug: str
    start: date
    stop: date | None
    dose: int
    reason: str = ""


@dataclass(frozen=True)
class Test:
    """`percent` 0: not detected."""

    day: date
    percent: Decimal
    copies: int


@dataclass
class Patient:
    """One synthetic patient. `events`: (event, day, drug of a restart)."""

    number: int
    kind: str
    female: bool
    birth: date
    diagnosis: date
    transcripts: str
    treatments: list[Treatment] = field(default_factory=list)
    tests: list[Test] = field(default_factory=list)
    attempts: list[tuple[date, str]] = field(default_factory=list)
    events: list[tuple[str, date, str]] = field(default_factory=list)

    def after(self, days: int) -> date:
        """So many days after the diagnosis."""
        return self.diagnosis + timedelta(days)


def patients(sizes: dict[str, int], seed: int) -> list[Patient]:
    """So many patients of each kind, numbered from 1 in the order of `sizes`."""
    rng = random.Random(seed)
    kinds = [kind for kind, size in sizes.items() for _ in range(size)]
    return [_patient(number, kind, rng) for number, kind in enumerate(kinds, start=1)]


def _patient(number: int, kind: str, rng: random.Random) -> Patient:
    year = 2024 if kind == "new" else 2004 + number % 10
    month = 11 if kind == "new" else 1 + 7 * number % 12
    diagnosis = date(year, month, 1 + 5 * number % 28)
    made = Patient(
        number,
        kind,
        female=number % 2 == 0,
        birth=date(1940 + 3 * number % 41, 1 + number % 12, 1 + number % 28),
        diagnosis=diagnosis,
        transcripts=_TRANSCRIPTS[number % 5],
    )
    for item in _RESPONSES[kind].split():
        months, percent = item.split(":")
        made.tests.append(_test(made.after(round(int(months) * 30.4375)), percent, rng))
    _TREAT[kind](made, rng)
    if kind != "died":
        made.events.append(("last contact", date(2024, 12, 1 + number % 28), ""))
    return made


def _test(day: date, percent: str, rng: random.Random) -> Test:
    """A value at most 5 % from `percent`."""
    value = Decimal(percent) * Decimal(rng.choice(("0.95", "1", "1.05")))
    return Test(day, value.normalize(), _copies(rng))


def _copies(rng: random.Random) -> int:
    return rng.randrange(40_000, 99_000, 10)


def _steady(patient: Patient, rng: random.Random) -> None:
    patient.treatments.append(Treatment("imatinib", patient.after(14), None, 400))


def _switched(patient: Patient, rng: random.Random) -> None:
    change = patient.after(414)
    patient.treatments += [
        Treatment("imatinib", patient.after(14), change, 400, "resistance"),
        Treatment("nilotinib", change, None, 800),
    ]


def _second(patient: Patient, rng: random.Random) -> None:
    patient.treatments.append(Treatment("dasatinib", patient.after(10), None, 100))


def _stopped(patient: Patient, rng: random.Random) -> None:
    """Imatinib for 2200 days with a change of dose, an attempt, molecular recurrence, restart."""
    less, stop, restart = patient.after(1514), patient.after(2214), patient.after(2364)
    patient.treatments += [
        Treatment("imatinib", patient.after(14), less, 400, "dose change"),
        Treatment("imatinib", less, stop, 300, "TFR attempt"),
        Treatment("imatinib", restart, None, 400),
    ]
    patient.attempts.append((stop, "imatinib"))
    patient.events.append(("restart", restart, "imatinib"))
    for days, percent in ((60, "0.02"), (120, "0.3"), (240, "0.008")):
        patient.tests.append(_test(stop + timedelta(days), percent, rng))


def _remission(patient: Patient, rng: random.Random) -> None:
    """Nilotinib for 1900 days, an attempt, and nothing detected since."""
    stop = patient.after(1907)
    patient.treatments.append(Treatment("nilotinib", patient.after(7), stop, 600, "TFR attempt"))
    patient.attempts.append((stop, "nilotinib"))
    for days in (90, 180, 365):
        patient.tests.append(Test(stop + timedelta(days), NOT_DETECTED, 50_000 + _copies(rng)))


def _died(patient: Patient, rng: random.Random) -> None:
    """Imatinib until the blast phase was treated otherwise; dead 700 days after diagnosis."""
    patient.treatments.append(
        Treatment("imatinib", patient.after(14), patient.after(650), 400, "resistance")
    )
    patient.events += [
        ("blast phase", patient.after(500), ""),
        ("death", patient.after(700), ""),
    ]


def _new(patient: Patient, rng: random.Random) -> None:
    patient.treatments.append(
        Treatment("hydroxyurea", patient.after(2), patient.after(22), 1000, "other")
    )


_TREAT = {
    "steady": _steady,
    "switched": _switched,
    "second": _second,
    "stopped": _stopped,
    "remission": _remission,
    "died": _died,
    "new": _new,
}
