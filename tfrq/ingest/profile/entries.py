"""What a draft says of one file: entries of [[tables]], and which column gives what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tfrq.ingest.profile import lexicon
from tfrq.ingest.profile.series import Part

PATIENT = lexicon.PATIENT
# Columns without which a record of a table cannot be.
NEEDED: Mapping[str, tuple[str, ...]] = {
    "patients": (),
    "treatments": ("drug", "start_date"),
    "molecular": ("test_date", "result"),
    "tfr_attempts": ("stop_date",),
    "events": ("event", "event_date"),
    "labs": ("sample_date", "marker", "value"),
}


@dataclass(frozen=True)
class Choice:
    """A column of the lake that some columns of the file give (`unit_from`: the unit of its value
    or result). `flags`: column → transcript. `only`: the texts that the entry reads, if not all."""

    target: str
    part: Part
    rank: tuple[float, int] = (1.0, 0)
    flags: Mapping[str, str] = field(default_factory=dict)
    only: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Entry:
    """Records of one table. `constants`: column → value, where no column of the file says it.
    `where`: source column → texts. `form`: of a REDCap project. `apart`: another entry of the
    file reads the same rows, so that this one makes records where it has a result."""

    table: str
    choices: tuple[Choice, ...]
    constants: Mapping[str, str] = field(default_factory=dict)
    visits: tuple[str, ...] = ()
    form: str = ""
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    apart: bool = False

    @property
    def missing(self) -> tuple[str, ...]:
        """Columns that the lake needs and nothing gives."""
        given = {choice.target for choice in self.choices} | set(self.constants)
        return tuple(name for name in NEEDED[self.table] if name not in given)

    @property
    def about(self) -> str:
        """What its constants say, in parentheses: the event, the drug."""
        told = [self.constants[name] for name in ("event", "drug") if name in self.constants]
        return f" ({', '.join(told)})" if told else ""

    def choice(self, target: str) -> Choice | None:
        """What gives a column of the lake."""
        return next((one for one in self.choices if one.target == target), None)


@dataclass(frozen=True)
class Suggested:
    """Of one file: the patient's column, records that can be made, others that lack a column,
    and columns that stay out, with a reason. `notes`: what else a person has to decide."""

    patient: Part | None
    entries: tuple[Entry, ...]
    short: tuple[Entry, ...]
    left: Mapping[str, str]
    notes: tuple[str, ...] = ()

    def targets(self) -> dict[str, str]:
        """Column of the file → `table.column` that it may be."""
        found = {self.patient.source: PATIENT} if self.patient else {}
        for entry in (*self.entries, *self.short):
            for choice in entry.choices:
                for name in choice.flags or choice.part.names:
                    found.setdefault(name, f"{entry.table}.{choice.target}{entry.about}")
        return found
