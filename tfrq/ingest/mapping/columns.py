"""[tables.columns] of a mapping: how one column of the lake is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial

from tfrq.ingest.identifiers import looks_like_identifier
from tfrq.ingest.mapping.entry import PAGE, Entry, folded
from tfrq.ingest.mapping.files import check_date_format, date_formats, has_day, number_style
from tfrq.ingest.mapping.lake_values import check_value
from tfrq.ingest.mapping.mistakes import every
from tfrq.ingest.mapping.model import ColumnMapping, NumberStyle, SourceFile
from tfrq.ingest.mapping.targets import CODES, RESULT, Kind, Target, targets
from tfrq.ingest.mapping.units import check_units, is_marker
from tfrq.vocabulary import LOCAL

_ALWAYS = ("from", "value", "missing")
_NUMBERS = ("decimal", "thousands", "unit", "unit_from", "units")
_KEYS: dict[Kind, tuple[str, ...]] = {
    Kind.PATIENT: ("from", "missing"),
    Kind.WORD: (*_ALWAYS, "values"),
    Kind.CODE: (*_ALWAYS, "values"),
    Kind.TRUTH: (*_ALWAYS, "values"),
    Kind.NUMBER: (*_ALWAYS, "values", *_NUMBERS),
    Kind.DATE: (*_ALWAYS, "dates", "assume_day", "add_days", "open_at_data_cut"),
    Kind.YEAR: (*_ALWAYS, "dates"),
    Kind.TRANSCRIPTS: (*_ALWAYS, "values", "separator", "flags"),
    Kind.RESULT: (
        *("from", "missing", "values", *_NUMBERS),
        *("baseline", "bounds_detected", "without_factor"),
    ),
}
_NO_CONSTANT = {
    Kind.PATIENT: ("'value' would give every row to one patient", 'write from = "…"'),
    Kind.RESULT: (
        "a result is no constant",
        "what every row says is said by constants of detected, reported_level and scale",
    ),
}
_MAY_GO_ON = ("treatments", "stop_date")
_RESULTS = (RESULT, "value", "detection_limit")
_EVERY = tuple(dict.fromkeys(key for keys in _KEYS.values() for key in keys))


def column_mappings(entry: Entry, table: str, file: SourceFile) -> tuple[ColumnMapping, ...]:
    """Read [tables.columns] of an entry of [[tables]]."""
    columns = entry.section("columns")
    known = targets(table)

    def column(name: str) -> ColumnMapping:
        if name not in known:
            raise _no_column(columns, table, name, known)
        return _column(columns, known[name], file)

    return every(partial(column, name) for name in columns.content)


def _no_column(columns: Entry, table: str, name: str, known: Iterable[str]) -> Exception:
    kind = looks_like_identifier(name)
    if kind:
        return columns.refuse(
            f"'{name}' is asked for, and the lake has no {kind} of anybody",
            "leave it out; a date of birth can be read into birth_year",
        )
    if name in ("country", "site"):
        return columns.refuse(f"'{name}' is not mapped: the site's code gives it", "leave it out")
    if table == "labs" and name == "unit":
        return columns.refuse("'unit' is not mapped", "it follows from 'unit' of value")
    return columns.unknown(f"{table} has no column", name, known)


def _column(columns: Entry, target: Target, file: SourceFile) -> ColumnMapping:
    if not isinstance(columns.content[target.name], dict):
        raise columns.refuse(
            f"'{target.name}' is not a table", f'write {target.name} = {{ from = "…" }}'
        )
    content = columns.content[target.name]
    entry = Entry(content, columns.where.removesuffix("columns") + target.name)
    _check_keys(entry, target)
    values = _folded_keys(entry, "values")
    column = ColumnMapping(
        target=target.name,
        source=entry.text("from", ""),
        constant=_constant(entry),
        values=values,
        missing=_missing(entry, file, values),
        dates=date_formats(entry, file.dates),
        assume_day=entry.whole("assume_day", 15, 1, 28) if "assume_day" in content else None,
        add_days=entry.whole("add_days", 0, -366, 366),
        open_at_data_cut=entry.truth("open_at_data_cut"),
        numbers=number_style(entry, _numbers_of(file, target)),
        unit=entry.text("unit", ""),
        unit_source=entry.text("unit_from", ""),
        units=_folded_keys(entry, "units"),
        separator=entry.text("separator", "+"),
        flags=entry.words("flags"),
        baseline=None,
        bounds_detected=entry.truth("bounds_detected"),
        without_factor=entry.text("without_factor", ""),
    )
    _check(entry, target, column)
    return check_units(entry, target, column)


def _numbers_of(file: SourceFile, target: Target) -> NumberStyle:
    """How the file's numbers are written, where the column says nothing. No result reaches
    thousands: 1.234 is one with three decimals, or ambiguous, unless its own column says more."""
    of_result = target.table == "molecular" and target.name in _RESULTS
    return NumberStyle(file.numbers.decimal) if of_result else file.numbers


def _check_keys(entry: Entry, target: Target) -> None:
    known = _KEYS[target.kind]
    if "value" in entry.content and target.kind in _NO_CONSTANT:
        raise entry.refuse(*_NO_CONSTANT[target.kind])
    for key in entry.content:
        if key in _EVERY and key not in known:
            raise entry.refuse(
                f"'{key}' does not go with {target.kind.value}", f"known here: {', '.join(known)}"
            )
    entry.only(known)
    _one_origin(entry, [key for key in ("from", "value", "flags") if key in entry.content])


def _one_origin(entry: Entry, origins: list[str]) -> None:
    if not origins:
        raise entry.refuse("neither 'from' nor 'value' is there", 'write from = "…"')
    if len(origins) > 1:
        raise entry.refuse(f"'{origins[0]}' and '{origins[1]}' are both there", "leave one out")
    beside = [key for key in entry.content if key != "value"]
    if origins == ["value"] and beside:
        raise entry.refuse(
            f"'{beside[0]}' stands beside a constant", "'value' is as the lake has it: leave it out"
        )


def _constant(entry: Entry) -> str | None:
    value = entry.content.get("value")
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | date):
        return str(value)
    return entry.text("value") if "value" in entry.content else None


def _missing(entry: Entry, file: SourceFile, values: Mapping[str, str]) -> frozenset[str]:
    """The texts that mean "no value": the file's, unless the column gives them a meaning."""
    meant = {text for text, meaning in values.items() if meaning}
    own = frozenset(map(folded, entry.texts("missing")))
    if own & meant:
        raise entry.refuse(
            f"'{min(own & meant)}' stands in 'missing' and in 'values'", "leave one out"
        )
    return own | frozenset(map(folded, file.missing)) - meant


def _folded_keys(entry: Entry, key: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for text, meaning in entry.words(key).items():
        if found.setdefault(folded(text), meaning) != meaning:
            raise entry.refuse(
                f"'{key}' gives '{text}' two meanings", "capitals and spaces make no difference"
            )
    return found


def _check(entry: Entry, target: Target, column: ColumnMapping) -> None:
    for meaning in filter(None, column.values.values()):
        check_value(entry, "values", target, meaning)
    for meaning in column.flags.values():
        check_value(entry, "flags", target, meaning)
    if column.constant is not None:
        check_value(entry, "value", target, column.constant)
    if target.name in CODES and column.source and not column.values:
        raise entry.refuse(
            "'values' is missing: no free text enters the lake",
            'list the codes: values = { "…" = "…" }, or give one as value = "…"',
        )
    if target.kind is Kind.DATE and column.source:
        _check_days(entry, target, column)
    if is_marker(target) and column.constant is not None:
        raise entry.refuse("a measured value is no constant", 'write from = "…", unit = "…"')
    if column.without_factor not in ("", LOCAL):
        raise entry.refuse("'without_factor' is not \"local\"", PAGE)


def _check_days(entry: Entry, target: Target, column: ColumnMapping) -> None:
    if column.open_at_data_cut and (target.table, target.name) != _MAY_GO_ON:
        raise entry.refuse(
            f"'open_at_data_cut' does not go with {target.name}",
            "it is for stop_date of treatments, which may go on",
        )
    for form in column.dates:
        check_date_format(entry, form, has_day=column.assume_day is None)
    if column.assume_day is not None and all(has_day(form) for form in column.dates):
        raise entry.refuse(
            "'assume_day' is there, and every format has a day", "leave it out, or add %Y-%m"
        )
