"""The first mapping of a site, written for a person to go through.

Only what the profile shows can stand in it. What is undecided is a line of comment that holds when
its '#' is taken away; without it the rows concerned are rejects, never read wrongly.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tfrq import durable
from tfrq.errors import UsageError
from tfrq.ingest.mapping.model import ISO_DATE, NumberStyle, SourceFile
from tfrq.ingest.profile import genes, omop, shapes, toml_text
from tfrq.ingest.profile.decisions import ATTEMPTED, LISTED, Decided, decided
from tfrq.ingest.profile.entries import PATIENT, Choice, Entry, Suggested
from tfrq.ingest.profile.missing import WORDS as MISSING_WORDS
from tfrq.ingest.profile.model import TEXT, UNDECIDED, Column, File, Profile
from tfrq.ingest.profile.suggest import INSTRUMENT, suggested
from tfrq.lake.settings import SITE_CODE

_HEAD = (
    "First mapping, made by 'tfrq site profile' from {files}.",
    "What a column is was guessed from its name and some of its contents: check each line. "
    "docs/mapping.md says what every key means.",
    "Lines such as '# key = value' are undecided: fill in what is right and take the '#' away.",
)


def draft(profile: Profile, site: str = "") -> str:
    """The text of a mapping file (TOML). It is a valid mapping once `site`, `version`, `data_cut`
    and the undecided lines are filled in.

    Raises UsageError for files of which no draft can be made yet."""
    if profile.omop:
        return omop.draft(site)
    files = shapes.merged(profile.files)
    names = _file_names([file for file, _ in files])
    sections = [
        _Section(file, name, suggested(file, profile), _source_file(file, name, match))
        for name, (file, match) in zip(names, files, strict=True)
    ]
    lines = [*_top(profile, site), *_gaps(sections, site)]
    for section in sections:
        lines += ["", *section.lines()]
    return "\n".join(lines) + "\n"


def check_draft(path: str | Path, site: str = "", *, force: bool = False) -> None:
    """Raises UsageError where a draft could not be written, before any work is done: a file is
    there already (unless forced), or `site` is no site code."""
    if site and not SITE_CODE.fullmatch(site):
        raise UsageError(
            f"'{site}' is no site code",
            hint="it is made of capitals, digits and _, a letter first: SE01",
        )
    if Path(path).exists() and not force:
        raise _there(path)


def write_draft(text: str, path: str | Path, *, force: bool = False) -> None:
    """Write a draft. Raises UsageError where the file is there already, unless forced."""
    try:
        durable.write(Path(path), text.encode(), new=not force)
    except FileExistsError:
        raise _there(path) from None


def _there(path: str | Path) -> UsageError:
    return UsageError(
        f"{path} is there already", hint="--force writes over it; it may hold decisions"
    )


def _top(profile: Profile, site: str) -> Iterator[str]:
    shown = [f"{file.name} ({file.rows:,} rows)" for file in profile.files]
    for sentence in _HEAD:
        yield from toml_text.comment(sentence.format(files=", ".join(shown)))
    yield ""
    yield f"{toml_text.line('site', site)}  # the site's code, capitals and digits: SE01"
    yield 'version = ""  # stands in the release; change it with every change of meaning'
    yield "# data_cut = 2024-12-31  # the last day that the export covers"


def _gaps(sections: Sequence[_Section], site: str) -> Iterator[str]:
    """All that has to be filled in, so that it can be done in one go."""
    first = "version, data_cut" if site else "site, version, data_cut"
    yield ""
    yield from toml_text.comment("To be filled in before this file can be used:")
    yield from toml_text.comment(f"{first}: above", indent="  ")
    for gap in dict.fromkeys(gap for section in sections for gap in section.gaps()):
        yield from toml_text.comment(gap, indent="  ")
    texts = [text for section in sections for text in section.unmapped()]
    if texts:
        yield from toml_text.comment("Rows with texts that have no meaning yet are rejects:")
    for text in dict.fromkeys(texts):
        yield from toml_text.comment(text, indent="  ")


def _file_names(files: Sequence[File]) -> list[str]:
    """A short name for each file, that no other has."""
    taken: Counter[str] = Counter()
    names = []
    for file in files:
        stem = file.layout.sheet if len(file.sheets) > 1 else Path(file.name).stem
        plain = re.sub(r"[^a-z0-9]+", "_", stem.lower()).strip("_") or "file"
        taken[plain] += 1
        names.append(plain if taken[plain] == 1 else f"{plain}_{taken[plain]}")
    return names


def _source_file(file: File, name: str, match: str) -> SourceFile:
    """What [[files]] says of a file: for its columns the rule, which some of them overrule."""
    words = Counter(
        code.text.casefold()
        for column in file.columns
        for code in column.missing_codes
        if code.text.casefold() in MISSING_WORDS
    )
    formats = Counter(
        column.dates.formats
        for column in file.columns
        if column.dates and column.dates.order != UNDECIDED and _have_days(column.dates.formats)
    )
    return SourceFile(
        name=name,
        match=match,
        layout=file.layout,
        numbers=NumberStyle(file.decimal or "."),
        missing=tuple(words),
        dates=formats.most_common(1)[0][0] if formats else (ISO_DATE,),
    )


def _have_days(formats: Iterable[str]) -> bool:
    return all("%d" in form or form == "excel" for form in formats)


@dataclass(frozen=True)
class _Section:
    """The part of a draft that is about one file."""

    file: File
    name: str
    suggested: Suggested
    source: SourceFile

    def lines(self) -> Iterator[str]:
        sheet = f", sheet {self.file.layout.sheet}" if self.file.layout.sheet else ""
        yield from toml_text.comment(f"---- {self.file.name}{sheet} ----")
        if self.suggested.entries:
            yield from self._file()
        else:
            yield from toml_text.comment(self._nothing())
        for entry in self.suggested.entries:
            yield ""
            yield from self._entry(entry)
        for note in self.suggested.notes:
            yield ""
            yield from toml_text.comment(note)
        yield from self._short()
        yield from self._left()

    def _nothing(self) -> str:
        if not self.suggested.patient:
            return "No column says whose row it is, so that nothing of this file can be mapped."
        return "Nothing in this file could be mapped without further columns."

    def _file(self) -> Iterator[str]:
        source, layout = self.source, self.source.layout
        yield "[[files]]"
        yield toml_text.line("name", self.name)
        yield f"{toml_text.line('match', source.match)}  # the next export may have another name"
        if self.file.kind == "csv":
            yield toml_text.line("encoding", layout.encoding)
            yield toml_text.line("delimiter", layout.delimiter)
        if layout.sheet:
            yield toml_text.line("sheet", layout.sheet)
        if layout.header_row != 1:
            yield toml_text.line("header_row", layout.header_row)
        yield toml_text.line("decimal", source.numbers.decimal)
        if source.missing:
            yield toml_text.line("missing", source.missing)
        yield toml_text.line("dates", source.dates)

    def _entry(self, entry: Entry) -> Iterator[str]:
        yield "[[tables]]"
        yield toml_text.line("table", entry.table)
        yield toml_text.line("file", self.name)
        where = {INSTRUMENT: self._instrument(entry.form)} if entry.form else {}
        if where or entry.where:
            yield f"where = {toml_text.inline({**where, **entry.where})}"
        if entry.visits:
            yield toml_text.line("visits", entry.visits)
        result = entry.choice("result")
        if entry.apart:
            yield 'record_if = ["result"]  # each entry has its own results of the same rows'
        elif result and result.part.column.missing:
            why = "no record where there is no result; else such a row is a reject"
            yield from toml_text.open_lines(['record_if = ["result"]'], why)
        if self._repeats(entry):
            yield "distinct = true  # a patient stands on several rows"
        yield ""
        yield "[tables.columns]"
        for name, constant in entry.constants.items():
            said = "  # by the names of columns" if name == genes.GENE else ""
            yield f"{name} = {toml_text.inline({'value': constant})}{said}"
        if genes.lacks_gene(entry):
            yield from toml_text.comment(genes.WHY)
            likely = toml_text.inline({"value": "ABL1"})
            yield from toml_text.open_lines([f"{genes.GENE} = {likely}"])
        yield from self._columns(entry)

    def _instrument(self, form: str) -> tuple[str, ...]:
        column = self.file.column(INSTRUMENT)
        texts = column.values if column else ()
        alike = (form.casefold(), form.replace("_", " ").casefold())
        return tuple(one.text for one in texts if one.text.casefold() in alike)

    def _repeats(self, entry: Entry) -> bool:
        """Whether what is one for a patient stands on each row of theirs."""
        patient = self.suggested.patient
        once = entry.table in ("patients", "tfr_attempts") or "event" in entry.constants
        once = once and not entry.where
        return bool(
            patient
            and once
            and not entry.form
            and not entry.visits
            and patient.column.different < patient.column.filled
        )

    def _decided(self, entry: Entry) -> list[tuple[Choice, Decided]]:
        """What is said of each column of the lake, first of the patient."""
        assert self.suggested.patient is not None
        choices = (Choice(PATIENT, self.suggested.patient), *entry.choices)
        unit = entry.choice("unit_from")
        return [
            (choice, decided(entry.table, choice, self.source, unit))
            for choice in choices
            if choice != unit
        ]

    def gaps(self) -> Iterator[str]:
        """Keys that have to be filled in before the mapping holds, and what ought to be."""
        for entry in self.suggested.entries:
            for choice, found in self._decided(entry):
                if found.needed:
                    yield f"{', '.join(found.needed)} of {self._place(entry, choice)}"
            if genes.lacks_gene(entry):
                copies = entry.choice(genes.COPIES)
                assert copies is not None
                yield f"{genes.GENE}, or no test is deep: {self._place(entry, copies)}"

    def unmapped(self) -> Iterator[str]:
        """Columns with texts that no value of the lake is known for."""
        for entry in self.suggested.entries:
            for choice, found in self._decided(entry):
                number = len(found.open_values) + len(found.open_units)
                if number:
                    yield f"{number} of {self._place(entry, choice)}"

    def _place(self, entry: Entry, choice: Choice) -> str:
        return f"{entry.table}.{choice.target} ({self.name}: {choice.part.source})"

    def _columns(self, entry: Entry) -> Iterator[str]:
        """Columns of one line first: what follows a header of its own belongs to that."""
        keyed = self._decided(entry)
        plain = [one for one in keyed if not _is_long(one[1])]
        for choice, found in plain:
            yield from _said(found)
            yield f"{choice.target} = {toml_text.inline(found.keys)}"
        for choice, found in keyed:
            if _is_long(found):
                yield ""
                yield from self._long(choice, found)

    def _long(self, choice: Choice, found: Decided) -> Iterator[str]:
        if choice.target in LISTED and not found.values:
            column = choice.part.source
            yield from toml_text.comment(
                f"{column} looks like {choice.target}, but no text of it may be shown: list its "
                f"texts with a code each, in [tables.columns.{choice.target}.values]."
            )
            return
        yield f"[tables.columns.{choice.target}]"
        yield from _said(found)
        for name, given in found.keys.items():
            yield toml_text.line(name, given)
        yield from toml_text.open_lines(found.open)
        if found.values or found.open_values:
            yield ""
            key = "values" if "from" in found.keys else "flags"
            yield f"[tables.columns.{choice.target}.{key}]"
            yield from (toml_text.entry(text, to) for text, to in found.values.items())
            yield from found.open_values
        if found.open_units:
            yield ""
            yield f"[tables.columns.{choice.target}.units]"
            yield from found.open_units

    def _short(self) -> Iterator[str]:
        """Columns that could be mapped if another one were there."""
        for entry in self.suggested.short:
            names = [name for one in entry.choices for name in one.flags or one.part.names]
            as_what = ", ".join(f"{entry.table}.{one.target}" for one in entry.choices)
            lacks = ", ".join(entry.missing)
            why = f", but no column gives {lacks}" if lacks else ""
            yield ""
            yield from toml_text.comment(f"{_some(names)}: may be {as_what}{why}.")
            if entry.table == "treatments" and entry.choice("stop_date"):
                yield from toml_text.comment(f"If the stop is {ATTEMPTED}.")

    def _left(self) -> Iterator[str]:
        if self.suggested.left:
            yield ""
            yield from toml_text.comment(f"Columns of {self.file.name} that are not read:")
        for name, why in self.suggested.left.items():
            column = self.file.column(name)
            yield from toml_text.comment(f"{name}: {why or _is(column)}", indent="  ")


def _is(column: Column | None) -> str:
    if column is None:
        return ""
    label = f" ('{column.label}')" if column.label else ""
    more = ", which never enters the lake" if column.kind == TEXT else ""
    return f"{column.kind}{label}{more}"


def _is_long(found: Decided) -> bool:
    undecided = found.open or found.open_values or found.open_units
    return bool(found.values or undecided or "from" not in found.keys)


def _said(found: Decided) -> Iterator[str]:
    for sentence in found.said:
        yield from toml_text.comment(sentence)


def _some(names: Sequence[str]) -> str:
    return ", ".join(names) if len(names) <= 8 else f"{', '.join(names[:6])}, … {names[-1]}"
