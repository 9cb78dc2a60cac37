"""Which column of the lake each column of a file may be, and the records they make together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from tfrq.ingest.profile import concepts, events, genes, naming, synonyms
from tfrq.ingest.profile.concepts import Concept
from tfrq.ingest.profile.entries import NEEDED, Choice, Entry, Suggested
from tfrq.ingest.profile.model import EMPTY, IDENTIFIER, Column, File, Profile
from tfrq.ingest.profile.series import Part, parts

EVENT_NAMES = ("death", "last contact", "transplant", "accelerated phase", "blast phase", "restart")
OF_RESTARTS = {"restart_reason": "reason", "restart_drug": "drug"}
INSTRUMENT = "redcap_repeat_instrument"
Key = tuple[str, str, tuple[str, ...], str]  # table, event or drug, visits, form


def suggested(file: File, profile: Profile) -> Suggested:
    """What the columns of a file may be, by their names and contents. Nothing is said of tables
    of a common data model, whose columns are no column of the lake by themselves."""
    if profile.omop:
        return Suggested(None, (), (), {})
    forms = _repeating_forms(file, profile)
    found = parts(file.columns)
    patient = concepts.patient(found)
    known = concepts.concepts([part for part in found if part != patient], forms)
    whole = [genes.with_gene(_trimmed(entry)) for entry in _entries(file, known, forms)]
    split = [events.split(entry) for entry in whole]
    entries = [one for some, _ in split for one in some]
    used = {name for one in entries for name in _names(one)} | _asked(entries)
    used |= set(patient.names) if patient else set()
    return Suggested(
        patient,
        tuple(entry for entry in entries if patient and not entry.missing),
        tuple(entry for entry in entries if not patient or entry.missing),
        {column.name: _why_left(column) for column in file.columns if column.name not in used},
        tuple(note for _, notes in split for note in notes),
    )


def _names(entry: Entry) -> list[str]:
    return [name for one in entry.choices for name in (*one.flags, *one.part.names)]


def _asked(entries: Iterable[Entry]) -> set[str]:
    """Columns that choose rows."""
    return {name for entry in entries for name in entry.where}


def _repeating_forms(file: File, profile: Profile) -> dict[str, str]:
    """Column → its form, of forms that a REDCap project repeats."""
    instrument = file.column(INSTRUMENT)
    if instrument is None:
        return {}
    repeated = {value.text.casefold() for value in instrument.values}
    return {
        one.name: one.form
        for one in profile.fields
        if one.form.casefold() in repeated or one.form.replace("_", " ").casefold() in repeated
    }


def _entries(file: File, known: Iterable[Concept], forms: Mapping[str, str]) -> list[Entry]:
    """Columns of one table that are of the same visits and form, together."""
    grouped: dict[Key, dict[str, list[Choice]]] = {}
    for one in known:
        key, choice = _placed(one, forms)
        grouped.setdefault(key, {}).setdefault(choice.target, []).append(choice)
    loose = [
        (key[0], _best(choices))
        for key, targets in grouped.items()
        for choices in targets.values()
        if key[0] in ("molecular", "treatments", "labs") and not key[2] and not key[3]
    ]
    entries = [entry for key, targets in grouped.items() for entry in _entry(key, targets)]
    return _flags(file, [_with_loose(entry, loose) for entry in _joined(entries)])


def _placed(one: Concept, forms: Mapping[str, str]) -> tuple[Key, Choice]:
    table, _, target = one.name.partition(".")
    variant = naming.drug_in(one.part.source) if table == "treatments" else ""
    if target in EVENT_NAMES:
        variant, target = target, "event_date"
    elif one.name == "events.cause":
        variant = "death"
    elif target in OF_RESTARTS:
        variant, target = "restart", OF_RESTARTS[target]
    form = forms.get(one.part.names[0], "")
    return (table, variant, one.part.visits, form), Choice(target, one.part, one.rank)


def _best(choices: Iterable[Choice]) -> Choice:
    """The surest by its name, then the fullest."""
    return max(choices, key=lambda one: (one.rank[0], one.part.column.filled, one.rank[1]))


def _entry(key: Key, targets: Mapping[str, list[Choice]]) -> list[Entry]:
    """One entry; where several columns have results (per cent, and MR), one for each of them."""
    table, variant, visits, form = key
    constants = {"event" if table == "events" else "drug": variant} if variant else {}
    best = {target: _best(choices) for target, choices in targets.items()}
    first = Entry(table, tuple(best.values()), constants, visits, form)
    results = targets.get("result", [])
    units = {choice.part.column.units for choice in results}
    if table != "molecular" or len(results) != len(units) or len(results) < 2:
        return [first]
    others = tuple(choice for target, choice in best.items() if target != "result")
    return [replace(first, choices=(*others, result), apart=True) for result in results]


def _joined(entries: Sequence[Entry]) -> list[Entry]:
    """Series of one table that share visits are one: pcr_3m, pcr_6m with date_3m, date_6m,
    date_9m. The visits are those that all of them have. The cause of a death goes to events in
    rows where no column has the day of a death."""
    found: list[Entry] = []
    for entry in sorted(entries, key=lambda one: len(one.visits)):
        partner = next((one for one in found if _belong(one, entry)), None)
        if partner is None:
            found.append(entry)
            continue
        common = tuple(visit for visit in partner.visits if visit in entry.visits)
        known = {choice.target for choice in partner.choices}
        more = tuple(choice for choice in entry.choices if choice.target not in known)
        joined = replace(partner, choices=(*partner.choices, *more), visits=common)
        found[found.index(partner)] = joined
    return found


def _belong(one: Entry, other: Entry) -> bool:
    if (one.table, one.form) != (other.table, other.form):
        return False
    if one.table == "events" and not (one.visits or other.visits):
        pair = (one, other)
        causes = [entry for entry in pair if [c.target for c in entry.choices] == ["cause"]]
        rows = [entry for entry in pair if entry.choice("event")]
        return bool(causes and rows)
    return one.constants == other.constants and bool(set(one.visits) & set(other.visits))


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
    return replace(entry, choices=(*entry.choices, *more))


def _trimmed(entry: Entry) -> Entry:
    """Without columns of a series that lack one of the entry's visits."""
    kept = tuple(
        choice
        for choice in entry.choices
        if not choice.part.visits or set(entry.visits) <= set(choice.part.visits)
    )
    return replace(entry, choices=kept)


def _flags(file: File, entries: list[Entry]) -> list[Entry]:
    """Columns of yes and no that are called as a transcript (e14a2: 1 or 0) are flags of it, and
    so are checkboxes: they go to the patients."""
    flags = {
        column.name: found
        for column in file.columns
        if column.kind != EMPTY and (found := synonyms.transcripts(column.label or column.name))
    }
    first = file.column(next(iter(flags), ""))
    if first is None:
        return entries
    choice = Choice("transcripts", Part(first.name, first), flags=flags)
    for place, entry in enumerate(entries):
        if entry.table == "patients" and not entry.form and not entry.visits:
            others = tuple(one for one in entry.choices if one.target != "transcripts")
            entries[place] = replace(entry, choices=(*others, choice))
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
