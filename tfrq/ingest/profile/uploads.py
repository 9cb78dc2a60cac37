"""Files on disk → their profiles: one look at how each is written, and one pass over its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from tfrq.errors import DataError, UsageError
from tfrq.ingest import upload
from tfrq.ingest.profile import hiding, omop, redcap
from tfrq.ingest.profile.columns import column
from tfrq.ingest.profile.model import Column, Field, File, Profile
from tfrq.ingest.profile.tally import Tallies, tallied
from tfrq.ingest.upload import text

SUFFIXES = (".csv", ".tsv", ".txt", ".tab", ".dat", ".xlsx", ".xlsm", ".parquet")
Read = tuple[File, frozenset[str]]  # a file, and the numbers of its patients
_SAMPLE, _DELIMITERS = 1 << 18, (b",", b";", b"\t", b"|")
_UNEVEN, _MALFORMED = 10, 4  # one line, one row in as many
_LINE_ENDS = {"\n": "LF", "\r\n": "CRLF", "\r": "CR"}


def profile(paths: Iterable[str | Path], dictionary: str | Path | None = None) -> Profile:
    """What is in the files of an upload, and in those of folders. `dictionary`: of a REDCap
    project. Values seen fewer than five times are in no part of the result but for words of the
    lake's vocabulary, and nothing is of the column that says whose row it is.

    Raises UsageError where there is no such file, DataError where one cannot be read."""
    found = tuple(expanded(paths))
    fields = redcap.read_dictionary(Path(dictionary)) if dictionary else ()
    read = [pair for path in found for pair in _files(path, fields)]
    patients = frozenset[str]().union(*(ids for _, ids in read))
    files = tuple(hiding.without_patients(file, patients) for file, _ in read)
    return Profile(files, fields, omop=omop.is_cdm(found))


def expanded(paths: Iterable[str | Path]) -> Iterator[Path]:
    """The files, and in place of a folder those in it that can be read."""
    for path in map(Path, paths):
        if not path.is_dir():
            yield path
            continue
        inside = sorted(one for one in path.iterdir() if one.suffix.lower() in SUFFIXES)
        if not inside:
            raise UsageError(
                f"no file in {path} can be read", hint=f"files are {', '.join(SUFFIXES)}"
            )
        yield from inside


def _files(path: Path, fields: tuple[Field, ...]) -> Iterator[Read]:
    """A file; of a workbook every sheet that is not hidden."""
    first = upload.sniff(path)
    shown = [sheet for sheet in first.sheets if sheet not in first.hidden]
    if len(shown) < 2:
        yield _file(path, first, fields)
        return
    for sheet in shown:
        try:
            yield _file(path, upload.sniff(path, sheet), fields)
        except DataError as error:
            # A sheet of notes beside the data is no reason to say nothing of the data.
            yield _unread(path, sheet, error.message), frozenset()


def _unread(path: Path, sheet: str, why: str) -> File:
    layout = upload.Layout(sheet=sheet)
    return File(path.name, "xlsx", layout, 0, 0, (), notes=(f"this sheet cannot be read: {why}",))


def _file(path: Path, sniffed: upload.Sniffed, fields: tuple[Field, ...]) -> Read:
    layout = sniffed.layout
    tallies = tallied(upload.header(path, layout), upload.read(path, layout))
    columns = _columns(tallies, fields)
    file = File(
        name=path.name,
        kind=sniffed.kind,
        layout=layout,
        rows=tallies.rows,
        bad_rows=tallies.bad,
        columns=columns,
        decimal=_decimal(columns),
        line_ends=", ".join(_LINE_ENDS.get(end, "?") for end in sniffed.line_ends),
        bom=sniffed.byte_order_mark,
        sheets=sniffed.sheets,
        notes=(*_notes(sniffed, columns), *_no_table(path, sniffed, tallies)),
    )
    return file, _patients(file, tallies)


def _patients(file: File, tallies: Tallies) -> frozenset[str]:
    """The numbers of the patients of a file, casefolded."""
    name = hiding.patient(file)
    own = (tally for tally in tallies.columns if tally.name == name)
    return frozenset(text.casefold() for tally in own for text in tally.texts)


def _columns(tallies: Tallies, fields: tuple[Field, ...]) -> tuple[Column, ...]:
    known: Mapping[str, Field] = {field.name: field for field in fields}
    said = redcap.identifiers(fields)
    return tuple(
        redcap.described(
            column(tally, said=said.get(tally.name, ""), label=redcap.label(tally.name, known)),
            known,
        )
        for tally in tallies.columns
    )


def _decimal(columns: Iterable[Column]) -> str:
    """The mark of the most columns that have one."""
    marks = Counter(one.numbers.decimal for one in columns if one.numbers)
    return marks.most_common(1)[0][0] if marks else ""


def _notes(sniffed: upload.Sniffed, columns: Iterable[Column]) -> Iterator[str]:
    if sniffed.hidden:
        yield f"{len(sniffed.hidden)} of its sheets are hidden and not read"
    if len(sniffed.line_ends) > 1:
        yield "line ends are mixed"
    if any("\ufffd" in one.name or "Ã" in one.name for one in columns):
        yield "names of columns are garbled: another encoding was read somewhere"


def _no_table(path: Path, sniffed: upload.Sniffed, tallies: Tallies) -> Iterator[str]:
    """Said of a text whose lines no delimiter divides alike: a program, a letter."""
    many_bad = _MALFORMED * tallies.bad > tallies.rows + tallies.bad
    one = len(tallies.columns) == 1 and sniffed.kind == "csv"
    if many_bad or (one and _uneven(path, sniffed.layout.encoding)):
        yield "this looks like no table: its lines are not divided alike"


def _uneven(path: Path, encoding: str) -> bool:
    """Whether a tenth of the first lines have another number of delimiters than the others."""
    sample = next(text.chunks(path, encoding), b"")[:_SAMPLE]
    found = [sum(map(line.count, _DELIMITERS)) for line in sample.splitlines() if line.strip()]
    commonest = max(map(found.count, set(found)), default=0)
    return _UNEVEN * (len(found) - commonest) > len(found)
