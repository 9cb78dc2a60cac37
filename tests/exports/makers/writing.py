"""Putting rows into files: every row that is written out in a maker stands at a row of its own."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

Row = TypeVar("Row")


def placed(rows: Iterable[Row], special: Mapping[int, Row], first: int = 2) -> list[Row]:
    """The rows with the special ones at exactly the row numbers (as a spreadsheet counts, the
    first row under the header being `first`) that they are given by."""
    regular = iter(rows)
    result: list[Row] = []
    while True:
        number = first + len(result)
        if number in special:
            result.append(special[number])
            continue
        row = next(regular, None)
        if row is None:
            break
        result.append(row)
    if beyond := [number for number in special if number >= first + len(result)]:
        raise AssertionError(f"the file ends before rows {beyond}")
    return result


def write_text(
    path: Path,
    header: str,
    rows: Iterable[Sequence[str] | str],
    *,
    delimiter: str,
    encoding: str = "utf-8",
    newline: str = "\r\n",
) -> None:
    """A CSV file. A row is a list of cells, quoted where they need it, or a text that stands in
    the file as it is."""
    lines = [row if isinstance(row, str) else _quoted(row, delimiter) for row in rows]
    text = newline.join([header, *lines, ""])
    path.write_bytes(text.encode(encoding))


def _quoted(row: Sequence[str], delimiter: str) -> str:
    line = io.StringIO()
    csv.writer(line, delimiter=delimiter, lineterminator="").writerow(row)
    return line.getvalue()


def with_wrong_check_digit(digits: str) -> str:
    """The digits and a last one that is not their Luhn check digit: no person has the number."""
    total = 0
    for position, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if position % 2 == 0 else 1)
        total += value // 10 + value % 10
    right = -total % 10
    return digits + str((right + 1) % 10)
