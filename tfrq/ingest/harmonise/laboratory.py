"""The laboratory's own text of a test, brought to the International Scale where it is local."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from tfrq.ingest.frames import lake_types
from tfrq.ingest.harmonise.reading import Problem, Reading, problem
from tfrq.ingest.harmonise.recipes import Recipe
from tfrq.ingest.harmonise.rows import Rows
from tfrq.ingest.harmonise.texts import reasons
from tfrq.ingest.mapping.entry import folded
from tfrq.ingest.mapping.model import ColumnMapping, SiteMapping
from tfrq.ingest.mapping.tables import names_of
from tfrq.ingest.mapping.targets import RESULT, targets
from tfrq.ingest.values.conversion import to_is
from tfrq.ingest.values.distinct import PROBLEM
from tfrq.ingest.values.result_units import result_unit
from tfrq.ingest.values.results import read_results

# The scale that the text is on, before any factor.
OWN_SCALE = "own_scale"
OTHERWISE = "{} stands in a column of its own, and result says otherwise"
_FITTED_BY = ("laboratory", "reference_gene", "method", "test_date")


def read_laboratory(
    recipe: Recipe,
    rows: Rows,
    readings: Mapping[str, Reading],
    mapping: SiteMapping,
    operator: pl.Series | None,
) -> Reading:
    """What `result` says, with OWN_SCALE and the factor that was applied. `operator` stands in a
    column of its own, where one is mapped, and is the sign of a number without one."""
    column = recipe.columns[RESULT]
    said = reasons(targets(recipe.table)[RESULT], column, mapping.data_cut)
    texts = rows.texts(column)
    units = rows.texts(column, column.unit_source) if column.unit_source else None
    read = read_results(texts, column, units, operator).with_columns(_scale(column, units))
    fitted = read.with_columns(_fitted(readings, len(rows)))
    converted = to_is(fitted, mapping.conversion_factors, column.without_factor)
    blamed = column.unit_source if column.unit_source else column.source
    unsigned, problems = _other_signs(read[PROBLEM], recipe, operator)
    problems += _problems(unsigned, column.source, blamed, said)
    problems.append(Problem(converted[PROBLEM], column.source, said))
    own = read.select(
        "operator", "detected", "reported_level", pl.col("scale").alias(OWN_SCALE)
    ).to_dict()
    return Reading({**own, **converted.drop(PROBLEM).to_dict()}, tuple(problems))


def _scale(column: ColumnMapping, units: pl.Series | None) -> pl.Expr:
    """The scale of each text; where there is none (a level or a word on detection stands in
    another column) the unit tells it."""
    if units is None:
        return pl.col("scale").fill_null(pl.lit(_scale_of(column.unit), dtype=pl.String))
    named = units.drop_nulls().unique()
    scales = {text: _scale_of(column.units.get(folded(text), text)) for text in named}
    # A row without a number has often no unit either; all units of the mapping may say the same.
    common = {_scale_of(unit) for unit in column.units.values()}
    scales[None] = common.pop() if len(common) == 1 else None
    of_unit = units.replace_strict(scales, default=None, return_dtype=pl.String())
    return pl.col("scale").fill_null(pl.lit(of_unit))


def _scale_of(unit: str) -> str | None:
    known = result_unit(unit)
    return known.scale if known else None


def _problems(
    rules: pl.Series, source: str, unit_source: str, said: dict[str, str]
) -> list[Problem]:
    """The problems of the text, and those of its unit, which stands in another column."""
    of_unit = rules == "unknown unit"
    if not of_unit.any():
        return [Problem(rules, source, said)]
    parts = pl.DataFrame({"rules": rules, "unit": of_unit}).select(
        pl.when(~pl.col("unit")).then(pl.col("rules")).alias("own"),
        pl.when(pl.col("unit")).then(pl.col("rules")).alias("unit"),
    )
    return [Problem(parts["own"], source, said), Problem(parts["unit"], unit_source, said)]


def _other_signs(
    rules: pl.Series, recipe: Recipe, operator: pl.Series | None
) -> tuple[pl.Series, list[Problem]]:
    """The broken rules without those of tests that have an operator of their own and say otherwise,
    and these: it is the operator's column that is to look at."""
    if operator is None:
        return rules, []
    differs = (rules == "contradictory result").fill_null(False) & operator.is_not_null()
    others = pl.select(pl.when(~differs).then(rules)).to_series()
    source = next(iter(names_of(recipe.columns["operator"])), "")
    return others, [problem(differs, "contradictory result", source, OTHERWISE.format("operator"))]


def _fitted(readings: Mapping[str, Reading], size: int) -> list[pl.Series]:
    """The columns that a factor is chosen by; null where none is mapped."""
    types = lake_types("molecular")
    return [
        (
            readings[name].columns[name]
            if name in readings
            else pl.repeat(None, size, dtype=types[name], eager=True)
        ).alias(name)
        for name in _FITTED_BY
    ]
