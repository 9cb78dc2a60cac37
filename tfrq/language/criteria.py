"""Which rule reads which criterion, what begins one, and what `no` and `ever` govern."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from tfrq import model, vocabulary
from tfrq.language import attributes, exposures, responses
from tfrq.language.cursor import Cursor
from tfrq.language.quantities import OPERATORS, comparison, whole_number
from tfrq.language.responses import LEVEL_NAMES
from tfrq.model import Comparison, Node

MOST_COUNTED = 60
_LINES = ("tki lines", "tki line", "lines", "line")
_EVENTS = (model.AnyExposure, model.AdvancedPhase, model.Event, model.Endpoint)
RESPONSES = (model.AnyResponse, model.SustainedResponse)
GOVERNED: dict[str, tuple[type[Node], ...]] = {
    "ever": (*_EVENTS, *RESPONSES),
    "never": (*_EVENTS, *RESPONSES),
    "no": (*_EVENTS, model.StoppedFor, model.SwitchedFor, model.PreviousAttempt),
}
LEADS = (
    *LEVEL_NAMES,
    *exposures.DRUG_NAMES,
    *attributes.TRANSCRIPTS,
    *attributes.SCORES,
    *attributes.EVENTS,
    *attributes.SEXES,
    *vocabulary.PHASES,
    *exposures.ORDINALS,
    *("BCR::ABL1", "age", "country", "site", "diagnosed", "transcript", "typical transcript"),
    *attributes.MARKERS,
    *("last", "all tests", "first", "at least", "loss of", "confirmed loss of", "restart"),
    *("any positive test", "regained", "followed", "tapered", "in"),
    *("ever", "never", "no", "not", "on", "stopped", "switched", "previous", "assume", "index"),
)


def how_many(cursor: Cursor) -> Comparison[Decimal] | None:
    """`at least 2`; None where no count begins."""
    if cursor.token.kind != "number" and not cursor.sees(*OPERATORS, "between"):
        return None
    return comparison(
        cursor, lambda inner: Decimal(whole_number(inner, MOST_COUNTED, "a count")), "how many"
    )


def counted(cursor: Cursor) -> Node | None:
    """Whatever begins with a count: lines, tests, `2 of last 4 tests`."""
    start = cursor.position
    lines = cursor.accept(*_LINES)
    count = how_many(cursor)
    if count is None and lines:
        cursor.expect("how many", hint="as 'TKI lines <= 2'")
    if count is None:
        return None
    if lines or cursor.accept(*_LINES):
        return exposures.line_count(cursor, start, count)
    if cursor.accept("of last", "of the last"):
        if count.operator != "=":
            cursor.fail("write the number alone", hint="as '2 of last 4 tests MR4.5'")
        return responses.last_tests(cursor, start, int(count.value))
    if cursor.accept("tests", "test", "test days"):
        return responses.test_count(cursor, start, count)
    cursor.expect(
        "what is counted",
        known=("TKI lines", "tests"),
        hint="as 'at most 2 TKI lines' or 'at least 3 tests within 12 months before index'",
    )


# Each rule reads one criterion, or answers None without having moved.
RULES: tuple[Callable[[Cursor], Node | None], ...] = (
    responses.response_criterion,
    responses.last,
    responses.all_tests,
    responses.first_response,
    exposures.line_drug,
    exposures.drug_criterion,
    exposures.on_drug,
    exposures.stopped,
    exposures.switched_for,
    attributes.age,
    attributes.sex,
    attributes.country,
    attributes.site,
    attributes.diagnosed,
    attributes.phase,
    attributes.transcript,
    attributes.risk_score,
    attributes.event,
    attributes.previous_attempt,
    attributes.followed,
    attributes.tapered,
    attributes.laboratory,
)

_RELAPSE = "write 'loss of MMR' or 'confirmed loss of MR4', with where to look"
_HINTS = {
    "relapse": _RELAPSE,
    "relapsed": _RELAPSE,
    "recurrence": _RELAPSE,
    "only": "write 'at most 1 TKI line and first-line imatinib'",
}


def bare_word(cursor: Cursor) -> str:
    """A hint where a word that belongs to a criterion stands alone; "" where there is none."""
    word = cursor.token.text
    mutation = attributes.mutation(word)
    country = cursor.name(vocabulary.COUNTRIES)
    if word in vocabulary.COUNTRY_CODES or country:
        return f"write 'country {country or word}'"
    transcript = cursor.name(attributes.TRANSCRIPTS)
    if transcript:
        return f"write 'transcript {transcript}'"
    return f"write '{mutation}'" if mutation else _HINTS.get(word.lower(), "")
