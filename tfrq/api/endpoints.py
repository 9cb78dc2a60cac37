"""Which endpoint is meant, and other words that several questions share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tfrq.errors import UsageError

if TYPE_CHECKING:
    from tfrq.api.definitions import Resolved
    from tfrq.model import Duration, TimeToEvent

ENDPOINT_HINT = "as --endpoint \"loss of MMR\"; 'tfrq cohort phrases endpoint' shows others"


def endpoint_of(asked: Sequence[Resolved]) -> TimeToEvent:
    """What is waited for in all of these. Raises UsageError where there is none, or several."""
    own = {one.outcome for one in asked}
    outcome = own.pop()
    if outcome is None or own:
        what = "none of its own" if len(asked) == 1 else "not one of their own in common"
        who = " and ".join(f"'{one.name}'" if one.name else "the text" for one in asked)
        have = "has" if len(asked) == 1 else "have"
        raise UsageError(f"an endpoint is needed: {who} {have} {what}", hint=ENDPOINT_HINT)
    return outcome


def landmark_of(text: str) -> Duration | None:
    """The length of time after the origin that curves begin at, None for "".

    Raises UsageError or DefinitionError for what is none."""
    from tfrq.language import parse_duration

    return None if text == "" else parse_duration(text, "landmark", "6 months")
