"""The keys of one column of a mapping: what is plain, and what a person has to decide."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from tfrq.ingest.mapping.model import NumberStyle, SourceFile
from tfrq.ingest.profile import guesses, naming, synonyms, toml_text
from tfrq.ingest.profile.dates import EXCEL
from tfrq.ingest.profile.entries import Choice
from tfrq.ingest.profile.hiding import CODES
from tfrq.ingest.profile.missing import WORDS as MISSING_WORDS
from tfrq.ingest.profile.model import (
    BOTH_ORDERS,
    DATE,
    DAY_FIRST,
    MONTH_FIRST,
    UNDECIDED,
    Column,
    Dates,
)
from tfrq.ingest.profile.toml_text import Value
from tfrq.ingest.profile.units import LOG, MR, PERCENT, RATIO
from tfrq.ingest.values.result_units import RESULT_UNITS, result_unit
from tfrq.ingest.values.spelling import folded
from tfrq.ingest.values.transcripts import transcript
from tfrq.ingest.values.units import conversion
from tfrq.schema import TABLES

_LOCAL = ("lokal", "local", "lab", "own", "egen", "eigene", "locale", "paikallinen")
LISTED = ("laboratory", "panel", "gating")
_TKI = frozenset(("tki", "itk", "tkis", "itks"))
ATTEMPTED = (
    "the day on which treatment was stopped to try treatment-free remission, it is "
    "tfr_attempts.stop_date, in an entry of its own"
)
_ND = "'not detected' at some sites, and at others 'not done', which is \"\""


@dataclass
class Decided:
    """Keys of one column in their order; `values`: source text → lake's; `open`: lines to decide
    on, of which those of the keys `needed` have to be; `open_values`, `open_units`: such texts;
    `said`: sentences above all of it."""

    keys: dict[str, Value]
    said: list[str] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)
    open_values: list[str] = field(default_factory=list)
    open_units: list[str] = field(default_factory=list)
    needed: list[str] = field(default_factory=list)


def decided(table: str, choice: Choice, file: SourceFile, unit: Choice | None = None) -> Decided:
    """What a draft says of a column of the lake. `file`: what holds for its file; `unit`: the
    column that names the unit of each row."""
    column, target = choice.part.column, choice.target
    if choice.flags:
        return Decided({}, ["One column for each transcript."], dict(choice.flags))
    found = Decided({"from": choice.part.source})
    kind = _type(table, target)
    if column.label:
        found.said.append(f"The data dictionary calls it '{column.label}'.")
    if kind == "DATE" or (target == "birth_year" and column.kind == DATE):
        _date(found, column.dates, file, with_day=kind == "DATE")
        if (table, target) == ("treatments", "stop_date"):
            found.said.append("Is it the first day without the drug? Else: add_days = 1.")
            if _TKI & set(naming.words(choice.part.source)):
                found.said.append(f"If it is {ATTEMPTED}.")
    elif _is_number(kind) and target != "birth_year":
        _number(found, target, column, file)
        if (table, target) == ("labs", "value"):
            _unit(found, target, column, unit)
    elif target == "result":
        _number(found, target, column, file)
        _unit(found, target, column, unit)
        _values(found, target, column, choice.only)
    elif target in LISTED:
        _codes(found, target, column)
    elif target not in ("patient_id", "birth_year"):
        _values(found, target, column, choice.only)
    _missing(found, column, file)
    _refused(found, _allowed(table, target))
    return found


def _allowed(table: str, target: str) -> tuple[str, ...]:
    return next((one.allowed for one in TABLES[table].columns if one.name == target), ())


def _refused(found: Decided, allowed: tuple[str, ...]) -> None:
    """Drugs that are no TKI, and the like: known words that this column of the lake has not."""
    for text, meaning in list(found.values.items()):
        parts = [part for part in meaning.split("+") if part]
        if allowed and not set(parts) <= set(allowed):
            del found.values[text]
            why = f"{meaning}, which the lake does not have here"
            found.open_values += toml_text.open_lines([toml_text.entry(text, "")], why)


def _type(table: str, target: str) -> str:
    return next((one.type for one in TABLES[table].columns if one.name == target), "")


def _is_number(kind: str) -> bool:
    return kind.startswith("DECIMAL") or kind in ("INTEGER", "SMALLINT")


def _date(found: Decided, dates: Dates | None, file: SourceFile, *, with_day: bool) -> None:
    if dates is None:
        return
    if dates.ambiguous:
        found.said.append(_ambiguity(dates))
    whole = tuple(form for form in dates.formats if form == EXCEL or "%d" in form)
    if dates.order == UNDECIDED:
        one_order = [_of_order(whole, order) for order in (DAY_FIRST, MONTH_FIRST)]
        found.open += [toml_text.line("dates", forms) for forms in one_order]
        found.needed.append("dates")
        return
    if with_day and whole != dates.formats:
        found.said.append("Some dates have no day: 'assume_day' would say which one to take.")
        found.open += [toml_text.line("dates", dates.formats), "assume_day = 15"]
    formats = whole if with_day else dates.formats
    if formats and formats != file.dates:
        found.keys["dates"] = formats


def _ambiguity(dates: Dates) -> str:
    told = {
        DAY_FIRST: "the others have the day first",
        MONTH_FIRST: "the others have the month first",
        BOTH_ORDERS: "the others are of both kinds, so that these will be rejects",
        UNDECIDED: "no other date tells. Take one of the lines",
    }
    return f"{dates.ambiguous} % could begin with the day or the month; {told[dates.order]}."


def _of_order(formats: Iterable[str], order: str) -> tuple[str, ...]:
    other = "%m" if order == DAY_FIRST else "%d"
    return tuple(form for form in formats if not form.startswith(other))


def _number(found: Decided, target: str, column: Column, file: SourceFile) -> None:
    style = column.numbers
    if style is not None:
        _style(found, style, file.numbers)
    if column.low:
        found.said.append(f"Most lie between {column.low} and {column.high}.")
    unit, why = _named(target, column) or _size(target, column)
    if unit:
        found.keys["unit"] = unit
    if why:
        found.said.append(why)


def _style(found: Decided, style: NumberStyle, file: NumberStyle) -> None:
    if style.decimal != file.decimal:
        found.keys["decimal"] = style.decimal
    if style.thousands != file.thousands:
        found.keys["thousands"] = style.thousands
        found.said.append(f"'{style.thousands}' was taken for the mark of thousands.")


def _named(target: str, column: Column) -> tuple[str, str] | None:
    """The unit in the name of a column, or in its label; none is written for the lake's own."""
    for text in filter(None, map(naming.in_parentheses, (column.name, column.label))):
        known = conversion(target, text)
        if known is not None:
            return ("" if known[1] == 1 else text), ""
    return None


def _size(target: str, column: Column) -> tuple[str, str]:
    """A unit that the size of the numbers leaves no doubt about."""
    high = float(column.high or 0)
    low = float(column.low or 0)
    if target in ("leukocytes", "platelets") and low > 2000:
        return "/µL", "So large are counts per microlitre."
    if target == "haemoglobin" and 12 <= high <= 25:
        return "g/dL", "So small are grams per decilitre."
    return "", ""


def _unit(found: Decided, target: str, column: Column, unit: Choice | None) -> None:
    """Numbers that are nothing without their unit."""
    if unit is not None:
        found.keys["unit_from"] = unit.part.source
        _units(found, target, unit.part.column)
    elif target == "result":
        _result_unit(found, column)
    else:
        found.said.append("In which unit are they? All in one, or another entry for each.")
        found.open.append('unit = "10^9/L"')
        found.needed.append("unit")


def _units(found: Decided, target: str, column: Column) -> None:
    """Texts for units that are not known by themselves are open."""
    for value in column.values:
        if target == "result" and result_unit(value.text) is None:
            known = "% local" if folded(value.text) in _LOCAL else ""
            line = toml_text.entry(value.text, known)
            found.open_units += toml_text.open_lines([line], f"{value.rows:,} rows")
    if target != "result":
        found.said.append("Texts of that column that are no known units need 'units'.")
    elif column.missing > 0:
        found.said.append("Rows without a unit are rejects.")


def _result_unit(found: Decided, column: Column) -> None:
    """The unit of results where name and contents tell it; else a line for each that may be."""
    on_scale = bool({"is"} & {*naming.words(column.name), *naming.words(column.label)})
    units = set(column.units)
    if LOG in units:
        found.keys["unit"] = "log reduction"
        found.said.append("'baseline' is the laboratory's own 0-log value in per cent, as a text.")
        found.said.append(
            "A test that no entry of [[conversion_factors]] fits is a reject, or stays local."
        )
        found.said.append(
            'If your logarithms are on the International Scale already, take unit = "MR" and '
            "neither of the two."
        )
        found.open += ['baseline = ""', 'without_factor = "local"']
        found.needed.append("baseline")
    elif MR in units:
        found.keys["unit"] = "MR"
    elif on_scale and len(units & {PERCENT, RATIO}) == 1:
        found.keys["unit"] = "% IS" if PERCENT in units else "ratio IS"
    else:
        likely = [one for one in RESULT_UNITS if _may_be(one, units, on_scale)]
        found.said.append("In which unit are the results? Take one of the lines.")
        found.open += [toml_text.line("unit", one) for one in likely]
        found.needed.append("unit")


def _may_be(unit: str, units: set[str], on_scale: bool) -> bool:
    if unit in ("MR", "log reduction"):
        return False
    if on_scale and "local" in unit:
        return False
    hinted = units & {PERCENT, RATIO}
    return not hinted or (PERCENT in hinted) == unit.startswith("%")


def _values(found: Decided, target: str, column: Column, only: frozenset[str]) -> None:
    texts = {value.text: f"{value.rows:,} rows" for value in column.values}
    meanings = synonyms.lake_values(target, [*texts, *column.known])
    rare = [text for text in column.known if meanings[text]]
    texts |= dict.fromkeys(rare, "rare")
    for code, label in column.choices.items():
        texts[code] = f"'{label}'"
        missing = label.casefold() in MISSING_WORDS
        meanings[code] = "" if missing else synonyms.lake_value(target, label)
    seen: set[str] = set()
    for text, why in texts.items():
        if only and text not in only:
            continue
        if folded(text) not in seen and not _is_read(target, text, meanings[text]):
            _value(found, text, meanings[text], why)
        seen.add(folded(text))
    if not only:
        _rarer(found, column, column.rarer - len(rare))


def _is_read(target: str, text: str, meaning: str | None) -> bool:
    """Whether a text is read without being mapped, as what it means here."""
    if target == "result":
        return guesses.is_read(text)
    if target == "transcripts":
        return all(transcript(part.strip()) for part in text.split("+"))
    return folded(text) in synonyms.read(target) and meaning == synonyms.read(target)[folded(text)]


def _value(found: Decided, text: str, meaning: str | None, why: str) -> None:
    if meaning is not None:
        found.values[text] = meaning
    else:
        told = f"{why}: {_ND}" if text.casefold().strip(".") in ("nd", "n.d") else why
        found.open_values += toml_text.open_lines([toml_text.entry(text, "")], told)


def _rarer(found: Decided, column: Column, number: int) -> None:
    if number > 0 and not column.choices:
        some = "1 more value is" if number == 1 else f"{number:,} more values are"
        why = "in fewer than 5 rows" if CODES not in column.notes else "like codes of persons"
        found.said.append(f"{some} {why} and not shown: rejects, if not known.")


def _codes(found: Decided, target: str, column: Column) -> None:
    """Each text as a code: as it is where it looks like one, else by number."""
    texts = {value.text for value in column.values} | set(column.choices)
    for number, text in enumerate(sorted(texts), 1):
        plain = re.fullmatch(r"[A-Z][A-Z0-9]{1,9}", text)
        found.values[text] = text if plain else f"{target.upper()[:3]}{number}"
    found.said.append("No free text enters the lake: each text gets a code.")
    _rarer(found, column, column.rarer)


def _missing(found: Decided, column: Column, file: SourceFile) -> None:
    """Missing codes of this column that its file does not have; words are the file's."""
    own = tuple(
        code.text
        for code in column.missing_codes
        if code.text not in file.missing and code.text.casefold() not in MISSING_WORDS
    )
    if own:
        found.keys["missing"] = own
