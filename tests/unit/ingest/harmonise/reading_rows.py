"""A mapping and rows of text, put through a harmoniser."""

from __future__ import annotations

from typing import Any

import polars as pl

from tfrq.ingest.harmonise.harmonised import Harmonised
from tfrq.ingest.harmonise.harmoniser import Harmoniser
from tfrq.ingest.mapping.reading import parse_mapping
from tfrq.ingest.rejects import DISTINCT, EARLIEST, FILE, RECIPE, ROW
from tfrq.ingest.upload.batch import BadRow, Batch

TOP = 'site = "SE01"\nversion = "1"\ndata_cut = 2024-12-31\n'


def harmonised(mapping: str, table: str, *bad: BadRow) -> Harmonised:
    """What the mapping of one file makes of a table written with `|`, a dot for an empty cell;
    its rows count from 2, as below a header."""
    site = parse_mapping(TOP + mapping, "m.toml")
    lines = [line.strip() for line in table.strip().splitlines()]
    header, *rows = [[cell.strip() for cell in line.split("|")] for line in lines]
    cells = {
        name: pl.Series(name, [None if row[at] == "." else row[at] for row in rows], pl.String)
        for at, name in enumerate(header)
    }
    numbers = pl.Series("row", range(2, len(rows) + 2), dtype=pl.Int64)
    batch = Batch(numbers, pl.DataFrame(cells), bad)
    return Harmoniser(site, site.files[0], header).batch("f.csv", batch)


def entry(table: str, *columns: str, keys: str = "", file: str = "") -> str:
    """An entry of [[tables]] for the file `f`, and [[files]] with the keys of `file` before it."""
    files = f'[[files]]\nname = "f"\nmatch = "f.csv"\n{file}\n' if file is not None else ""
    lines = "\n".join(('patient_id = { from = "id" }', *columns))
    return f'{files}[[tables]]\ntable = "{table}"\nfile = "f"\n{keys}\n[tables.columns]\n{lines}\n'


def records(found: Harmonised, table: str, *columns: str) -> list[Any]:
    """The values of the records' columns (one: alone; else as tuples), without sources."""
    frame = found.tables[table].drop(FILE, ROW, RECIPE, DISTINCT, EARLIEST, strict=False)
    rows = frame.select(columns).rows() if columns else frame.rows()
    return [row[0] for row in rows] if len(columns) == 1 else rows


def refused(found: Harmonised) -> list[tuple[Any, ...]]:
    """Row, column, rule and raw value of every reject, in order of rows."""
    return (
        found.rejects.sort("row", maintain_order=True)
        .select("row", "column", "rule", "value")
        .rows()
    )
