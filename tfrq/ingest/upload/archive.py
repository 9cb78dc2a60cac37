"""ZIP and XML from strangers: sizes are looked at before anything is unpacked, entities refused."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from xml.parsers import expat

from tfrq.errors import DataError

# A full Excel sheet of a hundred columns unpacks to some 4 GB and to 10 to 40 times its size;
# a bomb to a thousand times. Small archives may be as repetitive as they like.
UNPACKED_LIMIT = 8 << 30
RATIO_LIMIT = 150
RATIO_FROM = 64 << 20
PARTS_LIMIT = 10_000
# Parts that are held in memory, and a single tag or text in one.
HELD_LIMIT = 256 << 20
TOKEN_LIMIT = 16 << 20
_CHUNK = 1 << 18

# What zipfile raises where the bytes of an archive have been changed.
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    NotImplementedError,
    UnicodeDecodeError,
    OSError,
)

Attributes = dict[str, str]
Start = Callable[[str, Attributes], None]
End = Callable[[str], None]
Text = Callable[[str], None]


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """A ZIP archive whose directory promises a bearable size. The promise is kept: no more is
    unpacked of a part than the directory says. Raises DataError where it is damaged or a bomb."""
    try:
        with zipfile.ZipFile(path) as packed:
            _bearable(path, packed)
            yield packed
    except _DAMAGED as error:
        raise damaged(path, str(error)) from None


def damaged(path: Path, how: str) -> DataError:
    return DataError(
        f"{path.name} is damaged or cut short: {how}", hint="ask the site to send it again"
    )


def _bearable(path: Path, packed: zipfile.ZipFile) -> None:
    parts = packed.infolist()
    unpacked = sum(part.file_size for part in parts)
    ratio = unpacked / max(1, path.stat().st_size)
    if (
        len(parts) > PARTS_LIMIT
        or unpacked > UNPACKED_LIMIT
        or (unpacked > RATIO_FROM and ratio > RATIO_LIMIT)
    ):
        raise DataError(
            f"{path.name} would unpack to {unpacked:,} bytes in {len(parts):,} parts, "
            f"{ratio:,.0f} times its size: it is not unpacked",
            hint="ask the site for CSV, or for fewer rows in one file",
        )
    if any(part.flag_bits & 1 for part in parts):
        raise DataError(
            f"{path.name} is protected by a password", hint="ask for it without a password"
        )


def elements(packed: zipfile.ZipFile, path: Path, part: str) -> list[tuple[str, Attributes]]:
    """The tags of a small part, in order, with their attributes, both without namespaces."""
    found: list[tuple[str, Attributes]] = []

    def start(tag: str, given: Attributes) -> None:
        found.append((tag, {_local(name): value for name, value in given.items()}))

    for _ in walk(packed, path, part, start=start):
        pass
    return found


def walk(
    packed: zipfile.ZipFile,
    path: Path,
    part: str,
    *,
    start: Start,
    end: End | None = None,
    text: Text | None = None,
    limit: int = HELD_LIMIT,
) -> Iterator[None]:
    """Hand a part's XML to the callbacks, piece by piece; yields after each piece."""
    parser = _parser(path, start, end, text)
    with opened_part(packed, path, part, limit) as stream:
        yield from _fed(parser, stream, path)


def opened_part(packed: zipfile.ZipFile, path: Path, part: str, limit: int) -> IO[bytes]:
    """The unpacked bytes of a part. Raises DataError where it is not there or too large."""
    if part not in packed.namelist():
        raise damaged(path, f"it has no part {part}")
    if packed.getinfo(part).file_size > limit:
        raise DataError(f"{path.name} is too large: its part {part}", hint="ask the site for CSV")
    return packed.open(part)


def _parser(path: Path, start: Start, end: End | None, text: Text | None) -> expat.XMLParserType:
    def refuse(*_: object) -> None:
        # No spreadsheet program writes a document type; entity bombs and stolen files need one.
        raise DataError(
            f"{path.name} declares XML entities: it is not read", hint="ask the site for CSV"
        )

    def root(tag: str, given: Attributes) -> None:
        """Some programs write <x:row> for <row>: the root tells. To look at every tag for that
        would take as long as all the rest."""
        parser.StartElementHandler, parser.EndElementHandler = start, end
        if ":" in tag:
            parser.StartElementHandler = lambda tag, given: start(_local(tag), given)
            parser.EndElementHandler = end and (lambda tag: end(_local(tag)))
        start(_local(tag), given)

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = root
    parser.CharacterDataHandler = text
    return parser


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _fed(parser: expat.XMLParserType, stream: IO[bytes], path: Path) -> Iterator[None]:
    fed = 0
    try:
        while piece := stream.read(_CHUNK):
            parser.Parse(piece, False)
            fed += len(piece)
            if fed - parser.CurrentByteIndex > TOKEN_LIMIT:
                raise damaged(path, "a single tag of more than 16 MB")
            yield
        parser.Parse(b"", True)
        yield
    except (expat.ExpatError, LookupError, ValueError) as error:
        # The last two: an encoding that there is not.
        raise damaged(path, f"XML, {error}") from None
