"""Random model.Definition values of every class that the language can say."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from tfrq import model, vocabulary
from tfrq.language.attributes import _NO_SITE
from tfrq.model import At, Comparison, Duration, Node, Period, Point, Response

DRUGS = (*(drug.name for drug in vocabulary.DRUGS), *vocabulary.DRUG_CLASSES)
TKI_WORDS = (*vocabulary.TKIS, *vocabulary.DRUG_CLASSES)
REASONS = tuple(reason for reason in vocabulary.STOP_REASONS if reason != "dose change")
EVENTS = ("progression", "transplant", "death", "mutation", "T315I mutation", "F317L mutation")
LEVELS = tuple(level.name for level in vocabulary.LEVELS)


def some(words: tuple[str, ...], most: int = 3) -> st.SearchStrategy[tuple[str, ...]]:
    """A list of different words."""
    return st.lists(st.sampled_from(words), min_size=1, max_size=most, unique=True).map(tuple)


def decimals(largest: int, places: int) -> st.SearchStrategy[Decimal]:
    return st.builds(
        lambda number, shift: Decimal(number).scaleb(-min(shift, places)),
        st.integers(0, largest),
        st.sampled_from([0, 0, 0, 1, 2, places]),
    )


durations = st.one_of(
    st.builds(Duration, decimals(200, 3), st.just("years")),
    st.builds(Duration, decimals(2400, 3), st.just("months")),
    st.builds(Duration, decimals(10_000, 1), st.just("weeks")),
    st.builds(Duration, decimals(73_050, 0), st.just("days")),
)
SIGNS = tuple(sign for sign in model.OPERATORS if sign != "between")


def comparisons(values: st.SearchStrategy, order) -> st.SearchStrategy[Comparison]:
    """Any comparison of such values; the ends of a range in order."""
    ranges = st.lists(values, min_size=2, max_size=2).map(lambda pair: sorted(pair, key=order))
    return st.one_of(
        st.builds(Comparison, st.sampled_from(SIGNS), values),
        ranges.map(lambda pair: Comparison("between", pair[0], pair[1])),
    )


lengths = comparisons(durations, lambda one: one.days)


def counts(largest: int) -> st.SearchStrategy[Comparison]:
    return comparisons(st.integers(0, largest).map(Decimal), lambda one: one)


years = st.integers(1, 9999).map(lambda year: Point(f"{year:04}"))
days = st.dates().map(lambda day: Point(day.isoformat()))
points = st.one_of(
    comparisons(years, lambda one: one.text),
    comparisons(days, lambda one: one.text),
    st.builds(
        lambda year, day: Comparison("between", *sorted((year, day), key=lambda p: p.text[:4])),
        years,
        days,
    ),
)
responses = st.one_of(
    st.builds(
        Response,
        st.sampled_from(LEVELS),
        depth_verified=st.booleans(),
    ),
    st.builds(
        Response,
        st.just(""),
        st.sampled_from(("<=", "<", ">", ">=")),
        decimals(1000, 7),
        depth_verified=st.booleans(),
    ),
    st.builds(
        Response,
        st.just(vocabulary.UNDETECTABLE),
        copies=st.none() | st.integers(0, 10_000_000),
    ),
)
site_codes = st.from_regex(r"[A-Z][A-Z0-9_]{0,8}", fullmatch=True).filter(
    lambda code: code not in _NO_SITE
)


def anchors(indexed: bool) -> st.SearchStrategy[str]:
    return st.sampled_from(model.ANCHORS if indexed else model.ANCHORS[1:])


def periods(indexed: bool) -> st.SearchStrategy[Period]:
    next_to = st.builds(
        Period, st.sampled_from(("before", "after")), anchors(indexed), st.none() | durations
    )
    return st.just(model.EVER) | next_to


@st.composite
def last_tests(draw: st.DrawFn, at: st.SearchStrategy[At]) -> model.LastTests:
    tests = draw(st.integers(1, 60))
    needed = draw(st.integers(1, tests))
    carry = draw(st.just(model.ONE_YEAR) | durations)
    return model.LastTests(draw(responses), tests, needed, draw(at), carry)


@st.composite
def sustained(draw: st.DrawFn, when: st.SearchStrategy[At | Period]) -> model.SustainedResponse:
    tests = draw(st.none() | st.integers(0, 60))
    spacing = None if tests is None else draw(st.none() | durations)
    gap = draw(st.just(model.ONE_YEAR) | durations)
    return model.SustainedResponse(draw(responses), draw(lengths), draw(when), gap, tests, spacing)


@st.composite
def laboratories(draw: st.DrawFn, at: st.SearchStrategy[At]) -> model.Laboratory:
    marker = draw(st.sampled_from(sorted(vocabulary.MARKERS)))
    units = [
        unit
        for unit, (reported, _) in vocabulary.UNIT_FACTORS.items()
        if reported in vocabulary.MARKERS[marker]
    ]
    value = draw(comparisons(decimals(10_000, 5), lambda one: one))
    carry = draw(st.just(model.THREE_MONTHS) | durations)
    return model.Laboratory(marker, value, draw(st.sampled_from(units)), draw(at), carry)


@st.composite
def endpoints(draw: st.DrawFn, period: st.SearchStrategy[Period]) -> model.Endpoint:
    kind = draw(st.sampled_from(("loss", "confirmed loss", "regained", "restart")))
    response = None if kind == "restart" else draw(responses)
    late = kind == "confirmed loss" and draw(st.booleans())
    return model.Endpoint(kind, response, draw(period), late)


def fits(node: model.SustainedResponse) -> bool:
    """A run longer than its window is refused; the day of the anchor is in none after it."""
    period = node.when
    if isinstance(period, At) or period.within is None or node.length.operator in ("<", "<="):
        return True
    longest = period.within.days - (period.kind == "after")
    return node.length.value.days + (node.length.operator == ">") <= longest


def ascends(length: Comparison[Duration]) -> bool:
    """Whether a range of days with decimals begins with its lower end: by whole days it does."""
    return length.upper is None or length.value.exact_days <= length.upper.exact_days


def criteria(indexed: bool) -> dict[type[Node], st.SearchStrategy[Node]]:
    """A strategy for every class of model.CRITERIA that can stand without an index, or all."""
    at, period = st.builds(At, anchors(indexed)), periods(indexed)
    drugs, tkis = some(DRUGS), some(TKI_WORDS)
    found: dict[type[Node], st.SearchStrategy[Node]] = {
        model.SustainedResponse: sustained(at | period).filter(fits),
        model.ResponseState: st.builds(
            model.ResponseState, responses, at, st.just(model.ONE_YEAR) | durations
        ),
        model.AnyResponse: st.builds(model.AnyResponse, responses, period),
        model.ResponseAt: st.builds(
            model.ResponseAt,
            responses,
            durations,
            anchors(indexed),
            st.just(model.SIX_WEEKS) | durations,
        ),
        model.LastTests: last_tests(at),
        model.AllTests: st.builds(model.AllTests, responses, period, st.integers(0, 60)),
        model.TestCount: st.builds(model.TestCount, counts(60), period),
        model.FirstResponse: st.builds(model.FirstResponse, responses, lengths, at),
        model.Endpoint: endpoints(period),
        model.CurrentExposure: st.builds(
            model.CurrentExposure, drugs, lengths, at, st.just(model.THIRTY_DAYS) | durations
        ),
        model.Followed: st.builds(model.Followed, lengths, at),
        model.Laboratory: laboratories(at),
        model.HalvingTime: lengths.filter(ascends).map(model.HalvingTime),
        model.Exposure: st.builds(
            model.Exposure,
            drugs,
            lengths,
            period,
            st.none() | st.just(model.THIRTY_DAYS) | durations,
        ),
        model.AnyExposure: st.builds(model.AnyExposure, drugs, period),
        model.LineDrug: st.builds(model.LineDrug, st.integers(1, 50), drugs, period),
        model.LineCount: st.builds(model.LineCount, counts(50), period),
        model.OnDrug: st.builds(model.OnDrug, drugs, at),
        model.StoppedDrug: st.builds(model.StoppedDrug, tkis, at),
        model.StoppedFor: st.builds(model.StoppedFor, some(REASONS), period),
        model.SwitchedFor: st.builds(model.SwitchedFor, some(REASONS), period),
        model.Age: st.builds(model.Age, counts(130), at),
        model.Sex: st.builds(model.Sex, st.sampled_from(vocabulary.SEXES)),
        model.Country: st.builds(model.Country, some(tuple(sorted(vocabulary.COUNTRY_CODES)))),
        model.Site: st.builds(
            model.Site, st.lists(site_codes, min_size=1, max_size=3, unique=True).map(tuple)
        ),
        model.Diagnosed: st.builds(model.Diagnosed, points),
        model.PhaseAtDiagnosis: st.builds(model.PhaseAtDiagnosis, some(vocabulary.PHASES)),
        model.AdvancedPhase: st.builds(model.AdvancedPhase, some(("accelerated", "blast")), period),
        model.Transcript: st.builds(model.Transcript, some(vocabulary.TRANSCRIPTS, 9)),
        model.RiskScore: st.sampled_from(sorted(vocabulary.SCORES)).flatmap(
            lambda score: st.builds(model.RiskScore, st.just(score), some(vocabulary.SCORES[score]))
        ),
        model.Event: st.builds(model.Event, some(EVENTS, 5), period),
    }
    if indexed:
        found[model.Tapered] = st.builds(model.Tapered)
        found[model.PreviousAttempt] = st.builds(
            model.PreviousAttempt,
            st.builds(Period, st.just("before"), st.just("index"), st.none() | durations),
        )
    return found


def nodes(indexed: bool) -> st.SearchStrategy[Node]:
    """A criterion, or combinations of them."""
    leaves = st.one_of(*criteria(indexed).values())
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.builds(model.Not, inner),
            st.lists(inner, min_size=2, max_size=3).map(lambda items: model.And(tuple(items))),
            st.lists(inner, min_size=2, max_size=3).map(lambda items: model.Or(tuple(items))),
            st.lists(inner, min_size=2, max_size=3).flatmap(
                lambda items: st.integers(1, len(items)).map(
                    lambda number: model.AtLeast(number, tuple(items))
                )
            ),
        ),
        max_leaves=5,
    )


def of_node(indexed: bool, node: st.SearchStrategy[Node]) -> st.SearchStrategy[model.Definition]:
    """Definitions of such steps."""
    dates = st.sampled_from([name for name in model.INDEXES if name != "first response"])
    index = st.builds(model.Index, dates) | st.builds(
        model.Index, st.just("first response"), responses
    )
    return st.builds(
        model.Definition,
        st.lists(node, min_size=1, max_size=3).map(tuple),
        index if indexed else st.none(),
        st.just("") | st.sampled_from(LEVELS),
    )


definitions = of_node(True, nodes(True)) | of_node(False, nodes(False))
