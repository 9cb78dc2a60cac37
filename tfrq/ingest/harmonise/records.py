"""Rows to records of one table, by one recipe: every cell is read, or the record is a reject."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from tfrq.ingest.frames import record_types
from tfrq.ingest.harmonise.kinds import read_column
from tfrq.ingest.harmonise.measures import UNIT, read_measure
from tfrq.ingest.harmonise.reading import Problem, Reading, problem, rejected, sound
from tfrq.ingest.harmonise.recipes import Recipe
from tfrq.ingest.harmonise.results import read_test
from tfrq.ingest.harmonise.rows import Rows
from tfrq.ingest.mapping.model import SiteMapping
from tfrq.ingest.mapping.tables import names_of
from tfrq.ingest.mapping.targets import RESULT, required, targets
from tfrq.ingest.rejects import DISTINCT, EARLIEST, FILE, RECIPE, ROW
from tfrq.schema import PATIENT_ID

_INTERFERON, _ITS_UNIT = "interferon", "MU"


@dataclass(frozen=True)
class Records:
    """Records of one table, the rejects in place of others, and whose these are."""

    records: pl.DataFrame
    rejects: pl.DataFrame
    refused: pl.DataFrame


def records(recipe: Recipe, rows: Rows, mapping: SiteMapping) -> Records:
    """The records of these rows by one recipe."""
    readings = _readings(recipe, rows, mapping)
    if recipe.table == "molecular":
        readings["test"] = read_test(recipe, rows, readings, mapping)
    problems = [one for reading in readings.values() for one in reading.problems]
    problems += _missing(recipe, readings)
    found = {name: one for reading in readings.values() for name, one in reading.columns.items()}
    fine = sound(len(rows), problems)
    return Records(
        _frame(recipe, rows, found, fine),
        rejected(rows, recipe.table, problems),
        _refused(recipe.table, found[PATIENT_ID].filter(~fine)),
    )


def _refused(table: str, patients: pl.Series) -> pl.DataFrame:
    known = patients.drop_nulls().unique(maintain_order=True).alias(PATIENT_ID)
    return known.to_frame().select(pl.lit(table).alias("table"), PATIENT_ID)


def _readings(recipe: Recipe, rows: Rows, mapping: SiteMapping) -> dict[str, Reading]:
    """What was read of each mapped column, apart from `result`."""
    known = targets(recipe.table)
    found = {
        name: read_column(known[name], column, rows, mapping.data_cut)
        for name, column in recipe.columns.items()
        if name != RESULT and not (recipe.table == "labs" and name == "value")
    }
    if recipe.table == "labs":
        marker = found["marker"].columns["marker"]
        value = recipe.columns["value"]
        found["value"] = read_measure(known["value"], value, rows, mapping.data_cut, marker)
    if "daily_dose" in found:
        found["daily_dose"] = _dose(recipe, found["daily_dose"], found["drug"])
    return found


def _dose(recipe: Recipe, dose: Reading, drug: Reading) -> Reading:
    """The dose, whose unit has to be that of the drug: millions of units for interferon."""
    if UNIT not in dose.columns:
        return dose
    read = pl.DataFrame({"unit": dose.columns[UNIT], "drug": drug.columns["drug"]})
    of_units, interferon = pl.col("unit") == _ITS_UNIT, pl.col("drug") == _INTERFERON
    wrong = read.select((pl.col("unit") != "") & (of_units != interferon)).to_series()
    column = recipe.columns["daily_dose"]
    reason = "a dose is in mg, and of interferon in MU"
    found = problem(wrong, "unknown unit", column.unit_source or column.source, reason)
    return Reading({"daily_dose": dose.columns["daily_dose"]}, (*dose.problems, found))


def _missing(recipe: Recipe, readings: dict[str, Reading]) -> Iterator[Problem]:
    """Columns that have to have a value and have none, though nothing is wrong with their text."""
    by_column = {name: reading for reading in readings.values() for name in reading.columns}
    for name in required(recipe.table, frozenset(recipe.columns)):
        reading = by_column[name]
        null = reading.columns[name].is_null()
        if recipe.table == "labs" and name == "value":
            # Of what is no marker no value was read.
            null &= by_column["marker"].columns["marker"].is_not_null()
        if not null.any():
            continue
        rule = "missing patient" if name == PATIENT_ID else "missing value"
        reason = "" if name == PATIENT_ID else f"{name} has to have a value"
        source = next(iter(names_of(recipe.columns[name])), "")
        yield problem(null & sound(len(null), reading.problems), rule, source, reason)


def _frame(
    recipe: Recipe, rows: Rows, found: dict[str, pl.Series], fine: pl.Series
) -> pl.DataFrame:
    types = record_types(recipe.table)
    given = {
        FILE: rows.name,
        RECIPE: recipe.number,
        DISTINCT: recipe.distinct,
        EARLIEST: recipe.earliest,
    }
    found = {**found, ROW: rows.numbers}
    columns = [
        pl.lit(found[name] if name in found else given.get(name), dtype=kind).alias(name)
        for name, kind in types.items()
    ]
    frame = rows.numbers.to_frame("_").with_columns(columns).select(*types)
    return frame if fine.all() else frame.filter(fine)
