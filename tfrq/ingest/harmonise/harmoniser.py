"""A file's batches to records and rejects: every row ends in the one or in the other."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from tfrq.ingest.frames import record_types, refused_types
from tfrq.ingest.harmonise.harmonised import Harmonised
from tfrq.ingest.harmonise.recipes import check_header, recipes
from tfrq.ingest.harmonise.records import records
from tfrq.ingest.harmonise.rows import Rows, always
from tfrq.ingest.mapping.model import SiteMapping, SourceFile
from tfrq.ingest.rejects import rejects
from tfrq.ingest.upload.batch import Batch


class Harmoniser:
    """Reads the batches of one file by a mapping. DataError if the header lacks a column."""

    def __init__(self, mapping: SiteMapping, file: SourceFile, header: Sequence[str]) -> None:
        self._mapping = mapping
        self._recipes = recipes(mapping, file)
        check_header(self._recipes, file, header)

    def batch(self, name: str, batch: Batch) -> Harmonised:
        """The records that a batch makes, and a reject for everything else in it. `name` is that
        of the file in messages."""
        rows = Rows(name, batch.rows, batch.cells)
        made = {
            recipe.table: [pl.DataFrame(schema=record_types(recipe.table))]
            for recipe in self._recipes
        }
        rejected = [_malformed(name, batch)]
        refused = [pl.DataFrame(schema=refused_types())]
        used, passed, held = (~always(len(rows)) for _ in range(3))
        for recipe in self._recipes:
            theirs, has_value = rows.pass_where(recipe.where), rows.make_record(recipe)
            found = records(recipe, rows.chosen(theirs & has_value), self._mapping)
            made[recipe.table].append(found.records)
            rejected.append(found.rejects)
            refused.append(found.refused)
            used |= theirs & has_value
            if recipe.where:
                # An entry without `where` says nothing on what kind of row this is.
                passed |= theirs
                held |= has_value | rows.have_value(recipe.where)
        passed_over = ~passed & held
        rejected.append(_unused(rows.chosen(~used & ~passed_over), "empty row"))
        rejected.append(_unused(rows.chosen(~used & passed_over), "row in no table"))
        return Harmonised(
            {table: pl.concat(frames) for table, frames in made.items()},
            pl.concat(rejected),
            pl.concat(refused).unique(maintain_order=True),
        )


def _unused(rows: Rows, rule: str) -> pl.DataFrame:
    return rejects(_where(rows.name, rows.numbers), rule, table="", column="")


def _malformed(name: str, batch: Batch) -> pl.DataFrame:
    """Rows that the reader could not divide into columns, each with its own reason."""
    numbers = pl.Series("row", [bad.row for bad in batch.bad], dtype=pl.Int64)
    found = rejects(_where(name, numbers), "malformed row", table="", column="")
    own = pl.Series("reason", [bad.reason or None for bad in batch.bad], dtype=pl.String)
    return found.with_columns(pl.coalesce(own, "reason").alias("reason"))


def _where(name: str, numbers: pl.Series) -> pl.DataFrame:
    return numbers.to_frame("row").with_columns(
        pl.lit(name).alias("file"), pl.lit(None, dtype=pl.String).alias("value")
    )
