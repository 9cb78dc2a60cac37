"""Every case of the language, and random definitions made of them."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

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
from .endings import draw_stop, draw_switch
from .endpoints import AnyPositive, draw_endpoint
from .evaluation import INDEXES
from .exposures import AnyExposure, Exposure, OnDrug, draw_drugs
from .halving import HalvingTime
from .happenings import PreviousAttempt, draw_advanced_phase, draw_event
from .laboratory import Laboratory
from .lines import LineCount, LineDrug, StoppedDrug, StoppedFor, SwitchedFor, draw_reason
from .nests import And, AtLeast, Deniable, InDefinition, Not, Or
from .responses import AnyResponse, ResponseState, SustainedResponse
from .series import AllTests, FirstResponse, LastTests, ResponseAt, TestCount
from .standing import CurrentExposure, Followed, Tapered
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


def draw_either_endpoint(rng: random.Random) -> Criterion:
    """`no any positive test` is no English."""
    endpoint = draw_endpoint(rng)
    if rng.random() < 0.4:
        return endpoint
    return Not(endpoint, denied=AnyPositive() not in endpoint.parts)


def draw_some_parts(rng: random.Random) -> Criterion:
    """For a definition with an index; random definitions draw the parts from their own cases."""
    names = [name for name in CASES if name not in NESTS]
    return draw_at_least(Drawing(rng, names, True, {}), 1)


NAMES = ("alpha", "beta-two", "gamma", "delta-x", "epsilon", "zeta", "eta-nine", "theta")
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
    "ResponseAt": ResponseAt,
    "LastTests": LastTests,
    "AllTests": AllTests,
    "TestCount": TestCount,
    "FirstResponse": FirstResponse,
    "Endpoint": DrawnBy(draw_either_endpoint),
    "CurrentExposure": CurrentExposure,
    "Followed": Followed,
    "Tapered": Tapered,
    "Laboratory": Laboratory,
    "HalvingTime": HalvingTime,
    "StoppedForInWindow": either_way(draw_stop),
    "SwitchedForInWindow": either_way(draw_switch),
    "AtLeast": DrawnBy(draw_some_parts),
    "InDefinition": either_way(lambda rng: InDefinition(rng.choice(NAMES))),
}
NESTS = ("AtLeast", "InDefinition")  # what random definitions fill with criteria
EVIDENCE = tuple(name for name in CASES if name not in NESTS)  # with a row in docs/evidence.md
NEEDING_INDEX = {"OnDrug", "PreviousAttempt", "ResponseState", "StoppedDrug", "Tapered"}
STAGE_TWO = (
    *("ResponseAt", "LastTests", "AllTests", "TestCount", "FirstResponse", "Endpoint"),
    *("CurrentExposure", "Followed", "Tapered", "Laboratory", "HalvingTime"),
    *("StoppedForInWindow", "SwitchedForInWindow", "AtLeast", "InDefinition"),
)
STAGE_ONE = tuple(name for name in CASES if name not in STAGE_TWO)


@dataclass(frozen=True)
class Drawing:
    """What a definition is drawn from, and the library that its `in NAME` fills."""

    rng: random.Random
    cases: Sequence[str]
    indexed: bool
    library: dict[str, OracleDefinition]

    def plain(self) -> "Drawing":
        """To fill a nest with: the same cases without nests; all of them where none is left."""
        cases = [name for name in self.cases if name not in NESTS]
        return replace(self, cases=cases or [name for name in CASES if name not in NESTS])


def draw_criterion(drawing: Drawing, levels: int) -> Criterion:
    """Without an index, none that needs one."""
    for _ in range(300):
        name = drawing.rng.choice(drawing.cases)
        if name == "AtLeast":
            return draw_at_least(drawing, levels)
        if name == "InDefinition" and len(drawing.library) < len(NAMES):
            return draw_reference(drawing)
        if name == "InDefinition":
            continue
        criterion = CASES[name].draw(drawing.rng)
        if drawing.indexed or not criterion.needs_index:
            return criterion
    if set(drawing.cases) & set(NESTS):
        return draw_criterion(drawing.plain(), 0)
    raise ValueError(f"every one of {drawing.cases} needs an index")


def draw_at_least(drawing: Drawing, levels: int) -> Criterion:
    """`at least n of`: criteria, nests of them, sometimes another `at least`."""
    number = drawing.rng.choice([2, 3, 3, 4])
    parts = []
    for _ in range(number):
        if levels and drawing.rng.random() < 0.1:
            parts.append(draw_at_least(drawing, levels - 1))
        else:
            parts.append(draw_step(drawing.plain(), max(levels - 1, 0)))
    return AtLeast(drawing.rng.randint(1, number), tuple(parts))


def draw_reference(drawing: Drawing) -> Criterion:
    """A definition of its own option and index, which may name another; never a circle."""
    name = NAMES[len(drawing.library)]
    drawing.library[name] = OracleDefinition(())  # the name is taken
    filled = drawing.plain()
    if drawing.rng.random() < 0.2:
        filled = replace(filled, cases=[*filled.cases, "InDefinition"])
    drawing.library[name] = OracleDefinition(
        tuple(draw_step(filled, 1) for _ in range(drawing.rng.choice([1, 1, 2]))),
        drawing.rng.choice(["", *INDEXES]),
        draw_option(drawing.rng),
        drawing.rng.randrange(1_000_000),
    )
    return (
        Not(InDefinition(name), denied=True) if drawing.rng.random() < 0.4 else InDefinition(name)
    )


def draw_step(drawing: Drawing, levels: int = 2) -> Criterion:
    """A criterion, or a nest of at most two levels."""
    rng = drawing.rng
    kind = rng.random()
    if levels == 0 or kind < 0.7:
        return draw_criterion(drawing, levels)
    if kind < 0.8:
        return Not(draw_step(drawing, levels - 1))
    number = rng.choice([2, 2, 3])
    parts = tuple(draw_step(drawing, levels - 1) for _ in range(number))
    return And(parts) if kind < 0.88 else Or(parts)


def draw_option(rng: random.Random) -> str:
    return rng.choice(["", "", "", "MR4", "MR4.5", "MR5", "MR3"])


def draw_index(rng: random.Random, cases: Sequence[str]) -> str:
    """An index from §2, or none where some case can do without."""
    plain = set(cases) - set(NESTS)
    indexes = [name for name in INDEXES if name or not plain or not plain <= NEEDING_INDEX]
    return rng.choice([*indexes, *(name for name in INDEXES if "attempt" in name)])


def random_definition(rng: random.Random, cases: Sequence[str]) -> OracleDefinition:
    """1 to 3 steps."""
    index = draw_index(rng, cases)
    drawing = Drawing(rng, cases, bool(index), {})
    steps = tuple(draw_step(drawing) for _ in range(rng.choice([1, 1, 1, 2, 3])))
    assumed = draw_option(rng)
    return OracleDefinition(steps, index, assumed, rng.randrange(1_000_000), drawing.library)


def random_criterion_definition(rng: random.Random, cases: Sequence[str]) -> OracleDefinition:
    """1 or 2 criteria, each as it is or under its `no` or `not`: what `evidence` takes."""
    if set(cases) & set(NESTS):
        raise ValueError(f"docs/evidence.md has no row for {NESTS}")
    index = draw_index(rng, cases)
    drawing = Drawing(rng, cases, bool(index), {})
    steps = tuple(draw_single(drawing) for _ in range(rng.choice([1, 1, 2])))
    return OracleDefinition(steps, index, draw_option(rng), rng.randrange(1_000_000))


def draw_single(drawing: Drawing) -> Criterion:
    """Sometimes under `not`."""
    criterion = draw_criterion(drawing, 0)
    denied = isinstance(criterion, Not) or drawing.rng.random() < 0.8
    return criterion if denied else Not(criterion)
