"""[[files]] of a mapping: how each file of a site is read."""

from __future__ import annotations

import re

from tfrq.ingest.mapping.entry import Entry
from tfrq.ingest.mapping.model import ISO_DATE, NumberStyle, SourceFile
from tfrq.ingest.upload.batch import Layout

EXCEL = "excel"
_KEYS = (
    *("name", "match", "encoding", "delimiter", "decimal", "thousands", "missing", "dates"),
    *("sheet", "header_row"),
)
_DECIMALS = (".", ",", "either")
_THOUSANDS = (".", ",", " ", "'", "’")
_DIRECTIVE = re.compile(r"%(.?)", re.DOTALL)
_YEARS, _MONTHS, _DAYS = "Yy", "mbB", "d"
_OTHERS = "HIMSfpaAzZ%T"


def source_files(top: Entry) -> tuple[SourceFile, ...]:
    """Read every entry of [[files]]."""
    entries = top.sections("files")
    if not entries:
        raise top.refuse("there is no [[files]]", "say which files are read, and how")
    files: dict[str, SourceFile] = {}
    for entry in entries:
        file = _source_file(entry)
        if file.name in files:
            raise entry.refuse(f"a file '{file.name}' is there already", "give each its own name")
        files[file.name] = file
    return tuple(files.values())


def _source_file(entry: Entry) -> SourceFile:
    name = entry.text("name")
    entry = Entry(entry.content, entry.under(name))
    entry.only(_KEYS)
    return SourceFile(
        name=name,
        match=_match(entry),
        layout=_layout(entry),
        numbers=number_style(entry, NumberStyle()),
        missing=entry.texts("missing"),
        dates=date_formats(entry, (ISO_DATE,)),
    )


def _match(entry: Entry) -> str:
    match = entry.text("match")
    if "/" in match or "\\" in match:
        raise entry.refuse("'match' names a folder", "it is the name of a file: pcr_*.csv")
    return match


def _layout(entry: Entry) -> Layout:
    plain = Layout()
    encoding = entry.text("encoding", plain.encoding)
    try:
        # Codecs that are no encodings of text (base64) are refused here as well.
        "".encode(encoding)
    except (LookupError, ValueError):
        raise entry.refuse(f"no encoding is called '{encoding}'", "try cp1252 or utf-8") from None
    # A tab is a text of spaces only, which `text` refuses.
    delimiter = entry.content.get("delimiter", plain.delimiter)
    if not isinstance(delimiter, str) or len(delimiter) != 1 or delimiter in '"\r\n':
        raise entry.refuse("'delimiter' is not one character", 'write ";" or "\\t"')
    return Layout(
        encoding=encoding,
        delimiter=delimiter,
        sheet=entry.text("sheet", plain.sheet),
        header_row=entry.whole("header_row", plain.header_row, 1, 1_000_000),
    )


def number_style(entry: Entry, otherwise: NumberStyle) -> NumberStyle:
    """`decimal` and `thousands` of an entry, or what holds without them."""
    decimal = entry.content.get("decimal", otherwise.decimal)
    if decimal not in _DECIMALS:
        raise entry.refuse('\'decimal\' is none of ".", "," and "either"')
    thousands = entry.content.get("thousands", otherwise.thousands)
    if thousands not in ("", *_THOUSANDS):
        shown = " ".join(f'"{one}"' for one in _THOUSANDS)
        raise entry.refuse(f"'thousands' is none of {shown}", "leave it out where there is none")
    if thousands and thousands == decimal:
        raise entry.refuse(f"'decimal' and 'thousands' are both \"{decimal}\"", "give both")
    if thousands in (".", ",") and decimal == "either":
        raise entry.refuse(
            f"'thousands' is \"{thousands}\" and 'decimal' may be it too", "give decimal as well"
        )
    return NumberStyle(decimal, thousands)


def date_formats(entry: Entry, otherwise: tuple[str, ...]) -> tuple[str, ...]:
    """`dates` of an entry, or what holds without it: formats of strptime, and `excel`."""
    formats = entry.texts("dates", otherwise)
    if not formats:
        raise entry.refuse("'dates' is empty", 'write dates = ["%Y-%m-%d"]')
    for one in formats:
        if one != EXCEL and not _reads_days(one):
            raise entry.refuse(
                f"'dates' has '{one}', which is no format of days",
                "as %d.%m.%Y, %d-%b-%y, or excel for serial numbers",
            )
    return formats


def _reads_days(form: str) -> bool:
    parts = [match[1] for match in _DIRECTIVE.finditer(form)]
    known = all(part and part in _YEARS + _MONTHS + _DAYS + _OTHERS for part in parts)
    return known and has_year(form) and not (has_day(form) and not has_month(form))


def has_year(form: str) -> bool:
    """Whether a format says the year."""
    return _has(form, _YEARS)


def has_month(form: str) -> bool:
    """Whether a format says the month."""
    return _has(form, _MONTHS)


def has_day(form: str) -> bool:
    """Whether a format says the day of the month."""
    return _has(form, _DAYS)


def _has(form: str, directives: str) -> bool:
    return any(match[1] in directives for match in _DIRECTIVE.finditer(form) if match[1])
