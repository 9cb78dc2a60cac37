"""Endpoints that stand alone (docs/semantics.md §8): `A or B competing C`."""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from .endpoints import AnyPositive, Loss, Part, Recorded, Regained, Restart
from .levels import CUTOFFS, Level, named
from .quantities import qualifiers, words
from .responses import draw_level
from .spelling import respelled

LOSS_OF_MMR = Loss(named("MMR"))


@dataclass(frozen=True)
class Composite:
    """`MRFS` and `TFS`: several parts by one name."""

    name: str
    parts: tuple[Part, ...]

    def text(self) -> str:
        return self.name

    def qualifiers(self) -> list[str]:
        return []


MRFS = Composite("MRFS", (LOSS_OF_MMR, Recorded("death"), Recorded("progression")))
TFS = Composite("TFS", (LOSS_OF_MMR, Restart(), Recorded("progression"), Recorded("death")))
Named = Part | Composite


def plain(parts: Iterable[Named]) -> list[Part]:
    """The parts, with what a composite stands for in its place."""
    return [
        one for part in parts for one in (part.parts if isinstance(part, Composite) else (part,))
    ]


def meanings(parts: Iterable[Named]) -> set[str]:
    """The parts in words that are the same wherever the meaning is (MMR is MR3)."""
    return {repr(part).replace("'MMR'", "'MR3'").replace("'DMR'", "'MR4'") for part in plain(parts)}


def level_of(part: Part) -> Level | None:
    """What the tests of a molecular part are judged by."""
    if isinstance(part, AnyPositive):
        return named("undetectable")
    return part.level if isinstance(part, Loss | Regained) else None


@dataclass(frozen=True)
class Outcome:
    """`loss of MMR or restart competing death`"""

    parts: tuple[Named, ...]
    competing: tuple[Named, ...] = ()
    comma: bool = False  # before "competing"
    spelling: int | None = None

    @property
    def endpoint(self) -> list[Part]:
        return plain(self.parts)

    @property
    def rivals(self) -> list[Part]:
        return plain(self.competing)

    @property
    def every_part(self) -> list[Part]:
        return self.endpoint + self.rivals

    @property
    def levels(self) -> set[Level]:
        """Of the molecular parts, competing ones among them."""
        return {level for part in self.every_part if (level := level_of(part))}

    @property
    def is_regained(self) -> bool:
        return any(isinstance(part, Regained) for part in self.every_part)

    def text(self) -> str:
        """Each part with its own qualifiers."""
        text = listed(self.parts)
        if self.competing:
            text += f"{',' if self.comma else ''} competing {listed(self.competing)}"
        return respelled(text, self.spelling)


def listed(parts: Iterable[Named]) -> str:
    return " or ".join(words(part.text(), qualifiers(part.qualifiers())) for part in parts)


def draw_outcome_level(rng: random.Random) -> Level:
    """Mostly a named level, often MMR; a number; `undetectable`; any that a definition may name."""
    kind = rng.random()
    verified = rng.random() < 0.2
    if kind < 0.35:
        return named("MMR")
    if kind < 0.7:
        return named(rng.choice(list(CUTOFFS)), depth_verified=verified)
    if kind < 0.9:
        number = rng.choice(["0.1", "0.01", "0.0069", "0.0032", "0.0023"])
        return Level("", rng.choice(["<=", "<=", "<"]), Decimal(number), verified)
    return draw_level(rng)


def draw_loss(rng: random.Random) -> Part:
    return Loss(draw_outcome_level(rng))


def draw_confirmed_loss(rng: random.Random) -> Part:
    return Loss(draw_outcome_level(rng), True, rng.random() < 0.4)


def draw_regained(rng: random.Random) -> Part:
    return Regained(draw_outcome_level(rng))


def draw_recorded(rng: random.Random) -> Part:
    kinds = ["progression", "death", "transplant", "mutation", "T315I mutation"]
    return Recorded(rng.choice(["progression", "death", *kinds]))


KINDS: dict[str, tuple[int, Callable[[random.Random], Named]]] = {  # with how often each is drawn
    "loss": (4, draw_loss),
    "confirmed loss": (4, draw_confirmed_loss),
    "any positive test": (2, lambda rng: AnyPositive()),
    "regained": (2, draw_regained),
    "restart": (3, lambda rng: Restart()),
    "recorded": (5, draw_recorded),
    "MRFS": (1, lambda rng: MRFS),
    "TFS": (1, lambda rng: TFS),
}
BEFORE_RESTART = [kind for kind in KINDS if kind != "regained"]
AFTER_RESTART = ["regained", "recorded"]


def draw_named(rng: random.Random, kinds: list[str]) -> Named:
    _, draw = rng.choices([KINDS[kind] for kind in kinds], [KINDS[kind][0] for kind in kinds])[0]
    return draw(rng)


def random_outcome(rng: random.Random) -> Outcome:
    """1 to 3 parts, and in every other endpoint 1 or 2 that compete, which none of the former
    holds already."""
    # What is regained stands with recorded events only.
    kinds = AFTER_RESTART if rng.random() < 0.15 else BEFORE_RESTART
    parts = draw_others(rng, rng.choice([1, 1, 1, 2, 2, 3]), [], kinds)
    competing = draw_others(rng, rng.choice([0, 0, 0, 1, 1, 2]), parts, kinds)
    return Outcome(tuple(parts), tuple(competing), rng.random() < 0.3, rng.randrange(1_000_000))


def draw_others(
    rng: random.Random, number: int, taken: list[Named], kinds: list[str]
) -> list[Named]:
    """Parts of which none is taken, nor drawn twice."""
    found: list[Named] = []
    while len(found) < number:
        drawn = draw_named(rng, kinds)
        if drawn not in found and not meanings([drawn]) & meanings(taken):
            found.append(drawn)
    return found
