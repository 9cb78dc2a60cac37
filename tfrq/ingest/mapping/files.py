"""[[files]] of a mapping: how each file of a site is read."""

from __future__ import annotations

from tfrq.errors import UsageError
from tfrq.ingest.mapping.entry import Entry
from tfrq.ingest.mapping.model import ISO_DATE, NumberStyle, SourceFile
from tfrq.ingest.upload.batch import Layout
from tfrq.ingest.values.date_formats import check_format

_KEYS = (
    *("name", "match", "encoding", "delimiter", "decimal", "thousands", "missing", "dates"),
    *("sheet", "header_row"),
)
_DECIMALS = (".", ",", "either")
_THOUSANDS = (".", ",", " ", "'", "’")
_FORMATS = "as %d.%m.%Y or %d-%b-%y, excel for serial numbers, assume_day where a day is missing"


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
        check_date_format(entry, one, has_month=False, has_day=False)
    return formats


def check_date_format(entry: Entry, form: str, *, has_month: bool = True, has_day: bool) -> None:
    """Refuse a format that does not say a year, and a month and a day where they are needed."""
    try:
        check_format(form, has_month=has_month, has_day=has_day)
    except UsageError as problem:
        # The sentence of another floor becomes a part of this one.
        said = problem.message.removesuffix(".")
        raise entry.refuse(f"'dates': {said[:1].lower()}{said[1:]}", _FORMATS) from None


def has_day(form: str) -> bool:
    """Whether a format that may be used says the day of the month."""
    try:
        check_format(form)
    except UsageError:
        return False
    return True
