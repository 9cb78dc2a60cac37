"""Durations, comparisons and the walk through a definition; a wrong value cannot be built."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from decimal import Decimal

import pytest

from tfrq import model
from tfrq.errors import DefinitionError, Span
from tfrq.model import And, Comparison, Duration, Not, Or, Response, Sex

FEMALE, MALE = Sex("female"), Sex("male")


@pytest.mark.parametrize(
    ("number", "unit", "days"),
    [
        ("5", "years", 1826),
        ("3", "years", 1095),
        ("2", "years", 730),
        ("1", "years", 365),
        ("1.5", "years", 547),
        ("12", "months", 365),
        ("6", "months", 182),
        ("3", "months", 91),
        ("2", "weeks", 14),
        ("0", "days", 0),
        ("200", "years", 73_050),
        ("0.1", "years", 36),
    ],
)
def test_durations_are_rounded_down_once(number: str, unit: str, days: int) -> None:
    assert Duration(Decimal(number), unit).days == days


@pytest.mark.parametrize(
    ("number", "unit"),
    [("-1", "days"), ("73051", "days"), ("200.01", "years"), ("1", "fortnights"), ("1", "year")],
)
def test_a_wrong_duration_cannot_be_built(number: str, unit: str) -> None:
    with pytest.raises(DefinitionError):
        Duration(Decimal(number), unit)


@pytest.mark.parametrize(
    ("operator", "upper"),
    [("=>", None), ("between", None), (">=", Decimal(2)), ("", None)],
)
def test_a_wrong_comparison_cannot_be_built(operator: str, upper: Decimal | None) -> None:
    with pytest.raises(DefinitionError):
        Comparison(operator, Decimal(1), upper)


YEAR, MR4 = model.ONE_YEAR, Response("MR4")
WRONG = {
    "a reversed range of numbers": lambda: Comparison("between", Decimal(65), Decimal(18)),
    "a reversed range of durations": lambda: Comparison("between", YEAR, model.SIX_WEEKS),
    "a reversed range of dates": lambda: Comparison(
        "between", model.Point("2006"), model.Point("2005-12-31")
    ),
    "a negative number": lambda: Comparison(">=", Decimal(-1)),
    "a day at no date": lambda: model.At("Christmas"),
    "a period next to nothing": lambda: model.Period("before"),
    "a period of no kind": lambda: model.Period("during", "index"),
    "ever, next to a date": lambda: model.Period("ever", "index"),
    "a level of no name": lambda: Response("MR9"),
    "a level and a number": lambda: Response("MR4", "<=", Decimal("0.1")),
    "neither level nor number": lambda: Response(""),
    "a level that is equal": lambda: Response("", "=", Decimal("0.1")),
    "copies of a level": lambda: Response("MR4", copies=10_000),
    "a verified depth of undetectable": lambda: Response("undetectable", depth_verified=True),
    "negative tests": lambda: model.SustainedResponse(
        MR4, Comparison(">=", YEAR), model.EVER, tests=-1
    ),
    "spacing without tests": lambda: model.SustainedResponse(
        MR4, Comparison(">=", YEAR), model.EVER, spacing=YEAR
    ),
    "more tests needed than looked at": lambda: model.LastTests(MR4, 4, 5, model.At("index")),
    "no test needed": lambda: model.LastTests(MR4, 4, 0, model.At("index")),
    "fewer than no tests": lambda: model.AllTests(MR4, model.EVER, -1),
    "an endpoint of no kind": lambda: model.Endpoint("gain", MR4, model.EVER),
    "a loss of nothing": lambda: model.Endpoint("loss", None, model.EVER),
    "a restart of a level": lambda: model.Endpoint("restart", MR4, model.EVER),
    "a loss dated at confirmation": lambda: model.Endpoint("loss", MR4, model.EVER, True),
    "no drugs": lambda: model.AnyExposure((), model.EVER),
    "a line of no drugs": lambda: model.LineDrug(1, (), model.EVER),
    "line 0": lambda: model.LineDrug(0, ("imatinib",), model.EVER),
    "no countries": lambda: model.Country(()),
    "a conjunction of nothing": lambda: And(()),
    "one criterion or nothing": lambda: Or((FEMALE,)),
    "none of two": lambda: model.AtLeast(0, (FEMALE, MALE)),
    "three of two": lambda: model.AtLeast(3, (FEMALE, MALE)),
    "an index of no name": lambda: model.Index("Christmas"),
    "a first response of no level": lambda: model.Index("first response"),
    "a diagnosis of a level": lambda: model.Index("diagnosis", MR4),
    "a definition of nothing": lambda: model.Definition(()),
    "undetectable assumed undetectable": lambda: model.Definition(
        (FEMALE,), assume_undetectable="undetectable"
    ),
}


@pytest.mark.parametrize("build", WRONG.values(), ids=WRONG)
def test_what_would_mean_nothing_cannot_be_built(build: Callable[[], object]) -> None:
    with pytest.raises(DefinitionError):
        build()


def test_nodes_are_equal_wherever_they_were_written() -> None:
    assert Sex("female", span=Span(3, 9)) == FEMALE
    assert hash(Sex("female", span=Span(3, 9))) == hash(FEMALE)
    assert "span" not in repr(Sex("female", span=Span(3, 9)))


@pytest.mark.parametrize(
    "kind", [*model.CRITERIA, Not, And, Or, model.Definition, model.Index], ids=lambda k: k.__name__
)
def test_the_model_is_frozen(kind: type) -> None:
    assert dataclasses.is_dataclass(kind)
    assert kind.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert (kind.__doc__ or "").strip()


@pytest.mark.parametrize(
    ("response", "cutoff"),
    [
        (Response("MR4.5"), "0.0032"),
        (Response("MR3"), "0.1"),
        (Response("", "<", Decimal("0.0069")), "0.0069"),
        (Response("", "<=", Decimal(0)), "0"),
    ],
)
def test_cutoffs_are_exact(response: Response, cutoff: str) -> None:
    assert response.cutoff == Decimal(cutoff)


def test_criteria_come_in_the_order_of_the_text() -> None:
    state = model.ResponseState(Response("MR4"), model.At("index"))
    node = And((Or((FEMALE, Not(MALE))), Not(And((state, FEMALE)))))
    assert list(model.criteria(node)) == [FEMALE, MALE, state, FEMALE]
    assert model.children(node) == node.items
    assert model.children(Not(MALE)) == (MALE,)
    assert model.children(MALE) == ()
    assert list(model.responses(node)) == [Response("MR4")]
