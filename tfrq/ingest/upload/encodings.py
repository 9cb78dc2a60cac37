"""Which encoding a text may be in. Only UTF-8 and a byte order mark are certain; all else is a
guess for a person to look at, and never used to read data with a mapping."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tfrq.errors import DataError
from tfrq.ingest.upload import text

# How much is looked at; what is not ASCII in it tells encodings apart.
_SAMPLE = 1 << 16
_READ = 1 << 20
# In the order in which equals are preferred.
_SINGLE_BYTE = ["cp1252", "cp1250", "cp1251", "cp1253", "cp1257", "iso8859_15", "iso8859_2"]
_SINGLE_BYTE += ["cp850", "cp852", "mac_roman", "koi8_r", "cp866"]
_EAST_ASIAN = ["cp932", "euc_jp", "gb18030", "big5", "cp949"]


def guessed(path: Path) -> str:
    """UTF-8 where the whole file is; UTF-16 by its NUL bytes; else the likeliest of the others
    that has a character for every byte of the file. Raises DataError for what is no text."""
    with path.open("rb") as file:
        head = file.read(_SAMPLE)
    if wide := text.byte_order_mark(head) or text.wide_encoding(head):
        return wide
    if text.is_binary(head):
        raise DataError(f"{path.name} holds no text", hint="ask the site for CSV or .xlsx")
    if _decodes(path, "utf-8"):
        return "utf-8"
    return next((name for name in _likely(_odd_lines(path)) if _decodes(path, name)), "latin-1")


def _decodes(path: Path, encoding: str) -> bool:
    try:
        for _ in text.chunks(path, encoding):
            pass
    except text.BadByte:
        return False
    return True


def _odd_lines(path: Path) -> bytes:
    """Lines with bytes outside ASCII."""
    found: list[bytes] = []
    size = 0
    with path.open("rb") as file:
        while size < _SAMPLE and (lines := file.readlines(_READ)):
            odd = [line[:1000] for line in lines if not line.isascii()]
            found += odd
            size += sum(map(len, odd))
    return b"".join(found)[:_SAMPLE]


def _likely(sample: bytes) -> Iterator[str]:
    """Encodings that may be meant, the likeliest first."""
    scores = {name: _score(sample.decode(name, "replace")) for name in _SINGLE_BYTE}
    # charset-normalizer is good at East Asian texts and poor at few words of European ones.
    if max(scores.values()) < 0.5:
        from charset_normalizer import from_bytes

        found = from_bytes(sample, cp_isolation=_EAST_ASIAN, enable_fallback=False)
        yield from (match.encoding for match in found)
    yield from sorted(_SINGLE_BYTE, key=lambda name: -scores[name])


def _score(decoded: str) -> float:
    """How well the characters outside ASCII stand in words, at most 1."""
    padded = f" {decoded} "
    marks = [
        _fits(before, one, after)
        for before, one, after in zip(padded, padded[1:], padded[2:], strict=False)
        if not one.isascii()
    ]
    return sum(marks) / max(1, len(marks))


def _fits(before: str, one: str, after: str) -> float:
    """1: a letter where one may stand, somewhat less for a capital; -1: a sign or a capital within
    a word, two alphabets in one word, or three accents in a row; 0: a sign by itself."""
    if not one.isalpha():
        inner = before.isalpha() and after.isalpha() and one != "’"
        return -1 if inner or not one.isprintable() or one == "\ufffd" else 0
    beside = [other for other in (before, after) if other.isalpha()]
    latin = one < "\u0370"
    foreign = [other for other in beside if not other.isascii()]
    if (latin and len(foreign) == 2) or (one.isupper() and before.islower()):
        return -1
    if not latin and len(foreign) < len(beside):
        return -1
    return 0.9 if one.isupper() else 1
