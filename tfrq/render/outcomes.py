"""What curves are called: by what shares are of, from when months run, and what is compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tfrq.render.numbers import p_text
from tfrq.survival.months import in_months

if TYPE_CHECKING:
    from tfrq.results import Outcome
    from tfrq.survival.estimates import Survival, TestResult

LONGEST_NAME = 30  # letters of an endpoint that names an axis


def share_words(outcome: Outcome) -> str:
    """What shares are of, in a table."""
    if outcome.competing:
        return "cumulative incidence"
    return "with the event" if outcome.rising else "event-free"


def share_column(outcome: Outcome) -> str:
    """The same as the name of a column of files."""
    words = share_words(outcome)
    return "with_event" if words == "with the event" else words.replace(" ", "_").replace("-", "_")


def what_is_drawn(outcome: Outcome) -> str:
    """What the axis of per cent is called; a response that is regained by its own name."""
    own = outcome.rising and not outcome.competing and len(outcome.text) <= LONGEST_NAME
    words = outcome.text if own else share_words(outcome)
    return f"{words[:1].upper()}{words[1:]} (%)"


def title(outcome: Outcome) -> str:
    """What stands over a plot on a screen."""
    drawn = what_is_drawn(outcome)
    return drawn if drawn[1:] == f"{outcome.text[1:]} (%)" else f"{drawn}: {outcome.text}"


def months_from(outcome: Outcome) -> str:
    """What the axis of months is called."""
    origin = f"the {outcome.origin}"
    if not outcome.landmark:
        return f"months from {origin}"
    return f"months from the landmark, {in_months(outcome.landmark):.0f} months after {origin}"


def test_words(test: TestResult, result: Survival) -> str:
    """A test, and which curves it compares where it is not all of those that are drawn."""
    return f"{test.name}: {p_text(test.p)}{compared(test, result)}"


def compared(test: TestResult, result: Survival) -> str:
    """Which curves a test compares, where it is not all of those that are drawn."""
    drawn = tuple(curve.released.label for curve in result.curves if curve.points)
    return "" if test.curves == drawn else f" of {', '.join(test.curves)}"
