"""Attributes of the patient (§6): with no value they are not assessable."""

import random
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import cast

from .cells import NOTHING, Evidence, on_day
from .criterion import OracleDefinition, Subject
from .kleene import Answer3
from .patients import Patient
from .quantities import Comparison, comparison, words
from .scores import group_of
from .windows import anchor_day

COUNTRIES = {"SE01": "SE", "NO01": "NO", "DE01": "DE", "DE02": "DE"}  # of the random sites
TYPICAL = ("e13a2", "e14a2")


def found(patient: Patient, column: str) -> str:
    """As the basis of an answer: empty without a value."""
    return cast("str | None", patient.row[column]) or ""


@dataclass(frozen=True)
class Age:
    """`age >= 18 at diagnosis`: the difference of years; else at index, else at diagnosis."""

    number: Comparison
    anchor: str = ""

    @property
    def needs_index(self) -> bool:
        return self.anchor == "index"

    def text(self) -> str:
        return words("age", self.number.text(), f"at {self.anchor}" if self.anchor else "")

    def answer(self, patient: Patient, subject: Subject, definition: OracleDefinition) -> Answer3:
        age = self.age(patient, subject, definition)
        return None if age is None else self.number.holds(age)

    def age(self, patient: Patient, subject: Subject, definition: OracleDefinition) -> int | None:
        usual = "index" if definition.index else "diagnosis"
        day = anchor_day(self.anchor or usual, patient, subject)
        birth_year = cast("int | None", patient.row["birth_year"])
        return None if day is None or birth_year is None else day.year - birth_year

    def evidence(
        self, patient: Patient, subject: Subject, definition: OracleDefinition
    ) -> Evidence:
        age = self.age(patient, subject, definition)
        return Evidence(value=None if age is None else Decimal(age))

    def basis(self, patient: Patient, subject: Subject, definition: OracleDefinition) -> str | None:
        """Empty without an age; the page leaves open how the difference of years is stated."""
        return "" if self.age(patient, subject, definition) is None else None

    @classmethod
    def draw(cls, rng: random.Random) -> "Age":
        anchor = rng.choice(["", "", "index", "diagnosis", "TKI start"])
        if rng.random() < 0.3:
            return cls(comparison("range", 18, rng.choice([50, 60, 65])), anchor)
        sign = rng.choice([">=", ">", "<=", "<", "="])
        return cls(comparison(sign, rng.choice([18, 40, 50, 60])), anchor)


@dataclass(frozen=True)
class Sex:
    sex: str
    needs_index: bool = False

    def text(self) -> str:
        return self.sex

    def answer(self, patient: Patient, subject: Subject, definition: OracleDefinition) -> Answer3:
        sex = patient.row["sex"]
        return None if sex is None else sex == self.sex

    def evidence(
        self, patient: Patient, subject: Subject, definition: OracleDefinition
    ) -> Evidence:
        return NOTHING

    def basis(self, patient: Patient, subject: Subject, definition: OracleDefinition) -> str | None:
        return found(patient, "sex")

    @classmethod
    def draw(cls, rng: random.Random) -> "Sex":
        return cls(rng.choice(["female", "male"]))


@dataclass(frozen=True)
class Country:
    """`country SE or NO`"""

    codes: tuple[str, ...]
    needs_index: bool = False

    def text(self) -> str:
        return f"country {' or '.join(self.codes)}"

    def answer(self, patient: Patient, subject: Subject, definition: OracleDefinition) -> Answer3:
        return patient.row["country"] in self.codes

    def evidence(
        self, patient: Patient, subject: Subject, definition: OracleDefinition
    ) -> Evidence:
        return NOTHING

    def basis(self, patient: Patient, subject: Subject, definition: OracleDefinition) -> str | None:
        return found(patient, "country")

    @classmethod
    def draw(cls, rng: random.Random) -> "Country":
        return cls(tuple(rng.sample(["SE", "NO", "DE"], rng.choice([1, 2]))))


@dataclass(frozen=True)
class Site:
    """`site SE01`"""

    site: str
    needs_index: bool = False

    def text(self) -> str:
        return f"site {self.site}"

    def answer(self, patient: Patient, subject: Subject, definition: OracleDefinition) -> Answer3:
        return patient.row["site"] == self.site

    def evidence(
        self, patient: Patient, subject: Subject, definition: OracleDefinition
    ) -> Evidence:
        return NOTHING

    def basis(self, patient: Patient, subject: Subject, definition: OracleDefinition) -> str | None:
        return found(patient, "site")

    @classmethod
    def draw(cls, rng: random.Random) -> "Site":
        return cls(rng.choice(list(COUNTRIES)))


@dataclass(frozen=True)
class Diagnosed:
    """`diagnosed 2005-2015` compares years; `diagnosed >= 2005-01-01` compares days."""

    years: Comparison | None = None
    sign: str = ""
    day: date | None = None
    needs_index: bool = False

    def text(self) -> str:
        if self.years is not None:
            return f"diagnosed {self.years.text()}"
        return f"diagnosed {self.sign} {self.day}"

    def answer(self, patient: Patient, subject: Subject, definition: OracleDefinition) -> Answer3:
        diagnosis = patient.diagnosis
        if diagnosis is None:
            return None
        if self.years is not None:
            return self.years.holds(diagnosis.year)
        assert self.day is not None
        return comparison(self.sign, self.day.toordinal()).holds(diagnosis.toordinal())

    def evidence(
        self, patient: Patient, subject: Subject, definition: OracleDefinition
    ) -> Evidence:
        return on_day(patient.diagnosis)

    @classmethod
    def draw(cls, rng: random.Random) -> "Diagnosed":
        sign = rng.choice([">=", ">", "<=", "<"])
        kind = rng.random()
        if kind < 0.3:
            return cls(comparison("range", 2004, rng.choice([2006, 2008])))
        if kind < 0.6:
            return cls(comparison(sign, rng.choice([2004, 2005, 2006])))
        day = rng.choice([date(2005, 1, 1), date(2004, 12, 31), date(2006, 7, 1)])
        return cls(None, sign, day)


@dataclass(frozen=True)
class PhaseAtDiagnosis:
    """`chronic phase at diagnosis`"""

    phase: str
    needs_index: bool = False

    def text(self) -> str:
        return f"{self.phase} phase at diagnosis"

    def answer(self, patient: Patient, subject: Subject, definition: OracleDefinition) -> Answer3:
        phase = patient.row["phase"]
        return None if phase is None else phase == self.phase

    def evidence(
        self, patient: Patient, subject: Subject, definition: OracleDefinition
    ) -> Evidence:
        return NOTHING

    def basis(self, patient: Patient, subject: Subject, definition: OracleDefinition) -> str | None:
        return found(patient, "phase")

    @classmethod
    def draw(cls, rng: random.Random) -> "PhaseAtDiagnosis":
        return cls(rng.choice(["chronic", "chronic", "accelerated", "blast"]))


@dataclass(frozen=True)
class Transcript:
    """`transcript e13a2 or e14a2`, `typical transcript`: the set lies in the list."""

    transcripts: tuple[str, ...]
    needs_index: bool = False

    def text(self) -> str:
        if self.transcripts == TYPICAL:
            return "typical transcript"
        return f"transcript {' or '.join(self.transcripts)}"

    def answer(self, patient: Patient, subject: Subject, definition: OracleDefinition) -> Answer3:
        typed = set(cast("list[str] | None", patient.row["transcripts"]) or [])
        if not typed:
            return None
        outside = typed - set(self.transcripts)
        if outside == {"p210 unspecified"}:
            return None
        return not outside

    def evidence(
        self, patient: Patient, subject: Subject, definition: OracleDefinition
    ) -> Evidence:
        return NOTHING

    def basis(self, patient: Patient, subject: Subject, definition: OracleDefinition) -> str | None:
        """All that were found, in alphabetical order."""
        transcripts = cast("list[str] | None", patient.row["transcripts"]) or []
        return "+".join(sorted(set(transcripts)))

    @classmethod
    def draw(cls, rng: random.Random) -> "Transcript":
        lists = [TYPICAL, TYPICAL, ("e14a2", "e13a2"), ("e14a2",), ("e13a2",), ("e1a2", "e14a2")]
        return cls(rng.choice(lists))


@dataclass(frozen=True)
class RiskScore:
    """`ELTS low or intermediate`: computed where the values are all there, else as reported."""

    score: str
    groups: tuple[str, ...]
    needs_index: bool = False

    def text(self) -> str:
        return f"{self.score} {' or '.join(self.groups)}"

    def answer(self, patient: Patient, subject: Subject, definition: OracleDefinition) -> Answer3:
        group = self.group(patient)
        return None if group is None else group in self.groups

    def evidence(
        self, patient: Patient, subject: Subject, definition: OracleDefinition
    ) -> Evidence:
        return NOTHING

    def group(self, patient: Patient) -> str | None:
        return self.computed(patient) or self.reported(patient)

    def reported(self, patient: Patient) -> str | None:
        return cast("str | None", patient.row[f"{self.score.lower()}_reported"])

    def computed(self, patient: Patient) -> str | None:
        names = ("spleen", "platelets", "blasts", "basophils", "eosinophils")
        values = {name: cast("Decimal | None", patient.row[name]) for name in names}
        birth_year = cast("int | None", patient.row["birth_year"])
        if patient.diagnosis is not None and birth_year is not None:
            values["age"] = Decimal(patient.diagnosis.year - birth_year)
        known = {name: value for name, value in values.items() if value is not None}
        return group_of(self.score, known)

    def basis(self, patient: Patient, subject: Subject, definition: OracleDefinition) -> str | None:
        """Which was used, and the group."""
        computed, reported = self.computed(patient), self.reported(patient)
        if computed is not None:
            return f"computed: {computed}"
        return "" if reported is None else f"reported: {reported}"

    @classmethod
    def draw(cls, rng: random.Random) -> "RiskScore":
        score = rng.choice(["Sokal", "ELTS", "EUTOS", "Hasford"])
        groups = ["low", "high"] if score == "EUTOS" else ["low", "intermediate", "high"]
        number = 1 if score == "EUTOS" else rng.choice([1, 2])
        chosen = rng.sample(groups, number)
        return cls(score, tuple(group for group in groups if group in chosen))
