"""Durations, comparisons and the walk through a definition; a wrong value cannot be built."""

from __future__ import annotations

import dataclasses
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
