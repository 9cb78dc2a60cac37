"""Numbers with units: one unit for a column, one on each row, or one by marker or drug."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import polars as pl

from tfrq.ingest.frames import column_type
from tfrq.ingest.harmonise.reading import Problem, Reading
from tfrq.ingest.harmonise.rows import Rows
from tfrq.ingest.harmonise.texts import reasons
from tfrq.ingest.mapping.entry import folded
from tfrq.ingest.mapping.model import ColumnMapping, NumberStyle
from tfrq.ingest.mapping.targets import Target
from tfrq.ingest.values.distinct import PROBLEM
from tfrq.ingest.values.numbers import NUMBER, read_numbers
from tfrq.ingest.values.spelling import casefolded
from tfrq.ingest.values.units import conversion

VALUE, UNIT, UNIT_PROBLEM = "value", "unit", "unit_problem"
_PLAIN = NumberStyle()
_GROUP, _PLACE = "group", "place"


def read_measure(
    target: Target,
    column: ColumnMapping,
    rows: Rows,
    data_cut: date,
    subjects: pl.Series | None = None,
) -> Reading:
    """A column of numbers in the lake's unit. `subjects`: what each row measures, where the unit
    depends on it (markers of `labs`); null where that is unknown, and nothing is read there.
    Where there are subjects, the lake's unit of each row is a column `unit`."""
    texts = rows.texts(column)
    units = row_units(column, rows)
    subjects = _all(target.name, len(rows)) if subjects is None else subjects
    keys = pl.DataFrame({"subject": subjects, "unit": units})
    read = by_group(keys, texts, lambda key, some: _read(target, column, key, some))
    said = reasons(target, column, data_cut)
    return Reading(
        {target.name: read[VALUE], UNIT: read[UNIT]},
        (
            Problem(read[PROBLEM], column.source, said),
            Problem(read[UNIT_PROBLEM], column.unit_source or column.source, said),
        ),
    )


def row_units(column: ColumnMapping, rows: Rows) -> pl.Series:
    """The unit of each row as the mapping says it, "" where it says none; null where the row has
    none and should."""
    if not column.unit_source:
        return _all(column.unit, len(rows))
    texts = rows.texts(column, column.unit_source)
    known = {text: column.units.get(folded(text), text) for text in texts.drop_nulls().unique()}
    return texts.replace_strict(known, default=None, return_dtype=pl.String())


def by_group(
    keys: pl.DataFrame,
    texts: pl.Series,
    read: Callable[[tuple[str | None, ...], pl.Series], pl.DataFrame],
) -> pl.DataFrame:
    """What `read` makes of the texts, called once for the rows of each distinct key, in order."""
    found = keys.unique(maintain_order=True)
    if len(found) == 1:
        return read(found.row(0), texts)
    groups = keys.with_columns(texts.alias("text")).with_row_index(_PLACE)
    parts = [
        read(tuple(key), part["text"]).with_columns(part[_PLACE])
        for key, part in groups.group_by(keys.columns, maintain_order=True)
    ]
    return pl.concat(parts).sort(_PLACE).drop(_PLACE) if parts else read((None,) * 2, texts)


def _read(
    target: Target, column: ColumnMapping, key: tuple[str | None, ...], texts: pl.Series
) -> pl.DataFrame:
    """The texts of one subject in one unit."""
    subject, unit = key
    nothing = _all(None, len(texts))
    if subject is None:
        return _frame(target, nothing, nothing, nothing, nothing)
    found = _factor(subject, unit)
    if found is None:
        wrong = pl.select(pl.when(texts.is_not_null()).then(pl.lit("unknown unit"))).to_series()
        return _frame(target, nothing, nothing, nothing, wrong)
    lake_unit, factor = found
    read = _numbers(target, column, texts, factor, lake_unit)
    return _frame(target, read[NUMBER], _all(lake_unit, len(texts)), read[PROBLEM], nothing)


def _factor(subject: str, unit: str | None) -> tuple[str, Decimal] | None:
    if unit == "":
        return "", Decimal(1)
    return conversion(subject, unit) if unit else None


def _numbers(
    target: Target, column: ColumnMapping, texts: pl.Series, factor: Decimal, lake_unit: str
) -> pl.DataFrame:
    """Texts that `values` of the mapping gives a number for have it; it is in the lake's unit."""
    assert target.column is not None
    kind, percent = target.column.type, lake_unit.startswith("%")
    given = {text: meaning for text, meaning in column.values.items() if meaning}
    if not given:
        return read_numbers(texts, column.numbers, kind, factor, percent=percent)
    folded_texts = texts.to_frame("text").select(casefolded(pl.col("text"))).to_series()
    meant = folded_texts.replace_strict(given, default=None, return_dtype=pl.String())
    other = pl.select(pl.when(meant.is_null()).then(texts)).to_series()
    own = read_numbers(meant, _PLAIN, kind)
    read = read_numbers(other, column.numbers, kind, factor, percent=percent)
    number = pl.select(pl.coalesce(own[NUMBER], read[NUMBER])).to_series()
    return pl.DataFrame({NUMBER: number, PROBLEM: read[PROBLEM]})


def _frame(target: Target, *columns: pl.Series) -> pl.DataFrame:
    assert target.column is not None
    kinds = (column_type(target.column), pl.String(), pl.String(), pl.String())
    names = (VALUE, UNIT, PROBLEM, UNIT_PROBLEM)
    return pl.DataFrame(
        [one.cast(kind).alias(name) for one, kind, name in zip(columns, kinds, names, strict=True)]
    )


def _all(text: str | None, size: int) -> pl.Series:
    return pl.repeat(text, size, dtype=pl.String(), eager=True)
