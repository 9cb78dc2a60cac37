"""Which published numbers of a definition are of the endpoint that somebody asks for."""

from __future__ import annotations

from tfrq import language, model
from tfrq.library.files import NamedDefinition
from tfrq.library.published import Published

ESTIMATED_AT = ("months", "weeks")


def comparable(named: NamedDefinition, outcome: model.TimeToEvent) -> tuple[Published, ...]:
    """The rows that may stand beside an estimate of this endpoint, in the order of the file.

    A row is of the endpoint that it names, or else of the definition's own; a share at a median
    follow-up is no estimate at any month, and compares with none. What a percentage is a share of,
    `Published.share` says: beside a curve of the event-free, "event" is read as 100 - percent.
    """
    return tuple(row for row in named.published if _is_of(row, named, outcome))


def _is_of(row: Published, named: NamedDefinition, outcome: model.TimeToEvent) -> bool:
    meant = row.outcome or named.outcome
    if row.other or row.unit not in ESTIMATED_AT or meant is None:
        return False
    return language.same_endpoint(meant, outcome)
