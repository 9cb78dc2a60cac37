"""Which index a question about the time around it needs."""

from __future__ import annotations

from tfrq.errors import UsageError
from tfrq.model import Definition

EACH_ATTEMPT = "each TFR attempt"


def check_index(definition: Definition) -> None:
    """Raise UsageError where there is no day to count from."""
    if definition.index is None:
        raise UsageError(
            "without an index there is no day to count from",
            hint='give the definition an index, as in --index "first TFR attempt"',
        )


def check_one_index(definition: Definition) -> None:
    """The same, and where a patient has several such days."""
    check_index(definition)
    if is_each_attempt(definition):
        raise UsageError(
            "with each attempt a patient would be counted more than once",
            hint='take one attempt of each, as in --index "first TFR attempt"',
        )


def is_each_attempt(definition: Definition) -> bool:
    """Whether a patient has an index for each attempt."""
    return definition.index is not None and definition.index.kind == EACH_ATTEMPT
