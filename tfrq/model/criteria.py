"""The criteria: one frozen class each, in the order of docs/semantics.md."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from decimal import Decimal

from tfrq.errors import Span
from tfrq.model.quantities import (
    ONE_YEAR,
    SIX_WEEKS,
    THIRTY_DAYS,
    THREE_MONTHS,
    At,
    Comparison,
    Duration,
    Period,
    Point,
    Response,
    require,
)

ENDPOINTS = ("loss", "confirmed loss", "restart", "regained")


@dataclass(frozen=True, kw_only=True)
class Node:
    """Base of everything that answers met, not met or not assessable."""

    span: Span | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        for part in fields(self):
            require(getattr(self, part.name) != (), f"a list of {part.name} is not empty")


@dataclass(frozen=True)
class SustainedResponse(Node):
    """`MR4.5 for >= 2 years` (§4). A qualified run has at least `tests` test days, counted at
    least `spacing` apart; neighbours of a run are at most `gap` apart."""

    response: Response
    length: Comparison[Duration]
    when: At | Period
    gap: Duration = ONE_YEAR
    tests: int | None = None
    spacing: Duration | None = None

    def __post_init__(self) -> None:
        require(self.tests is None or self.tests >= 0, "tests are not negative")
        require(self.spacing is None or self.tests is not None, "spacing needs a number of tests")


@dataclass(frozen=True)
class ResponseState(Node):
    """`MR4 at index` (§4): the latest informative day, at most `carry` old."""

    response: Response
    when: At
    carry: Duration = ONE_YEAR


@dataclass(frozen=True)
class AnyResponse(Node):
    """`MR4 ever`, `MMR within 12 months after TKI start` (§4): any meeting day."""

    response: Response
    period: Period


@dataclass(frozen=True)
class ResponseAt(Node):
    """`BCR::ABL1 <= 10 % at 3 months after TKI start` (§2): the informative day nearest to
    anchor + `after`, at most `window` from it, the earlier on ties."""

    response: Response
    after: Duration
    anchor: str
    window: Duration = SIX_WEEKS


@dataclass(frozen=True)
class LastTests(Node):
    """`2 of last 4 tests MR4.5` (§4): of the latest `tests` informative days up to the day at
    least `needed` meet; the latest is at most `carry` old."""

    response: Response
    tests: int
    needed: int
    when: At
    carry: Duration = ONE_YEAR

    def __post_init__(self) -> None:
        require(1 <= self.needed <= self.tests, "of the last tests, from one to all can be needed")


@dataclass(frozen=True)
class AllTests(Node):
    """`all tests MR4 within 12 months before index (tests >= 3)` (§4)."""

    response: Response
    period: Period
    tests: int = 1

    def __post_init__(self) -> None:
        require(self.tests >= 0, "tests are not negative")


@dataclass(frozen=True)
class TestCount(Node):
    """`at least 3 tests within 12 months before index` (§4): test days of any result."""

    # Not a test case, whatever its name looks like to pytest.
    __test__ = False
    count: Comparison[Decimal]
    period: Period


@dataclass(frozen=True)
class FirstResponse(Node):
    """`first MR4.5 >= 2 years before index` (§4): since the first meeting day."""

    response: Response
    length: Comparison[Duration]
    when: At


@dataclass(frozen=True)
class Endpoint(Node):
    """`confirmed loss of MR4.5 within 12 months before index` (§4, §8): an endpoint as an event.

    `kind`: loss, confirmed loss, restart or regained. `response`: the level that is lost or
    regained, None for a restart. `at_confirmation`: a confirmed loss is dated at its second test.
    """

    kind: str
    response: Response | None
    period: Period
    at_confirmation: bool = False

    def __post_init__(self) -> None:
        require(self.kind in ENDPOINTS, f"'{self.kind}' is no endpoint")
        require((self.kind == "restart") == (self.response is None), "a level is lost or regained")
        dated = not self.at_confirmation or self.kind == "confirmed loss"
        require(dated, "only a confirmed loss is dated at its confirmation")


@dataclass(frozen=True)
class Exposure(Node):
    """`imatinib >= 5 years` (§5): summed days, or with `gap` the longest continuous stretch.
    `drugs` are names of drugs and classes."""

    drugs: tuple[str, ...]
    length: Comparison[Duration]
    period: Period
    gap: Duration | None = None


@dataclass(frozen=True)
class AnyExposure(Node):
    """`ever imatinib`, `interferon before TKI start` (§5): some day on any of the drugs."""

    drugs: tuple[str, ...]
    period: Period


@dataclass(frozen=True)
class CurrentExposure(Node):
    """`imatinib >= 1 year (current)` (§5): the stretch that holds the day before the anchor."""

    drugs: tuple[str, ...]
    length: Comparison[Duration]
    when: At
    gap: Duration = THIRTY_DAYS


@dataclass(frozen=True)
class LineDrug(Node):
    """`first-line imatinib` (§5): a drug of that TKI line, started in the period."""

    line: int
    drugs: tuple[str, ...]
    period: Period

    def __post_init__(self) -> None:
        super().__post_init__()
        require(self.line >= 1, "lines are counted from the first")


@dataclass(frozen=True)
class LineCount(Node):
    """`at most 2 TKI lines` (§5): different lines started in the period."""

    count: Comparison[Decimal]
    period: Period


@dataclass(frozen=True)
class OnDrug(Node):
    """`on nilotinib at index` (§5)."""

    drugs: tuple[str, ...]
    when: At


@dataclass(frozen=True)
class StoppedDrug(Node):
    """`stopped nilotinib` (§5): among the TKIs with the latest stop on or before the day."""

    drugs: tuple[str, ...]
    when: At


@dataclass(frozen=True)
class StoppedFor(Node):
    """`stopped for intolerance` (§5): some TKI line ended for a reason, stopped in the period."""

    reasons: tuple[str, ...]
    period: Period


@dataclass(frozen=True)
class SwitchedFor(Node):
    """`switched for intolerance` (§5): the same, of lines that a higher line followed."""

    reasons: tuple[str, ...]
    period: Period


@dataclass(frozen=True)
class Age(Node):
    """`age >= 18 at diagnosis` (§6): difference of years, as only birth years are kept."""

    years: Comparison[Decimal]
    when: At


@dataclass(frozen=True)
class Sex(Node):
    """`female` (§6)."""

    sex: str


@dataclass(frozen=True)
class Country(Node):
    """`country SE or NO` (§6)."""

    countries: tuple[str, ...]


@dataclass(frozen=True)
class Site(Node):
    """`site SE01` (§6)."""

    sites: tuple[str, ...]


@dataclass(frozen=True)
class Diagnosed(Node):
    """`diagnosed 2005-2015` (§6)."""

    date: Comparison[Point]


@dataclass(frozen=True)
class PhaseAtDiagnosis(Node):
    """`chronic phase at diagnosis` (§6)."""

    phases: tuple[str, ...]


@dataclass(frozen=True)
class AdvancedPhase(Node):
    """`accelerated or blast phase` (§6): an event; the phase at diagnosis counts as one."""

    phases: tuple[str, ...]
    period: Period


@dataclass(frozen=True)
class Transcript(Node):
    """`transcript e13a2 or e14a2`, `typical transcript` (§6)."""

    transcripts: tuple[str, ...]


@dataclass(frozen=True)
class RiskScore(Node):
    """`Sokal low`, `ELTS low or intermediate` (§6): computed, else as reported."""

    score: str
    groups: tuple[str, ...]


@dataclass(frozen=True)
class Event(Node):
    """`transplant`, `progression`, `T315I mutation` (§6): some such event in the period."""

    events: tuple[str, ...]
    period: Period


@dataclass(frozen=True)
class PreviousAttempt(Node):
    """`previous TFR attempt` (§6): one that began before the index, within the period."""

    period: Period


@dataclass(frozen=True)
class Followed(Node):
    """`followed >= 6 months after index` (§6): observed until − anchor."""

    length: Comparison[Duration]
    when: At


@dataclass(frozen=True)
class Tapered(Node):
    """`tapered before index` (§6): the attempt has a de-escalation date; where the index is no
    attempt, some attempt has one by then."""


@dataclass(frozen=True)
class Laboratory(Node):
    """`NK cells >= 0.15 x10^9/L at index` (§6): the latest value, at most `carry` old. `unit` is
    one of vocabulary.UNIT_FACTORS: numbers are in it, and the lake's values are converted."""

    marker: str
    value: Comparison[Decimal]
    unit: str
    when: At
    carry: Duration = THREE_MONTHS


@dataclass(frozen=True)
class HalvingTime(Node):
    """`halving time <= 9.35 days` (docs/survival.md): days in which BCR::ABL1 halved on average
    from the first TKI day to three months. Days may have decimals."""

    length: Comparison[Duration]

    @property
    def days(self) -> Comparison[Decimal]:
        """The comparison in days. DefinitionError where the ends of a range are the wrong way
        round by less than a day."""
        upper = self.length.upper
        return Comparison(
            self.length.operator,
            self.length.value.exact_days,
            None if upper is None else upper.exact_days,
        )

    def __post_init__(self) -> None:
        require(
            self.days.upper is None or not self.days.reversed, "a range begins with its lower end"
        )


# In the order of docs/semantics.md. Whatever is listed here has a grammar rule, a template, a
# compile function, a line of plain words, an oracle case and a spec test of the same name.
CRITERIA: tuple[type[Node], ...] = (
    SustainedResponse,
    ResponseState,
    AnyResponse,
    ResponseAt,
    LastTests,
    AllTests,
    TestCount,
    FirstResponse,
    Endpoint,
    Exposure,
    CurrentExposure,
    AnyExposure,
    LineDrug,
    LineCount,
    OnDrug,
    StoppedDrug,
    StoppedFor,
    SwitchedFor,
    Age,
    Sex,
    Country,
    Site,
    Diagnosed,
    PhaseAtDiagnosis,
    AdvancedPhase,
    Transcript,
    RiskScore,
    Event,
    PreviousAttempt,
    Followed,
    Tapered,
    Laboratory,
    HalvingTime,
)
