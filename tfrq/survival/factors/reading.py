"""A factor's name, or the text of a criterion → the groups that are compared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import prod

from tfrq import language, model
from tfrq.errors import DefinitionError, UsageError, nearest
from tfrq.library.names import looks_like_name
from tfrq.model import Definition, Levels, Node
from tfrq.survival.factors.known import KNOWN, KnownFactor
from tfrq.survival.groups import PLACES_AND_SEX

NOT_MET, MET = "not met", "met"
MOST_COMBINATIONS = 5_000  # of levels, for the model of all factors
_KNOWN_HINT = f"factors are {', '.join(KNOWN)}, or the text of a criterion"
Parse = Callable[[str], Definition]


@dataclass(frozen=True)
class Factor:
    """What patients are compared by. `levels`: the reference first, as they are shown; `groups`:
    the same as criteria. `axis`: the axis of counts that has the same strata, or ""."""

    name: str
    meaning: str
    levels: tuple[str, ...]
    groups: Levels
    ordered: bool
    axis: str = ""

    @property
    def reference(self) -> str:
        """The level that the others are compared with."""
        return self.levels[0]


def read(asked: Sequence[str], parse: Parse) -> tuple[Factor, ...]:
    """The factors that were asked for: names of KNOWN, or texts of criteria. `parse` reads a text
    at the index of the cohort.

    Raises UsageError for an unknown or a repeated factor, too many of them, or a text that names
    a site, a country or a sex; DefinitionError for a text that cannot be understood.
    """
    if not asked:
        raise UsageError("no factor is named", hint=_KNOWN_HINT)
    factors = tuple(_read(one.strip(), parse) for one in asked)
    names = [one.name for one in factors]
    for name in names:
        if names.count(name) > 1:
            raise UsageError(f"factor '{name}' is named twice", hint="once is enough")
    if prod(len(one.levels) + 1 for one in factors) > MOST_COMBINATIONS:
        raise UsageError(
            f"these factors have more than {MOST_COMBINATIONS:,} combinations of levels",
            hint="ask for fewer of them at once",
        )
    return factors


def countries(codes: Sequence[str]) -> Levels:
    """Countries as strata of the model."""
    criteria = tuple(model.Country((code,)) for code in codes)
    return Levels(tuple(codes), criteria, rest="elsewhere")


def _read(asked: str, parse: Parse) -> Factor:
    known = KNOWN.get(asked.lower())
    return _known(known, parse) if known else _of_text(asked, parse)


def _known(known: KnownFactor, parse: Parse) -> Factor:
    tested = [level for level in known.levels if level.text]
    # Each is in the first group that they meet: of ">= 5" and ">= 8" the second is asked first.
    if not known.levels[0].text:
        tested.reverse()
    (rest,) = (level.name for level in known.levels if not level.text)
    criteria = tuple(_node(parse(level.text)) for level in tested)
    groups = Levels(tuple(level.name for level in tested), criteria, rest)
    levels = tuple(level.name for level in known.levels)
    return Factor(known.name, known.meaning, levels, groups, known.ordered, known.axis)


def _of_text(text: str, parse: Parse) -> Factor:
    try:
        node = _node(parse(text))
    except DefinitionError as error:
        if looks_like_name(text):
            raise _unknown(text) from error
        raise
    for criterion in model.criteria(node):
        if isinstance(criterion, PLACES_AND_SEX):
            raise UsageError(
                f"a factor by text names no site, country or sex, as '{text}' does",
                hint="--factor sex compares the sexes; --strata country lets each country have"
                " its own hazard",
            )
    words = language.text_of(node)
    return Factor(words, words, (NOT_MET, MET), Levels((MET,), (node,), NOT_MET), True)


def _unknown(name: str) -> UsageError:
    near = nearest(name, KNOWN)
    return UsageError(
        f"there is no factor '{name}'",
        hint=f"did you mean '{near}'? {_KNOWN_HINT}" if near else _KNOWN_HINT,
    )


def _node(definition: Definition) -> Node:
    return model.all_of(definition.steps)
