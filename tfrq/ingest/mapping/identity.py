"""What of a person a mapping may read: into the patient's id, which becomes a hash, and no more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tfrq.ingest.identifiers import BIRTH_DATE, NATIONAL_NUMBER, looks_like_identifier
from tfrq.ingest.mapping.entry import Entry
from tfrq.ingest.mapping.model import ColumnMapping, TableMapping
from tfrq.schema import PATIENT_ID

YEAR = "birth_year"
_HINT = "such a column is read into patient_id only, which becomes a keyed hash; leave it out"


def check_identity(tables: Sequence[tuple[Entry, TableMapping]]) -> None:
    """Refuse a mapping that reads an identifier into anything but the patient's id. The year of
    birth may be read from a date of birth, or from a national number that begins with it."""
    patients = {
        (table.file, column.source)
        for _, table in tables
        for column in table.columns
        if column.target == PATIENT_ID
    }
    for entry, table in tables:
        for name in table.where:
            _check(entry, "where", name, (table.file, name) in patients)
        for column in table.columns:
            for key, name in _read(column):
                if not _allowed(column.target, key, name):
                    of_patient = (table.file, name) in patients and column.target != YEAR
                    place = Entry({}, entry.under(column.target))
                    _check(place, key, name, of_patient)


def _read(column: ColumnMapping) -> Iterator[tuple[str, str]]:
    """Key of the mapping, and source column that it names."""
    if column.source:
        yield "from", column.source
    if column.unit_source:
        yield "unit_from", column.unit_source
    yield from (("flags", name) for name in column.flags)


def _allowed(target: str, key: str, name: str) -> bool:
    if key != "from":
        return False
    if target == YEAR and looks_like_identifier(name) in (BIRTH_DATE, NATIONAL_NUMBER):
        return True
    return target == PATIENT_ID


def _check(place: Entry, key: str, name: str, of_patient: bool) -> None:
    kind = looks_like_identifier(name)
    if kind:
        raise place.refuse(f"'{key}' reads '{name}', which looks like a {kind}", _HINT)
    if of_patient:
        raise place.refuse(f"'{key}' reads '{name}', which is the patient's id", _HINT)
