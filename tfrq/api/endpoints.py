"""Which endpoint is meant, and other words that several questions share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tfrq.api.definitions import Definitions
from tfrq.errors import UsageError

if TYPE_CHECKING:
    from tfrq.model import TimeToEvent

ENDPOINT_HINT = "as --endpoint \"loss of MMR\"; 'tfrq cohort phrases endpoint' shows others"


class Endpoints(Definitions):
    """What stands behind every question about the time after the index."""

    def endpoint(self, cohorts: str | Sequence[str], endpoint: str = "") -> TimeToEvent:
        """What is waited for: as asked, else as every one of these definitions says.

        Raises DefinitionError for a text that is no endpoint, UsageError where nobody says one."""
        from tfrq.language import parse_endpoint

        if endpoint:
            return parse_endpoint(endpoint)
        names = (cohorts,) if isinstance(cohorts, str) else cohorts
        own = {self.own_endpoint(name) for name in names}
        outcome = own.pop()
        if outcome is None or own:
            what = "none of its own" if len(names) == 1 else "not one of their own in common"
            who = " and ".join(
                f"'{name}'" if name in self.library else "the text" for name in names
            )
            have = "has" if len(names) == 1 else "have"
            raise UsageError(f"an endpoint is needed: {who} {have} {what}", hint=ENDPOINT_HINT)
        return outcome

    def own_endpoint(self, cohort: str) -> TimeToEvent | None:
        """The endpoint that a named definition has; None for a text."""
        return self.library.find(cohort).outcome if cohort in self.library else None
