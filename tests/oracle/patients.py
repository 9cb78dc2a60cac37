"""Patients of a lake, with the records up to "observed until" only (§1)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import cast

Row = dict[str, object]
Lake = dict[str, list[Row]]

TKIS = (
    "imatinib",
    "dasatinib",
    "nilotinib",
    "bosutinib",
    "ponatinib",
    "asciminib",
    "radotinib",
    "flumatinib",
)


@dataclass(frozen=True)
class Treatment:
    drug: str
    line: int | None
    start: date
    stop: date | None
    reason: str | None

    @property
    def is_tki(self) -> bool:
        return self.drug in TKIS

    def runs_on(self, day: date) -> bool:
        """Half-open: stop_date is the first day without the drug."""
        return self.start <= day and (self.stop is None or day < self.stop)


@dataclass(frozen=True)
class Test:
    __test__ = False  # a laboratory test, no test for pytest to collect
    day: date
    value: Decimal | None = None
    operator: str | None = None
    scale: str = "IS"
    detected: bool | None = None
    reported_level: str | None = None
    gene: str | None = None
    copies: int | None = None


@dataclass(frozen=True)
class Attempt:
    number: int
    first_day: date
    deescalation: date | None


@dataclass(frozen=True)
class Event:
    name: str
    day: date
    mutation: str | None


@dataclass(frozen=True)
class Lab:
    day: date
    marker: str
    value: Decimal
    unit: str


@dataclass(frozen=True)
class Patient:
    patient_id: int
    row: Mapping[str, object]
    treatments: tuple[Treatment, ...]
    tests: tuple[Test, ...]
    attempts: tuple[Attempt, ...]  # those that are used, in order of date
    events: tuple[Event, ...]
    observed_until: date
    died: bool  # on or before "observed until"
    eligible_today: bool  # index `data cut`
    labs: tuple[Lab, ...]

    @property
    def diagnosis(self) -> date | None:
        day = cast("date | None", self.row["diagnosis_date"])
        return None if day is None or day > self.observed_until else day

    @property
    def tki_start(self) -> date | None:
        """First day of any TKI."""
        return min((t.start for t in self.treatments if t.is_tki), default=None)

    @property
    def first_deescalation(self) -> date | None:
        """The de-escalation date of the first attempt that has one."""
        return next((a.deescalation for a in self.attempts if a.deescalation), None)


def earliest(*days: date | None) -> date:
    return min(day for day in days if day is not None)


def observed_until(cut: date, death: date | None, last_contact: date | None) -> date:
    """The earlier of the cut and the death; without a death, of the cut and the last contact."""
    return earliest(cut, death) if death else earliest(cut, last_contact)


def treatment_until(row: Row, until: date) -> Treatment:
    """A stop after "observed until" is not known yet: such a treatment is ongoing."""
    stop = cast("date | None", row["stop_date"])
    known = stop is not None and stop <= until
    return Treatment(
        drug=cast(str, row["drug"]),
        line=cast("int | None", row["line_number"]),
        start=cast(date, row["start_date"]),
        stop=stop if known else None,
        reason=cast("str | None", row["stop_reason"]) if known else None,
    )


def molecular_of(row: Row) -> Test:
    return Test(
        day=cast(date, row["test_date"]),
        value=cast("Decimal | None", row["value"]),
        operator=cast("str | None", row["operator"]),
        scale=cast(str, row["scale"]),
        detected=cast("bool | None", row["detected"]),
        reported_level=cast("str | None", row["reported_level"]),
        gene=cast("str | None", row["reference_gene"]),
        copies=cast("int | None", row["reference_copies"]),
    )


def lab_of(row: Row) -> Lab:
    return Lab(
        day=cast(date, row["sample_date"]),
        marker=cast(str, row["marker"]),
        value=cast(Decimal, row["value"]),
        unit=cast(str, row["unit"]),
    )


def used_attempts(
    rows: Iterable[Row], treatments: Iterable[Treatment], until: date
) -> tuple[Attempt, ...]:
    """In order of date, without those on whose first day a TKI is being taken."""
    attempts = [
        Attempt(
            number=cast(int, row["attempt_number"]),
            first_day=cast(date, row["stop_date"]),
            deescalation=cast("date | None", row["deescalation_date"]),
        )
        for row in rows
    ]
    tkis = [t for t in treatments if t.is_tki]
    used = [
        a
        for a in attempts
        if a.first_day <= until and not any(t.runs_on(a.first_day) for t in tkis)
    ]
    return tuple(sorted(used, key=lambda a: (a.first_day, a.number)))


def last_seen(
    row: Row, records: Mapping[str, list[Row]], last_contact: date | None, cut: date
) -> date | None:
    """Last contact, else the latest dated record up to the cut; an ongoing treatment is no date."""
    if last_contact is not None:
        return last_contact
    every_row = [row, *(r for rows in records.values() for r in rows)]
    dates = [value for r in every_row for value in r.values() if isinstance(value, date)]
    return max((day for day in dates if day <= cut), default=None)


def is_eligible_today(death: date | None, seen: date | None, cut: date) -> bool:
    """Without a death date, and last seen within 12 months (365 days) of the site's data cut."""
    return death is None and seen is not None and (cut - seen).days <= 365


def event_day(events: Iterable[Row], name: str) -> date | None:
    return next((cast(date, e["event_date"]) for e in events if e["event"] == name), None)


def patient_of(row: Row, cut: date, records: Mapping[str, list[Row]]) -> Patient:
    """The patient as seen on "observed until": records after it are not used."""
    death = event_day(records["events"], "death")
    contact = event_day(records["events"], "last contact")
    until = observed_until(cut, death, contact)
    treatments = [treatment_until(r, until) for r in records["treatments"]]
    treatments = [t for t in treatments if t.start <= until]
    tests = [molecular_of(r) for r in records["molecular"]]
    events = [
        Event(cast(str, r["event"]), cast(date, r["event_date"]), cast("str | None", r["mutation"]))
        for r in records["events"]
    ]
    return Patient(
        patient_id=cast(int, row["patient_id"]),
        row=row,
        treatments=tuple(treatments),
        tests=tuple(t for t in tests if t.day <= until),
        attempts=used_attempts(records["tfr_attempts"], treatments, until),
        events=tuple(e for e in events if e.day <= until),
        observed_until=until,
        died=death is not None and death <= until,
        eligible_today=is_eligible_today(death, last_seen(row, records, contact, cut), cut),
        labs=tuple(lab for lab in map(lab_of, records["labs"]) if lab.day <= until),
    )


def patients_of(lake: Lake) -> list[Patient]:
    """Every patient, with the data cut of the site."""
    cuts = {row["site"]: cast(date, row["data_cut_date"]) for row in lake["sites"]}
    tables = ("treatments", "molecular", "tfr_attempts", "events", "labs")
    return [
        patient_of(
            row,
            cuts[row["site"]],
            {
                name: [r for r in lake[name] if r["patient_id"] == row["patient_id"]]
                for name in tables
            },
        )
        for row in lake["patients"]
    ]
