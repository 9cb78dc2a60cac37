"""Hazard ratios of factors as a sheet, and as the rows of a forest plot."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

from tfrq.render.counts import NOT_FOR_RELEASE, caption, provenance_head
from tfrq.render.forest import ForestPlot, ForestRow
from tfrq.render.numbers import p_digits, p_short, places
from tfrq.render.sheet import HIDDEN, Cell, Column, Kind, Sheet

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from tfrq.survival.factors import CoxModel, Factors, HazardRatio, ModelTest

LEVELS = (
    Column("factor", "factor"),
    Column("level", "level"),
    Column("reference", "reference"),
    Column("subjects", "subjects", "number"),
    Column("events", "events", "number"),
    Column("missing", "missing", "number"),
)
RATIO = ("hazard_ratio", "low", "high", "p", "ph_p")
ALONE, TOGETHER = "", "adjusted_"
ALL = "all together"
BETTER, WORSE = "fewer events", "more events"
RELEASED_STEPS = "hazard ratios are estimated from released steps, each of which is one time"
EXACT_DAYS = "hazard ratios are estimated from exact days"
MODEL = "Cox model, Efron's ties, Wald limits (95 %) and p"
PROPORTIONAL = "ph p = score test of proportional hazards (time on the Kaplan–Meier scale)"


def factors(result: Factors) -> Sheet:
    """One row per level of each factor; on a screen a forest plot under them."""
    released = result.released
    columns = (*LEVELS, *_columns(ALONE), *(_columns(TOGETHER) if result.together else ()))
    return Sheet(
        result="factors",
        columns=columns,
        rows=tuple(_row(result, one) for one in _levels(result)),
        head=_head(result),
        caption=_caption(result),
        marking=NOT_FOR_RELEASE if released.not_for_release else "",
        on_screen=_screen(result),
    )


def figure(result: Factors) -> Figure:
    """The forest plot for a paper. Raises UsageError where matplotlib is not installed."""
    from tfrq.render import forest_figure

    released = result.released
    return forest_figure.figure(
        forest_rows(result),
        released.provenance,
        not_for_release=released.not_for_release,
        better=BETTER,
        worse=WORSE,
        foot=(f"{_title(result)}; endpoint {released.outcome.text}; {MODEL}",),
    )


def forest_rows(result: Factors) -> tuple[ForestRow, ...]:
    """A heading per factor and a row per level: of the model of all factors where there are
    several, else of each alone."""
    models = (result.together,) if result.together else result.alone
    ratios = [ratio for model in models for ratio in model.ratios]
    found = []
    for factor in result.asked:
        found.append(ForestRow(factor.name, None, None, None))
        found += [_forest_row(one) for one in ratios if one.factor == factor.name]
    return tuple(found)


def _forest_row(one: HazardRatio) -> ForestRow:
    note = one.words if one.ratio is None else f"p {_p(one.p)}"
    return ForestRow(f"  {one.level}", one.ratio, one.low, one.high, note)


def _columns(prefix: str) -> tuple[Column, ...]:
    heading = prefix.replace("_", " ")
    ratio = tuple(
        Column(prefix + name, heading + name.replace("_", " "), _kind(name)) for name in RATIO
    )
    return (*ratio, Column(f"{prefix}words", f"{heading}words"))


def _kind(name: str) -> Kind:
    return "float" if name in ("p", "ph_p") else "measure"


def _levels(result: Factors) -> Iterator[HazardRatio]:
    """The levels of each factor alone, then those that only the model of all tells apart."""
    for model in result.alone:
        yield from model.ratios
        known = {one.level for one in model.ratios}
        for one in result.together.ratios if result.together else ():
            if one.factor in model.factors and one.level not in known:
                yield one


def _alone(result: Factors, level: HazardRatio) -> HazardRatio | None:
    return next((one for model in result.alone for one in model.ratios if one == level), None)


def _together(result: Factors, level: HazardRatio) -> HazardRatio | None:
    ratios = result.together.ratios if result.together else ()
    same = (one for one in ratios if (one.factor, one.level) == (level.factor, level.level))
    return next(same, None)


def _model(result: Factors, level: HazardRatio) -> CoxModel:
    return next(model for model in result.alone if level.factor in model.factors)


def _row(result: Factors, level: HazardRatio) -> tuple[Cell, ...]:
    own, alone, together = _model(result, level), _alone(result, level), result.together
    # The numbers behind a level of the model of all are not shown beside those of its own.
    numbers = (alone.subjects, alone.events) if alone else (None, None)
    counted = (_shown(number) for number in (*numbers, own.missing))
    cells = (level.factor, level.level, level.reference, *counted, *_ratio(own, alone))
    return (*cells, *_ratio(together, _together(result, level))) if together else cells


def _ratio(model: CoxModel, one: HazardRatio | None) -> tuple[Cell, ...]:
    if one is None:
        return (None,) * (len(RATIO) + 1)
    ratio = (places(value, 4) for value in (one.ratio, one.low, one.high))
    test = _proportional(model, one.factor)
    tests = (one.p, test.p if test else None)
    return (*ratio, *(None if p is None else p_digits(p) for p in tests), one.words)


def _proportional(model: CoxModel, factor: str) -> ModelTest | None:
    return next((test for test in model.proportional if test.factor == factor), None)


def _shown(number: int | None) -> Cell:
    return HIDDEN if number is None else number


def _p(p: float | None) -> str:
    return "–" if p is None else p_short(p)


def _screen(result: Factors) -> Sheet:
    """The same with a ratio and its limits in one column, and the tests and the plot below."""
    columns = [LEVELS[0], *LEVELS[3:5], Column("alone", "hazard ratio (95 %)"), Column("p", "p")]
    if result.together:
        columns += [Column("together", "adjusted (95 %)"), Column("adjusted_p", "p")]
    plot = ForestPlot(forest_rows(result), better=BETTER, worse=WORSE)
    return Sheet(
        result="factors",
        columns=tuple(columns),
        rows=tuple(_screen_rows(result, len(columns))),
        caption=_caption(result),
        marking=NOT_FOR_RELEASE if result.released.not_for_release else "",
        below=(_models(result), Sheet("forest", (), (), prose=(_title(result), plot))),
    )


def _title(result: Factors) -> str:
    which = "adjusted for each other" if result.together else "each alone"
    return f"Hazard ratios, {which}"


def _screen_rows(result: Factors, columns: int) -> Iterator[tuple[Cell, ...]]:
    """A heading per factor, as beside each level its name would take too much of a screen."""
    for name, levels in groupby(_levels(result), key=lambda one: one.factor):
        yield (name, *("",) * (columns - 1))
        yield from (_screen_row(result, level) for level in levels)


def _screen_row(result: Factors, level: HazardRatio) -> tuple[Cell, ...]:
    alone, together = _alone(result, level), _together(result, level)
    numbers = (alone.subjects, alone.events) if alone else (None, None)
    cells = (f"  {level.level}", *map(_shown, numbers), *_in_words(alone))
    return (*cells, *_in_words(together)) if result.together else cells


def _in_words(one: HazardRatio | None) -> tuple[Cell, Cell]:
    if one is None or one.ratio is None:
        return (one.words if one else None), ""
    return f"{one.ratio:.2f} ({one.low:.2f}–{one.high:.2f})", _p(one.p)


def _models(result: Factors) -> Sheet:
    """What stands behind each model, and its tests."""
    columns = (
        Column("model", "model"),
        Column("subjects", "subjects", "number"),
        Column("events", "events", "number"),
        Column("missing", "missing", "number"),
        Column("p", "p of any effect"),
        Column("ph_p", "ph p"),
    )
    rows = [_model_row(", ".join(model.factors), model) for model in result.alone]
    if result.together:
        rows.append(_model_row(ALL, result.together))
    return Sheet("models", columns, tuple(rows))


def _model_row(name: str, model: CoxModel) -> tuple[Cell, ...]:
    effect = next((test.p for test in model.tests if test.name == "likelihood ratio"), None)
    proportional = _proportional(model, "")
    numbers = (model.subjects, model.events, _shown(model.missing))
    return (name, *numbers, _p(effect), _p(proportional.p if proportional else None))


def _caption(result: Factors) -> tuple[str, ...]:
    released = result.released
    steps = EXACT_DAYS if released.exact else RELEASED_STEPS
    strata = (f"strata: {result.strata}",) if result.strata else ()
    words = released.outcome.conventions
    more = (f"endpoint {released.outcome.text}", *words, MODEL, *strata, PROPORTIONAL, steps)
    return caption(released.provenance, *more)


def _head(result: Factors) -> dict[str, Any]:
    released = result.released
    models = [*result.alone, *((result.together,) if result.together else ())]
    return {
        "not_for_release": released.not_for_release,
        "endpoint": released.outcome.text,
        "origin": released.outcome.origin,
        "landmark_days": released.outcome.landmark,
        "strata": result.strata,
        "exact": released.exact,
        "models": [_model_head(model) for model in models],
        "provenance": provenance_head(released.provenance),
        "notes": list(result.notes),
    }


def _model_head(model: CoxModel) -> dict[str, Any]:
    tests = (*model.tests, *model.proportional)
    return {
        "factors": list(model.factors),
        "subjects": model.subjects,
        "events": model.events,
        "missing": model.missing,
        "tests": [
            {
                "name": test.name,
                "factor": test.factor,
                "statistic": round(test.statistic, 6),
                "degrees": test.degrees,
                "p": p_digits(test.p),
            }
            for test in tests
        ],
    }
