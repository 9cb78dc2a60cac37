"""What a lake cannot answer: words of a definition that nothing in it bears. It says no more than
that something is nowhere recorded, so no small number leaves."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass

from tfrq import lake as lakes
from tfrq import model, vocabulary
from tfrq.errors import nearest
from tfrq.lake import Lake
from tfrq.model import Node, Response
from tfrq.sql import compile_recorded


class Records:
    """What a lake holds, looked up when first asked for."""

    def __init__(self, lake: Lake) -> None:
        self.lake = lake
        self.sites = lake.settings.countries()
        # A site or a country without a patient has no file, or one without rows.
        self.held = {file.site for file in lakes.files(lake, "patients") if file.rows}

    @functools.cache  # noqa: B019 - one object for one run of a check
    def found(self, what: str) -> frozenset[tuple[str, ...]]:
        """The values of marker, depth, transcript or a score that somebody has."""
        query = compile_recorded(what)
        return frozenset(lakes.run(self.lake, query.sql, query.tables)[1])


@dataclass(frozen=True)
class Gap:
    """What a lake has no record of. A name that is none is an error; what nobody happens to have
    yet is a warning."""

    message: str
    hint: str = ""
    severity: str = "warning"


def unanswered(node: Node, records: Records) -> Iterator[Gap]:
    """What of a criterion the lake has no record of."""
    if isinstance(node, model.Country):
        yield from _countries(node, records)
    elif isinstance(node, model.Site):
        yield from _sites(node, records)
    elif isinstance(node, model.Transcript):
        known_ones = {one for (one,) in records.found("transcript")}
        if not known_ones & set(node.transcripts):
            yield Gap(f"{' or '.join(node.transcripts)} is recorded nowhere")
    elif isinstance(node, model.RiskScore):
        if not records.found(node.score):
            yield Gap(f"the {node.score} score is recorded nowhere, nor all that it is made of")
    elif isinstance(node, model.Laboratory):
        yield from _laboratory(node, records)
    if any(_needs_depth(one) for one in model.responses(node)) and not records.found("depth"):
        yield Gap("copies of the reference gene are recorded nowhere")


def _countries(node: model.Country, records: Records) -> Iterator[Gap]:
    known = sorted(set(records.sites.values()))
    held = {records.sites.get(site) for site in records.held}
    for country in node.countries:
        if country not in known:
            yield Gap(f"the lake has no site in {country}", f"it has sites in {', '.join(known)}")
        elif country not in held:
            yield Gap(f"the lake has no patients from {country} yet")


def _sites(node: model.Site, records: Records) -> Iterator[Gap]:
    for site in node.sites:
        if site not in records.sites:
            near = nearest(site, records.sites)
            hint = f"did you mean '{near}'?" if near else "'tfrq lake show' lists the sites"
            yield Gap(f"the lake has no site {site}", hint, "error")
        elif site not in records.held:
            yield Gap(f"the lake has no patients of {site} yet")


def _laboratory(node: model.Laboratory, records: Records) -> Iterator[Gap]:
    if node.when.anchor == "diagnosis" and node.marker in vocabulary.BASELINE_MARKERS:
        return
    units = {unit for marker, unit in records.found("marker") if marker == node.marker}
    if not units:
        yield Gap(f"{node.marker} is recorded nowhere")
    elif vocabulary.UNIT_FACTORS[node.unit][0] not in units:
        yield Gap(f"{node.marker} is recorded nowhere in {node.unit}", f"but in {_listed(units)}")


def _listed(units: set[str]) -> str:
    return " and ".join(sorted(units))


def _needs_depth(response: Response) -> bool:
    return response.depth_verified or bool(response.copies)
