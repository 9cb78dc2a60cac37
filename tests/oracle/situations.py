"""What makes a time to an event hard: the boundaries that random cases have to reach."""

from collections.abc import Iterator
from dataclasses import dataclass

from .criterion import OracleDefinition, Subject
from .endpoints import Loss, Recorded, Restart
from .outcomes import Composite, Outcome
from .patients import Patient
from .quantities import days_between, shifted
from .responses import days_in
from .restarts import first_restart
from .runs import Day
from .times import Search, day_of, earliest_of, from_origin, last_known, search_of, times
from .windows import Span


@dataclass(frozen=True)
class Asked:
    """One row of the population, and what is asked of it."""

    patient: Patient
    definition: OracleDefinition
    subject: Subject
    outcome: Outcome
    landmark: int | None

    @property
    def index_search(self) -> Search:
        """Everything after the index, whatever the endpoint."""
        assert self.subject.index is not None
        return Search(self.subject.index, self.patient.observed_until)


def situations(asked: Asked) -> Iterator[str]:
    """By name, each once."""
    a = asked
    yield times(a.patient, a.definition, a.subject, a.outcome, a.landmark)[0]
    yield from at_the_ends(asked)
    search = search_of(a.patient, a.index_search.origin, a.outcome)
    if search is None:
        yield "nothing to regain after"
        return
    yield from of_levels(asked, search)
    yield from of_events(asked, search)
    yield from of_landmark(asked, search)


def at_the_ends(asked: Asked) -> Iterator[str]:
    index, until = asked.index_search.origin, asked.patient.observed_until
    day, levels = Span(index, index), asked.outcome.levels
    if any(days_in(day, level, asked.patient, asked.definition) for level in levels):
        yield "a test on the index day"
    if any(is_kept(event.name, asked) and event.day == index for event in asked.patient.events):
        yield "an event on the index day"
    if until == index:
        yield "observed until the index"
    if days_between(index, until) == 1:
        yield "observed for a day"


def is_kept(name: str, asked: Asked) -> bool:
    recorded = [part.kind for part in asked.outcome.every_part if isinstance(part, Recorded)]
    kinds = {"accelerated phase": "progression", "blast phase": "progression"}
    return kinds.get(name, name) in recorded


def of_levels(asked: Asked, search: Search) -> Iterator[str]:
    """Tests on and after the restart, the last ones of several levels, unconfirmed failures."""
    a, outcome = asked, asked.outcome
    found: dict[str, list[Day]] = {
        level.text() + str(level.qualifiers()): days_in(search.span, level, a.patient, a.definition)
        for level in outcome.levels
    }
    if search.end < a.patient.observed_until:
        if any(days and days[-1][0] == search.end for days in found.values()):
            yield "a test on the restart day"
        later = Span(shifted(search.end, 1), a.patient.observed_until)
        if any(days_in(later, level, a.patient, a.definition) for level in outcome.levels):
            yield "a test after the restart"
    if all(found.values()) and len({days[-1][0] for days in found.values()}) > 1:
        yield "levels known until different days"
    if any(found.values()) and not all(found.values()):
        yield "a level without a test"
    for part in outcome.every_part:
        if isinstance(part, Loss) and part.confirmed:
            days = days_in(search.span, part.level, a.patient, a.definition)
            if days and not days[-1][1] and not part.event_day(days):
                yield "a last failure unconfirmed"
                return


def of_events(asked: Asked, search: Search) -> Iterator[str]:
    """Events on one day, on the last of the search, beyond it, and of those left out."""
    a, outcome = asked, asked.outcome
    event = earliest_of(outcome.endpoint, a.patient, search, a.definition)
    rival = earliest_of(outcome.rivals, a.patient, search, a.definition)
    days = [day_of(part, a.patient, search, a.definition) for part in outcome.every_part]
    if event and event == rival:
        yield "endpoint and competing on one day"
    if event and days.count(event) > 1:
        yield "parts on one day"
    if search.end in (event, rival):
        yield "an event on the last day of the search"
    if search.end < a.patient.observed_until and event is None and rival is None:
        beyond = Search(search.end, a.patient.observed_until)
        if earliest_of(outcome.every_part, a.patient, beyond, a.definition):
            yield "an event after the restart"
    last = last_known(a.patient, search, outcome, a.definition)
    if last is None and (event or rival):
        yield "left out in spite of an event"
    if last and event and last < event:
        yield "an event after the last test"
    yield from of_parts(asked, search)


def of_parts(asked: Asked, search: Search) -> Iterator[str]:
    """What the endpoint is made of."""
    a, outcome = asked, asked.outcome
    if not outcome.levels:
        yield "no molecular part"
    if outcome.is_regained:
        yield "regained"
    if any(isinstance(part, Composite) for part in (*outcome.parts, *outcome.competing)):
        yield "composite"
    if any(isinstance(part, Loss) and part.at_confirmation for part in outcome.every_part):
        yield "dated at confirmation"
    if any(level.depth_verified for level in outcome.levels):
        yield "depth verified"
    restart = first_restart(a.patient, a.index_search.span)
    if restart and outcome.levels and Restart() not in outcome.every_part:
        yield "a restart that is no part"


def of_landmark(asked: Asked, search: Search) -> Iterator[str]:
    """On both sides of it."""
    days = from_origin(asked.patient, search, asked.outcome, asked.definition)[1]
    if days is None or asked.landmark is None:
        return
    if days == asked.landmark:
        yield "leaves on the landmark"
    if days == asked.landmark + 1:
        yield "leaves on the day after the landmark"
    if days > asked.landmark:
        yield "stays beyond the landmark"


# How often random cases have to reach each, in a run of some thousand rows.
BOUNDARIES = {
    **dict.fromkeys(("event", "competing", "censored", "left out"), 150),
    **dict.fromkeys(
        (
            "a last failure unconfirmed",
            "a restart that is no part",
            "a test after the restart",
            "a test on the index day",
            "a test on the restart day",
            "an event after the last test",
            "an event after the restart",
            "an event on the index day",
            "an event on the last day of the search",
            "composite",
            "dated at confirmation",
            "depth verified",
            "endpoint and competing on one day",
            "left out in spite of an event",
            "leaves on the landmark",
            "leaves on the day after the landmark",
            "levels known until different days",
            "no molecular part",
            "nothing to regain after",
            "observed for a day",
            "observed until the index",
            "parts on one day",
            "regained",
            "stays beyond the landmark",
        ),
        20,
    ),
    "a level without a test": 10,
}
