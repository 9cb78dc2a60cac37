"""The bytes of a text file as UTF-8 with one kind of line end, whatever they were."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from pathlib import Path

from tfrq.errors import DataError, UsageError

# What is read at once. A batch of text takes some ten times that.
CHUNK = 8 << 20

# Longest first: the mark of UTF-32 begins with that of UTF-16.
BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x0b\x1a\x1c\x1d\x1e\x1f")) + b"\x7f"
_SAMPLE = 1 << 16


class BadByte(Exception):
    """The bytes that follow are none in the encoding; all text before them has been given."""


def encoding_named(name: str) -> codecs.CodecInfo:
    """Raises UsageError where Python knows no such encoding of text."""
    try:
        codec = codecs.lookup(name)
        codec.decode(b"") if codec.incrementaldecoder else None
        "".encode(name)
    except (LookupError, ValueError, TypeError):
        codec = None
    if codec is None or codec.incrementaldecoder is None:
        raise UsageError(
            f"no such encoding is known: '{name}'",
            hint='common ones are "utf-8", "cp1252", "latin-1", "utf-16", "cp1250", "mac_roman"',
        )
    return codec


def byte_order_mark(head: bytes) -> str:
    """Family of encodings that the file's first bytes announce, or ""."""
    for mark, family in BYTE_ORDER_MARKS.items():
        if head.startswith(mark):
            return family
    return ""


def is_binary(head: bytes) -> bool:
    """Whether bytes in an encoding of single bytes hold more control characters than any text."""
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return controls > 16 and controls > len(head) / 20


def chunks(path: Path, encoding: str) -> Iterator[bytes]:
    """The text in UTF-8, without a byte order mark, "\\n" at the end of each line.

    Raises DataError for what is no text or announces another encoding, BadByte in its place."""
    codec = encoding_named(encoding)
    with path.open("rb") as file:
        head = file.read(_SAMPLE)
        _check_head(path, head, codec.name, encoding)
        file.seek(0)
        first = True
        for text in _decoded(file, codec):
            yield (text.removeprefix("\ufeff") if first else text).encode()
            first = False


def _check_head(path: Path, head: bytes, codec: str, encoding: str) -> None:
    family = byte_order_mark(head)
    if family and not codec.replace("_", "-").startswith(family):
        raise DataError(
            f"{path.name} begins with the mark of {family.upper()}, "
            f"and the mapping reads it as '{encoding}'",
            hint=f'give encoding = "{family}"',
        )
    if is_binary(head) and not codec.startswith(("utf-16", "utf-32", "utf_16", "utf_32")):
        raise DataError(f"{path.name} holds no text in '{encoding}'", hint=_hint_binary(head))


def wide_encoding(head: bytes) -> str:
    """UTF-16 without its mark, told by the NUL byte of every ASCII character; "" if it is not."""
    for odd, guess in ((1, "utf-16-le"), (0, "utf-16-be")):
        if head[odd::2].count(0) > len(head) / 4 > head[1 - odd :: 2].count(0) * 4:
            return guess
    return ""


def _hint_binary(head: bytes) -> str:
    guess = wide_encoding(head)
    asked = "ask the site for CSV, .xlsx or Parquet"
    return f'it may be UTF-16: give encoding = "{guess}"' if guess else asked


def _decoded(file: io.BufferedIOBase | io.BufferedReader, codec: codecs.CodecInfo) -> Iterator[str]:
    assert codec.incrementaldecoder is not None
    decoder = codec.incrementaldecoder("strict")
    ends = io.IncrementalNewlineDecoder(None, translate=True)
    last = False
    while not last:
        piece = file.read(CHUNK)
        last = not piece
        state = decoder.getstate()
        try:
            text = decoder.decode(piece, last)
        except UnicodeError as error:
            decoder.setstate(state)
            yield _before(decoder, piece, error, len(state[0]))
            raise BadByte from None
        if given := ends.decode(text, last):
            yield given


def _before(
    decoder: codecs.IncrementalDecoder, piece: bytes, error: UnicodeError, pending: int
) -> str:
    """The text before the bad byte, so that it can be said in which row it stands."""
    if not isinstance(error, UnicodeDecodeError):
        return ""
    try:
        text = decoder.decode(piece[: max(0, error.start - pending)])
    except UnicodeError:
        return ""
    return text.replace("\r\n", "\n").replace("\r", "\n")
