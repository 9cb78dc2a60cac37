"""The laboratory's own text of a test, brought to the International Scale where it is local."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from tfrq import vocabulary
from tfrq.ingest.frames import lake_types
from tfrq.ingest.harmonise.reading import Problem, Reading
from tfrq.ingest.harmonise.recipes import Recipe
from tfrq.ingest.harmonise.rows import Rows
from tfrq.ingest.harmonise.texts import reasons
from tfrq.ingest.mapping.entry import folded
from tfrq.ingest.mapping.model import ColumnMapping, SiteMapping
from tfrq.ingest.mapping.targets import RESULT, targets
from tfrq.ingest.values.conversion import to_is
from tfrq.ingest.values.distinct import PROBLEM
from tfrq.ingest.values.result_units import result_unit
from tfrq.ingest.values.results import read_results

# The scale that the text is on, before any factor.
OWN_SCALE = "own_scale"
_FITTED_BY = ("laboratory", "reference_gene", "method", "test_date")
_SIGNS = sorted((*vocabulary.OPERATORS, *vocabulary.OPERATOR_SYNONYMS), key=len, reverse=True)
_SIGN = f"^({'|'.join(_SIGNS)})"


def read_laboratory(
    recipe: Recipe,
    rows: Rows,
    readings: Mapping[str, Reading],
    mapping: SiteMapping,
    operator: pl.Series | None,
) -> Reading:
    """What `result` says, with OWN_SCALE and the factor that was applied. `operator` stands in a
    column of its own, where one is mapped: before a bare number it is read with it."""
    column = recipe.columns[RESULT]
    said = reasons(targets(recipe.table)[RESULT], column, mapping.data_cut)
    texts, problems = rows.texts(column), []
    if operator is not None:
        texts, contradiction = _signed(texts, operator)
        source = recipe.columns["operator"].source
        problems.append(Problem(contradiction, source))
    units = rows.texts(column, column.unit_source) if column.unit_source else None
    read = read_results(texts, column, units).with_columns(_scale(column, units))
    fitted = read.with_columns(_fitted(readings, len(rows)))
    converted = to_is(fitted, mapping.conversion_factors, column.without_factor)
    blamed = column.unit_source if column.unit_source else column.source
    problems += _problems(read[PROBLEM], column.source, blamed, said)
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


def _signed(texts: pl.Series, operator: pl.Series) -> tuple[pl.Series, pl.Series]:
    """The texts with the operator before a bare number, and where a text has another sign."""
    text, said = pl.col("text"), pl.col("operator")
    frame = pl.DataFrame({"text": texts, "operator": operator})
    own = text.str.extract(_SIGN).replace(vocabulary.OPERATOR_SYNONYMS)
    bare = text.str.contains(r"^[0-9.,]") & (said != "=")
    differs = (own != said).fill_null(False)
    read = frame.select(
        pl.when(bare).then(said + text).otherwise(text).alias("text"),
        pl.when(differs).then(pl.lit("contradictory result")).alias("rule"),
    )
    return read["text"], read["rule"]


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
