"""Which column of the lake each column of a file may be, and the records they make together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tfrq.ingest.identifiers import BIRTH_DATE, looks_like_identifier
from tfrq.ingest.profile import lexicon, naming, synonyms
from tfrq.ingest.profile.model import (
    DATE,
    EMPTY,
    IDENTIFIER,
    RESULT,
    WORDS,
    Column,
    File,
    Profile,
)
from tfrq.ingest.profile.series import VISIT, Part, parts

PATIENT = lexicon.PATIENT
EVENT_NAMES = ("death", "last contact", "transplant", "accelerated phase", "blast phase", "restart")
# Columns without which a record of a table cannot be.
NEEDED: Mapping[str, tuple[str, ...]] = {
    "patients": (),
    "treatments": ("drug", "start_date"),
    "molecular": ("test_date", "result"),
    "tfr_attempts": ("stop_date",),
    "events": ("event", "event_date"),
    "labs": ("sample_date", "marker", "value"),
}
# Share of the rows of a list that have to be drugs or transcripts to be told without a name.
_MOSTLY = 0.8


@dataclass(frozen=True)
class Choice:
    """A column of the lake that some columns of the file give (`unit_from`: the unit of its value
    or result). `flags`: column → transcript."""

    target: str
    part: Part
    rank: tuple[float, int] = (1.0, 0)
    flags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Entry:
    """Records of one table. `constants`: column → value, where no column of the file says it."""

    table: str
    choices: tuple[Choice, ...]
    constants: Mapping[str, str] = field(default_factory=dict)
    visits: tuple[str, ...] = ()
    form: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """Columns that the lake needs and nothing gives."""
        given = {choice.target for choice in self.choices} | set(self.constants)
        return tuple(name for name in NEEDED[self.table] if name not in given)

    @property
    def about(self) -> str:
        """What its constants say, in parentheses: the event, the drug."""
        return f" ({', '.join(self.constants.values())})" if self.constants else ""

    def choice(self, target: str) -> Choice | None:
        """What gives a column of the lake."""
        return next((one for one in self.choices if one.target == target), None)


@dataclass(frozen=True)
class Suggested:
    """Of one file: the patient's column, records that can be made, others that lack a column,
    and columns that stay out, with a reason."""

    patient: Part | None
    entries: tuple[Entry, ...]
    short: tuple[Entry, ...]
    left: Mapping[str, str]

    def targets(self) -> dict[str, str]:
        """Column of the file → `table.column` that it may be."""
        found = {self.patient.source: PATIENT} if self.patient else {}
        for entry in (*self.entries, *self.short):
            for choice in entry.choices:
                for name in choice.flags or choice.part.names:
                    found.setdefault(name, f"{entry.table}.{choice.target}{entry.about}")
        return found


@dataclass(frozen=True)
class _Concept:
    """What a part was taken for."""

    part: Part
    concept: str
    rank: tuple[float, int]


def suggested(file: File, profile: Profile) -> Suggested:
    """What the columns of a file may be, by their names and contents."""
    forms = _repeating_forms(file, profile)
    found = parts(file.columns)
    patient = _patient(found)
    concepts = [one for part in found if part != patient and (one := _concept(part))]
    concepts = _settled(concepts)
    entries = [_trimmed(entry) for entry in _entries(file, concepts, forms)]
    used = {
        name for entry in entries for one in entry.choices for name in (*one.flags, *one.part.names)
    }
    used |= set(patient.names) if patient else set()
    return Suggested(
        patient,
        tuple(entry for entry in entries if patient and not entry.missing),
        tuple(entry for entry in entries if not patient or entry.missing),
        {column.name: _why_left(column) for column in file.columns if column.name not in used},
    )


def _patient(found: Sequence[Part]) -> Part | None:
    """The column that says whose row it is: by its name; else a number of a person."""
    named = [
        (guess.rank, -place, part)
        for place, part in enumerate(found)
        for guess in part.guesses
        if guess.concept == PATIENT and not part.visits and part.column.kind not in (EMPTY, DATE)
    ]
    if named:
        return max(named, key=lambda one: one[:2])[2]
    numbers = [part for part in found if "number" in part.column.identifier]
    return numbers[0] if numbers else None


def _concept(part: Part) -> _Concept | None:
    column = part.column
    if column.kind == IDENTIFIER:
        born = looks_like_identifier(column.name) == BIRTH_DATE and column.dates
        return _Concept(part, lexicon.BIRTH_DATE, (1.0, 0)) if born else None
    if column.kind == EMPTY or column.checkbox or (VISIT in column.name and not part.visits):
        return None
    for guess in part.guesses:
        if guess.concept != PATIENT and column.kind in lexicon.kinds(guess.concept):
            return _Concept(part, guess.concept, guess.rank)
    return _by_contents(part)


def _by_contents(part: Part) -> _Concept | None:
    """Drugs, transcripts and results are known by what they are, whatever they are called."""
    column = part.column
    if column.kind == RESULT:
        return _Concept(part, "result", (0.5, 0))
    if column.kind == WORDS:
        for target, concept in (
            ("drug", "treatments.drug"),
            ("transcripts", "patients.transcripts"),
        ):
            if _known_share(target, column) >= _MOSTLY:
                return _Concept(part, concept, (0.5, 0))
    return None


def _known_share(target: str, column: Column) -> float:
    rows = {value.text: value.rows or 0 for value in column.values}
    known = sum(rows[text] for text in rows if synonyms.lake_value(target, text))
    return known / sum(rows.values()) if rows else 0.0


def _settled(concepts: Sequence[_Concept]) -> list[_Concept]:
    """Generic names (date, result, reason, unit) by what else the file has."""
    has = {one.concept for one in concepts}
    result = "labs.value" if "labs.marker" in has else "molecular.result"
    tested = "molecular.result" in has or ("result" in has and "labs.marker" not in has)
    if "labs.marker" in has:
        date = "labs.sample_date"
    elif tested:
        date = "molecular.test_date"
    elif "treatments.drug" in has:
        date = "treatments.start_date"
    else:
        date = "events.event_date" if "events.event" in has else ""
    settled = {
        "date": date,
        "result": result,
        "unit": "labs.unit_from" if "labs.marker" in has else "molecular.unit_from",
        "reason": "treatments.stop_reason" if "treatments.drug" in has else "",
        "visit": "",
        "molecular.bcr_abl_copies": "",
        lexicon.BIRTH_DATE: "" if "patients.birth_year" in has else "patients.birth_year",
    }
    if "labs.marker" in has:
        settled["molecular.test_date"] = "labs.sample_date"
        settled["molecular.result"] = "labs.value"
    renamed = [
        _Concept(one.part, settled.get(one.concept, one.concept), one.rank) for one in concepts
    ]
    return [one for one in renamed if one.concept]


def _repeating_forms(file: File, profile: Profile) -> dict[str, str]:
    """Column → its form, of forms that a REDCap project repeats."""
    instrument = file.column("redcap_repeat_instrument")
    if instrument is None:
        return {}
    repeated = {value.text.casefold() for value in instrument.values}
    return {
        one.name: one.form
        for one in profile.fields
        if one.form.casefold() in repeated or one.form.replace("_", " ").casefold() in repeated
    }


def _entries(file: File, concepts: Iterable[_Concept], forms: Mapping[str, str]) -> list[Entry]:
    """Columns of one table that are of the same visits and form, together."""
    grouped: dict[tuple[str, str, tuple[str, ...], str], dict[str, Choice]] = {}
    loose: list[tuple[str, Choice]] = []
    for one in concepts:
        table, _, target = one.concept.partition(".")
        if table == "events":
            variant, target = _event(target)
        else:
            variant = naming.drug_in(one.part.source) if table == "treatments" else ""
        choice = Choice(target, one.part, one.rank)
        form = forms.get(one.part.names[0], "")
        key = (table, variant, one.part.visits, form)
        if table in ("molecular", "treatments", "labs") and not one.part.visits and not form:
            loose.append((table, choice))
        before = grouped.setdefault(key, {}).get(target)
        if before is None or before.rank < choice.rank:
            grouped[key][target] = choice
    entries = [_entry(key, choices) for key, choices in grouped.items()]
    return _flags(file, [_with_loose(entry, loose) for entry in _joined(entries)])


def _event(target: str) -> tuple[str, str]:
    """An event that a column gives the date of, or a column of events in rows."""
    if target in EVENT_NAMES:
        return target, "event_date"
    return ("death", target) if target == "cause" else ("", target)


def _entry(key: tuple[str, str, tuple[str, ...], str], choices: Mapping[str, Choice]) -> Entry:
    table, variant, visits, form = key
    constants = {"event" if table == "events" else "drug": variant} if variant else {}
    return Entry(table, tuple(choices.values()), constants, visits, form)


def _joined(entries: Sequence[Entry]) -> list[Entry]:
    """Series of one table that share visits are one: pcr_3m, pcr_6m with date_3m, date_6m,
    date_9m. The visits are those of the column that a record cannot be without."""
    found: list[Entry] = []
    for entry in sorted(entries, key=lambda one: len(one.visits)):
        partner = next((one for one in found if _share_visits(one, entry)), None)
        if partner is None:
            found.append(entry)
            continue
        common = tuple(visit for visit in partner.visits if visit in entry.visits)
        known = {choice.target for choice in partner.choices}
        more = tuple(choice for choice in entry.choices if choice.target not in known)
        joined = Entry(
            entry.table, (*partner.choices, *more), partner.constants, common, entry.form
        )
        found[found.index(partner)] = joined
    return found


def _share_visits(one: Entry, other: Entry) -> bool:
    alike = (one.table, one.constants, one.form) == (other.table, other.constants, other.form)
    return alike and bool(set(one.visits) & set(other.visits))


def _with_loose(entry: Entry, loose: Iterable[tuple[str, Choice]]) -> Entry:
    """With the columns that are of every visit, of every row of a repeated form, or of every drug
    that a column is named after: the laboratory, the reference gene."""
    if not (entry.visits or entry.form):
        return entry
    known = {choice.target for choice in entry.choices}
    more = tuple(
        choice
        for table, choice in loose
        if table == entry.table
        and choice.target not in known
        and choice.target not in NEEDED[table]
    )
    return Entry(entry.table, (*entry.choices, *more), entry.constants, entry.visits, entry.form)


def _trimmed(entry: Entry) -> Entry:
    """Without columns of a series that lack one of the entry's visits."""
    if not entry.visits:
        return entry
    kept = tuple(
        choice
        for choice in entry.choices
        if not choice.part.visits or set(entry.visits) <= set(choice.part.visits)
    )
    return Entry(entry.table, kept, entry.constants, entry.visits, entry.form)


def _flags(file: File, entries: list[Entry]) -> list[Entry]:
    """Columns of yes and no that are called as a transcript (e14a2: 1 or 0) are flags of it, and
    so are checkboxes."""
    flags = {
        column.name: found
        for column in file.columns
        if column.kind != EMPTY and (found := synonyms.transcripts(column.label or column.name))
    }
    return with_flags(entries, flags, file) if flags else entries


def with_flags(entries: list[Entry], flags: Mapping[str, str], file: File) -> list[Entry]:
    """The entries, those of patients with transcripts that columns of yes and no give."""
    first = file.column(next(iter(flags)))
    assert first is not None
    choice = Choice("transcripts", Part(first.name, first), flags=dict(flags))
    for place, entry in enumerate(entries):
        if entry.table == "patients" and not entry.form:
            others = tuple(one for one in entry.choices if one.target != "transcripts")
            entries[place] = Entry("patients", (*others, choice))
            return entries
    return [*entries, Entry("patients", (choice,))]


def _why_left(column: Column) -> str:
    if column.kind == IDENTIFIER:
        return f"probably identifies patients ({column.identifier}): it stays out"
    if column.kind == EMPTY:
        return "is empty"
    if column.checkbox:
        return f"a checkbox of '{column.checkbox}': {column.label}"
    found = naming.guesses(column.name)
    if found and found[0].concept == "molecular.bcr_abl_copies":
        return "looks like copies of BCR::ABL1: the lake takes the result, not the copies behind it"
    return ""
