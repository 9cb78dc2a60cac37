"""Every case of the language, and random definitions made of them."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .attributes import (
    Age,
    Country,
    Diagnosed,
    PhaseAtDiagnosis,
    RiskScore,
    Sex,
    Site,
    Transcript,
)
from .criterion import Case, Criterion, OracleDefinition
from .evaluation import INDEXES
from .exposures import AnyExposure, Exposure, OnDrug, draw_drugs
from .happenings import PreviousAttempt, draw_advanced_phase, draw_event
from .lines import LineCount, LineDrug, StoppedDrug, StoppedFor, SwitchedFor, draw_reason
from .nests import And, Deniable, Not, Or
from .responses import AnyResponse, ResponseState, SustainedResponse
from .windows import EVER, draw_window


@dataclass(frozen=True)
class DrawnBy:
    """A case whose criteria a function draws."""

    make: Callable[[random.Random], Criterion]

    def draw(self, rng: random.Random) -> Criterion:
        return self.make(rng)


def either_way(make: Callable[[random.Random], Criterion]) -> DrawnBy:
    """As it is, or in its `no`/`never` form."""

    def draw(rng: random.Random) -> Criterion:
        criterion = make(rng)
        assert isinstance(criterion, Deniable)
        return Not(criterion, denied=True) if rng.random() < 0.5 else criterion

    return DrawnBy(draw)


def draw_any_exposure(rng: random.Random) -> Criterion:
    """A bare `imatinib` is no criterion: without a period only `no imatinib` is."""
    drugs = draw_drugs(rng)
    if rng.random() < 0.2:
        return Not(AnyExposure(drugs, None), denied=True)
    part = AnyExposure(drugs, EVER if rng.random() < 0.4 else draw_window(rng))
    return Not(part, denied=True) if rng.random() < 0.4 else part


CASES: dict[str, Case] = {
    "SustainedResponse": SustainedResponse,
    "ResponseState": ResponseState,
    "AnyResponse": AnyResponse,
    "Exposure": Exposure,
    "AnyExposure": DrawnBy(draw_any_exposure),
    "LineDrug": LineDrug,
    "LineCount": LineCount,
    "OnDrug": OnDrug,
    "StoppedDrug": StoppedDrug,
    "StoppedFor": either_way(lambda rng: StoppedFor(draw_reason(rng))),
    "SwitchedFor": either_way(lambda rng: SwitchedFor(draw_reason(rng))),
    "Age": Age,
    "Sex": Sex,
    "Country": Country,
    "Site": Site,
    "Diagnosed": Diagnosed,
    "PhaseAtDiagnosis": PhaseAtDiagnosis,
    "AdvancedPhase": either_way(draw_advanced_phase),
    "Transcript": Transcript,
    "RiskScore": RiskScore,
    "Event": either_way(draw_event),
    "PreviousAttempt": either_way(lambda rng: PreviousAttempt()),
}


def draw_criterion(rng: random.Random, cases: Sequence[str], indexed: bool) -> Criterion:
    """Without an index, none that needs one."""
    for _ in range(200):
        criterion = CASES[rng.choice(cases)].draw(rng)
        if indexed or not criterion.needs_index:
            return criterion
    raise ValueError(f"every one of {cases} needs an index")


def draw_step(
    rng: random.Random, cases: Sequence[str], indexed: bool, levels: int = 2
) -> Criterion:
    """A criterion, or a nest of at most two levels."""
    kind = rng.random()
    if levels == 0 or kind < 0.7:
        return draw_criterion(rng, cases, indexed)
    if kind < 0.8:
        return Not(draw_step(rng, cases, indexed, levels - 1))
    number = rng.choice([2, 2, 3])
    parts = tuple(draw_step(rng, cases, indexed, levels - 1) for _ in range(number))
    return And(parts) if kind < 0.88 else Or(parts)


def random_definition(rng: random.Random, cases: Sequence[str]) -> OracleDefinition:
    """1 to 3 steps; an index from §2, or none where some case can do without."""
    needing = {"OnDrug", "PreviousAttempt", "ResponseState", "StoppedDrug"}
    indexes = [name for name in INDEXES if name or not set(cases) <= needing]
    index = rng.choice([*indexes, *(name for name in INDEXES if "attempt" in name)])
    steps = tuple(draw_step(rng, cases, bool(index)) for _ in range(rng.choice([1, 1, 1, 2, 3])))
    assumed = rng.choice(["", "", "", "MR4", "MR4.5", "MR5", "MR3"])
    return OracleDefinition(steps, index, assumed, rng.randrange(1_000_000))
