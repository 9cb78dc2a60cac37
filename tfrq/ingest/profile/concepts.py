"""What each column of a file may be: by its name, its label and its contents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tfrq.ingest.identifiers import BIRTH_DATE, looks_like_identifier
from tfrq.ingest.profile import lexicon, synonyms
from tfrq.ingest.profile.entries import PATIENT
from tfrq.ingest.profile.model import DATE, EMPTY, IDENTIFIER, RESULT, TEXT, WHOLE, WORDS, Column
from tfrq.ingest.profile.series import VISIT, Part

# Share of the texts of a list (by rows, or of the answers in a data dictionary) that have to be
# known for a column to be told by them alone.
_MOSTLY, _HALF = 0.8, 0.5
BY_CONTENTS = (0.5, 0)  # rank: less than a name
_GENERIC = ("date", "result", "unit", "scale", "reason", "visit")
_KNOWN_BY_CONTENTS = (
    ("drug", "treatments.drug"),
    ("transcripts", "patients.transcripts"),
    ("marker", "labs.marker"),
    ("event", "events.event"),
)


@dataclass(frozen=True)
class Concept:
    """What a part was taken for."""

    part: Part
    name: str
    rank: tuple[float, int]


def patient(found: Sequence[Part]) -> Part | None:
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


def concepts(found: Iterable[Part], forms: Mapping[str, str]) -> list[Concept]:
    """What some parts may be. `forms`: column → its form, where a project repeats it: generic
    names are settled by what else is in the same form."""
    known = [one for part in found if (one := _concept(part))]
    by_form: dict[str, list[Concept]] = {}
    for one in known:
        by_form.setdefault(forms.get(one.part.names[0], ""), []).append(one)
    return [one for group in by_form.values() for one in _settled(group)]


def _concept(part: Part) -> Concept | None:
    column = part.column
    if column.kind == IDENTIFIER:
        born = looks_like_identifier(column.name) == BIRTH_DATE and column.dates
        return Concept(part, lexicon.BIRTH_DATE, (1.0, 0)) if born else None
    if column.kind == EMPTY or column.checkbox or (VISIT in column.name and not part.visits):
        return None
    for guess in part.guesses:
        if guess.concept != PATIENT and column.kind in lexicon.kinds(guess.concept):
            return _checked(Concept(part, guess.concept, guess.rank))
    return _by_contents(part)


def _checked(one: Concept) -> Concept:
    """A name that the texts speak against: 'Transcripts: detected, not detected', 'Test: HGB'."""
    column = one.part.column
    unknown = one.name == "patients.transcripts" and not known_share("transcripts", column)
    if unknown and known_share("detected", column) >= _HALF:
        return replace(one, name="molecular.detected")
    if one.name == "events.restart_drug" and not known_share("drug", column):
        return replace(one, name="")  # "Restart TKI: yes, no"
    if column.kind == WORDS and known_share("marker", column) >= _HALF:
        return replace(one, name="labs.marker")
    words = column.kind in (WORDS, TEXT)
    if one.name in ("molecular.result", "result") and words and not known_share("result", column):
        return replace(one, name="")
    return one


def _by_contents(part: Part) -> Concept | None:
    """Drugs, transcripts, events, results and days are known by what they are."""
    column = part.column
    if column.kind == RESULT:
        return Concept(part, "result", BY_CONTENTS)
    if column.kind == WORDS or column.choices:
        for target, concept in _KNOWN_BY_CONTENTS:
            least = _HALF if target == "event" else _MOSTLY
            if known_share(target, column) >= least:
                return Concept(part, concept, BY_CONTENTS)
    return Concept(part, "date", BY_CONTENTS) if column.kind == DATE else None


def known_share(target: str, column: Column) -> float:
    """Share of a list that are known words for a column of the lake."""
    if column.choices:
        texts = dict.fromkeys(column.choices.values(), 1)
    else:
        texts = {value.text: value.rows or 0 for value in column.values}
    known = sum(rows for text, rows in texts.items() if synonyms.lake_value(target, text))
    total = sum(texts.values())
    if column.kind == WHOLE and not column.choices:
        return 0.0
    return known / total if total else 0.0


def _settled(found: Sequence[Concept]) -> list[Concept]:
    """Generic names (date, result, reason, unit) by what else is beside them."""
    has = {one.name for one in found}
    if "labs.marker" in has:
        renamed = _beside_markers(has)
    elif "events.event" in has:
        renamed = _beside_events()
    elif has & {"molecular.result", "result"}:
        renamed = {
            "date": "molecular.test_date",
            "result": "molecular.result",
            "unit": "molecular.unit_from",
            "scale": "molecular.unit_from",
        }
    else:
        renamed = {"date": "treatments.start_date"} if "treatments.drug" in has else {}
    if "treatments.drug" in has:
        renamed.setdefault("reason", "treatments.stop_reason")
    year = "" if "patients.birth_year" in has else "patients.birth_year"
    renamed |= {lexicon.BIRTH_DATE: year, "molecular.bcr_abl_copies": ""}
    settled = [_renamed(one, renamed) for one in found]
    return _one_date([one for one in settled if one.name])


def _beside_markers(has: set[str]) -> dict[str, str]:
    date = {} if "labs.sample_date" in has else {"date": "labs.sample_date"}
    return {
        **date,
        "result": "labs.value",
        "molecular.result": "labs.value",
        "unit": "labs.unit_from",
        "molecular.test_date": "labs.sample_date",
    }


def _beside_events() -> dict[str, str]:
    return {
        "date": "events.event_date",
        "treatments.start_date": "events.event_date",
        "treatments.drug": "events.drug",
        "reason": "events.reason",
        "events.restart_reason": "events.reason",
        "events.restart_drug": "events.drug",
        "treatments.stop_reason": "events.reason",
        "molecular.test_date": "events.event_date",
    }


def _renamed(one: Concept, renamed: Mapping[str, str]) -> Concept:
    otherwise = "" if one.name in _GENERIC else one.name
    return replace(one, name=renamed.get(one.name, otherwise))


def _one_date(found: list[Concept]) -> list[Concept]:
    """A date that only its contents tell is dropped where a name tells one, or where there are
    two such: nobody knows which one is meant."""
    weak = [one for one in found if one.rank == BY_CONTENTS and one.part.column.kind == DATE]
    named = {one.name for one in found if one not in weak}
    kept = weak if len(weak) == 1 and weak[0].name not in named else []
    return [one for one in found if one not in weak or one in kept]
