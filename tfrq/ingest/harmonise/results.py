"""One test from all that a row says of it: the laboratory's text, and columns beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from tfrq.ingest.frames import lake_types
from tfrq.ingest.harmonise.laboratory import OTHERWISE, read_laboratory
from tfrq.ingest.harmonise.reading import Problem, Reading, problem, sound
from tfrq.ingest.harmonise.recipes import Recipe
from tfrq.ingest.harmonise.rows import Rows
from tfrq.ingest.mapping.model import SiteMapping
from tfrq.ingest.mapping.tables import names_of
from tfrq.ingest.mapping.targets import BY_RESULT, RESULT
from tfrq.vocabulary import UPPER_BOUNDS

FACTOR = "conversion_factor"
_VALUE, _OPERATOR, _DETECTED = pl.col("value"), pl.col("operator"), pl.col("detected")
_LEVEL = pl.col("reported_level")
_SAID = "said "  # before the name of a column that stands beside `result`
_RULE = "contradictory result"


def read_test(
    recipe: Recipe, rows: Rows, readings: Mapping[str, Reading], mapping: SiteMapping
) -> Reading:
    """Value, operator, detected, reported_level and scale of each test; problems where the row
    says nothing of its result, or two things."""
    beside = {
        name: readings[name].columns[name] for name in (*BY_RESULT, FACTOR) if name in readings
    }
    if RESULT not in recipe.columns:
        return _finished(recipe, _frame(beside, len(rows)), ())
    operator = beside.get("operator")
    result = read_laboratory(recipe, rows, readings, mapping, operator)
    said = {_SAID + name: one for name, one in _frame(beside, len(rows)).to_dict().items()}
    test = pl.DataFrame({**result.columns, **said})
    problems = (*result.problems, *_contradictions(recipe, test))
    return _finished(recipe, test.select(_together()), problems)


def _frame(columns: Mapping[str, pl.Series], size: int) -> pl.DataFrame:
    """All columns of a test; null what no column of the row says."""
    types = lake_types("molecular")
    return pl.DataFrame(
        {
            name: columns[name] if name in columns else pl.repeat(None, size, eager=True)
            for name in (*BY_RESULT, FACTOR)
        },
        schema={name: types[name] for name in (*BY_RESULT, FACTOR)},
    )


def _contradictions(recipe: Recipe, test: pl.DataFrame) -> Iterator[Problem]:
    """Where a column beside `result` says something else than it."""
    for name, differs in _DIFFERENT.items():
        if name in recipe.columns:
            broken = test.select(differs.fill_null(False)).to_series()
            source = next(iter(names_of(recipe.columns[name])), "")
            yield problem(broken, _RULE, source, OTHERWISE.format(name))


def _both_differ(name: str) -> pl.Expr:
    return pl.col(name) != pl.col(_SAID + name)


# 0 means not detected unless the site says otherwise (lake-layout.md).
_UNCOUNTED = (_VALUE == 0) & pl.col(_SAID + "detected")
_DIFFERENT = {
    "value": _both_differ("value"),
    "detected": _both_differ("detected") & ~_UNCOUNTED.fill_null(False),
    "reported_level": _both_differ("reported_level"),
    "scale": pl.col("own_scale") != pl.col(_SAID + "scale"),
}


def _together() -> list[pl.Expr]:
    """What `result` says, and where it says nothing what the columns beside it do."""
    own = {name: pl.coalesce(name, _SAID + name) for name in (*BY_RESULT, FACTOR)}
    # An operator without a number is that of the number beside it, or of nothing.
    own["detected"] = pl.when(_UNCOUNTED).then(True).otherwise(own["detected"])
    return [column.alias(name) for name, column in own.items()]


def _finished(recipe: Recipe, test: pl.DataFrame, problems: tuple[Problem, ...]) -> Reading:
    """The test as the lake has it, and what is still wrong with it."""
    # A level says how deep a 0 was; a 0 alone says it of no depth.
    by_level = (_VALUE == 0) & _LEVEL.is_not_null()
    value = pl.when(~by_level.fill_null(False)).then(_VALUE)
    detected = pl.when(by_level).then(_DETECTED.fill_null(False)).otherwise(_DETECTED)
    unused = test.select(_unused(value, detected)).to_series()
    test = test.with_columns(
        value.alias("value"),
        pl.when(value.is_not_null()).then(_OPERATOR.fill_null("=")).alias("operator"),
        detected.alias("detected"),
    )
    fine = sound(len(test), problems)
    bound = test.select((_VALUE == 0) & (_OPERATOR != "=")).to_series()
    nothing = test.select(pl.all_horizontal(c.is_null() for c in (_VALUE, _DETECTED, _LEVEL)))
    source, said = _source(recipe), ~nothing.to_series()
    # Without `result` the scale is a column that has to be mapped, and is checked as such.
    no_scale = test["scale"].is_null() & (RESULT in recipe.columns)
    return Reading(
        test.to_dict(),
        (
            *problems,
            problem(fine & said & unused, _RULE, _operator(recipe), "operator is of no number"),
            problem(fine & bound, "number out of range", source, "0 is no bound"),
            problem(fine & ~said, "missing value", source, "it has no result"),
            problem(fine & said & no_scale, "missing value", source, "its scale is not known"),
        ),
    )


def _unused(value: pl.Expr, detected: pl.Expr) -> pl.Expr:
    """Whether there is a bound and no number that it is of. "Not detected" says what an upper bound
    without a number can."""
    said = (~detected & _OPERATOR.is_in(UPPER_BOUNDS)).fill_null(False)
    return ((_OPERATOR != "=") & value.is_null() & ~said).fill_null(False)


def _operator(recipe: Recipe) -> str:
    column = recipe.columns.get("operator")
    return next(iter(names_of(column)), "") if column else ""


def _source(recipe: Recipe) -> str:
    """The column that holds the result, or most of it."""
    for name in (RESULT, "value", "reported_level", "detected"):
        if name in recipe.columns:
            return next(iter(names_of(recipe.columns[name])), "")
    return ""
