"""Rejects and warnings: rows with reasons, in one shape from reading to the CSV file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tfrq.ingest.rules import RULES

if TYPE_CHECKING:
    import polars

# Columns of a frame of rejects. `row` as a spreadsheet counts; `column` names source columns, and a
# column of the lake only where none was read for it; `value` is the raw text (of validation: what
# was read), shown only where that is asked for; reason and hint never hold it.
COLUMNS = ("file", "row", "table", "column", "rule", "reason", "hint", "value")
# Every frame of records carries where its rows come from, and whether equal ones are one
# (`distinct` of the mapping), in these three.
FILE, ROW, DISTINCT = "source_file", "source_row", "source_distinct"
# Number of the recipe of the mapping that made it (harmonise/recipes.py).
RECIPE = "source_recipe"
# Of patients also whether only the earliest of several differing rows holds (`earliest`).
EARLIEST = "source_earliest"


def rejects_schema() -> dict[str, polars.DataType]:
    """The Polars schema of a frame of rejects (or warnings)."""
    import polars as pl

    return {name: pl.Int64() if name == "row" else pl.String() for name in COLUMNS}


def rejects(
    where: polars.DataFrame, rule: str, *, table: str, column: str, reason: str = ""
) -> polars.DataFrame:
    """A frame of rejects. `where` has `file`, `row` and `value` (the raw text or null) of each;
    `reason` is the rule's meaning unless it can be said more exactly."""
    import polars as pl

    broken = RULES[rule]
    return where.select(
        "file",
        pl.col("row").cast(pl.Int64),
        pl.lit(table).alias("table"),
        pl.lit(column).alias("column"),
        pl.lit(broken.name).alias("rule"),
        pl.lit(reason or broken.meaning).alias("reason"),
        pl.lit(broken.hint).alias("hint"),
        pl.col("value").cast(pl.String),
    )
