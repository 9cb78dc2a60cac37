"""Endpoints for tests, read part by part as criteria after the index, and questions of times that
between them use every kind of part, search, group and stratum."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tfrq import language, model
from tfrq.model import Definition, Levels, Node, TimeToEvent

MRFS = "loss of MMR or death or progression"
TFS = "loss of MMR or restart or progression or death"


def outcome(text: str) -> TimeToEvent:
    """`A or B competing C`."""
    parts, _, competing = text.partition(" competing ")
    return TimeToEvent(tuple(_parts(parts)), tuple(_parts(competing)))


def _parts(text: str) -> Iterator[Node]:
    for part in text.split(" or ") if text else ():
        words, bracket, qualifiers = part.partition(" (")
        (step,) = language.parse(f"{words} after index{bracket}{qualifiers}", index=INDEX).steps
        yield from model.criteria(step)


def levels(rest: str, index: str = "", **criteria: str) -> Levels:
    """Groups by name."""
    steps = [language.parse(text, index=index or INDEX).steps for text in criteria.values()]
    return Levels(tuple(criteria), tuple(model.all_of(each) for each in steps), rest)


INDEX = "first TFR attempt"


@dataclass(frozen=True)
class Timed:
    """A question of times."""

    definition: Definition
    outcome: str
    axis: str = ""
    levels: tuple[Levels, ...] = ()
    landmark: int = 0
    name: str = field(default="", compare=False)


def _timed(
    outcome: str, axis: str = "", levels: tuple[Levels, ...] = (), landmark: int = 0, **asked: str
) -> Timed:
    text = asked.get("text", "no stop for resistance")
    index = asked.get("index", INDEX)
    definition = language.parse(text, index=index)
    return Timed(definition, outcome, axis, levels, landmark, f"{outcome} {axis} {index}".strip())


DEPTH = levels("other", deep="MR4.5 at index", shallow="MR4 at index")
EARLY = levels("late", early="MMR within 3 months after index")
TIMED = (
    _timed(MRFS, "country"),
    _timed(TFS, "age", landmark=182),
    _timed("death", "sex"),
    _timed("restart competing death", "first-line"),
    _timed("regained MMR competing death or progression", "drug"),
    _timed("confirmed loss of MR4 (dated at confirmation)", "year", index="last TFR attempt"),
    _timed("any positive test or loss of BCR::ABL1 <= 0.0069 %", "sokal", text="female"),
    _timed("transplant or mutation competing loss of MR4.5", "transcript", index="TKI start"),
    _timed("T315I mutation", "elts", text="female", index="first MR4.5"),
    _timed(MRFS, levels=(DEPTH, EARLY), text="female or male"),
    _timed(MRFS, "site", index="data cut", text="MR4 at index"),
)
