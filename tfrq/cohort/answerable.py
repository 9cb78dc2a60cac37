"""What a lake cannot answer: words of a definition that nothing in it bears. It says no more than
that something is nowhere recorded, so no small number leaves."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from tfrq import lake as lakes
from tfrq import model, vocabulary
from tfrq.lake import Lake
from tfrq.model import Node, Response
from tfrq.sql import compile_recorded


class Records:
    """What a lake holds, looked up when first asked for."""

    def __init__(self, lake: Lake) -> None:
        self.lake = lake
        self.sites = lake.settings.countries()

    @functools.cache  # noqa: B019 - one object for one run of a check
    def found(self, what: str) -> frozenset[tuple[str, ...]]:
        """The values of marker, depth, transcript or a score that somebody has."""
        query = compile_recorded(what)
        return frozenset(lakes.run(self.lake, query.sql, query.tables)[1])


def unanswered(node: Node, records: Records) -> Iterator[str]:
    """What of a criterion the lake has no record of."""
    if isinstance(node, model.Country):
        known = set(records.sites.values())
        yield from (f"the lake has no site in {one}" for one in node.countries if one not in known)
    elif isinstance(node, model.Site):
        yield from (f"the lake has no site {one}" for one in node.sites if one not in records.sites)
    elif isinstance(node, model.Transcript):
        known_ones = {one for (one,) in records.found("transcript")}
        if not known_ones & set(node.transcripts):
            yield f"{' or '.join(node.transcripts)} is recorded nowhere"
    elif isinstance(node, model.RiskScore):
        if not records.found(node.score):
            yield f"the {node.score} score is recorded nowhere, nor all that it is made of"
    elif isinstance(node, model.Laboratory):
        yield from _laboratory(node, records)
    if any(_needs_depth(one) for one in model.responses(node)) and not records.found("depth"):
        yield "copies of the reference gene are recorded nowhere"


def _laboratory(node: model.Laboratory, records: Records) -> Iterator[str]:
    if node.when.anchor == "diagnosis" and node.marker in vocabulary.BASELINE_MARKERS:
        return
    units = {unit for marker, unit in records.found("marker") if marker == node.marker}
    if not units:
        yield f"{node.marker} is recorded nowhere"
    elif vocabulary.UNIT_FACTORS[node.unit][0] not in units:
        yield f"{node.marker} is recorded nowhere in {node.unit}"


def _needs_depth(response: Response) -> bool:
    return response.depth_verified or bool(response.copies)
