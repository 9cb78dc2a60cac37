"""Read the board: lake.toml says which sites there are, the release what they have, the history
how they came there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from tfrq.ingest.board.facts import Added, Entry, ExpectedChanged, Found, Published, Tried
from tfrq.ingest.board.history import read_history
from tfrq.ingest.board.phases import FIRST, phase_after, rank
from tfrq.ingest.board.publications import in_force, publications
from tfrq.ingest.board.state import Board, Rejects, Site, Step, rejects, whole_days
from tfrq.lake.description import Site as Listed
from tfrq.lake.description import describe
from tfrq.lake.opening import current_release, open_unchecked
from tfrq.lake.settings import Settings, read_settings, tightened


def read(
    root: Path, release: str = "", *, min_cell: int | None = None, now: datetime | None = None
) -> Board:
    """The board of the lake at `root`, with the available cases of a release ("": the one in
    force, if there is any). `now` is the moment that days are counted to.

    A site without a history has the phase and the announced number of its row of `sites`.
    Raises UsageError where there is no lake, DataError where it, or a history, is damaged.
    """
    settings = read_settings(root)
    policy = tightened(settings.policy, min_cell)
    release = release or current_release(root) or ""
    told = publications(root)
    moment = (now or datetime.now(UTC)).astimezone(UTC)
    sites = []
    for listed in listed_sites(root, settings, release):
        history = read_history(root, listed.name)
        entries = in_force(history, told, listed.name)
        steps = tuple(_steps(entries, policy.min_cell))
        phase = steps[-1].phase if history else listed.status
        sites.append(_site(listed, steps, phase, moment))
    return Board(
        settings.name,
        settings.synthetic,
        release,
        policy,
        moment,
        tuple(sorted(sites, key=lambda site: rank(site.phase))),
    )


def listed_sites(root: Path, settings: Settings, release: str) -> list[Listed]:
    """Every site of lake.toml, in its order, then those that only the table `sites` of the release
    has. What the table does not say of a site is what is so before its history begins."""
    described = describe(open_unchecked(root, release)).sites if release else ()
    rows = {row.name: row for row in described}
    tree = {
        site.name: Listed(region.name, country.name, site.name, FIRST, None, None, 0)
        for region in settings.tree.children
        for country in region.children
        for site in country.children
    }
    return list((tree | rows).values())


def _steps(entries: Sequence[Entry], min_cell: int) -> Iterator[Step]:
    phase, before = FIRST, None
    for entry in entries:
        fact = entry.fact
        phase = phase_after(phase, fact)
        days = whole_days(before, entry.at)
        yield Step(entry.at, fact, phase, days, _rejects(fact, min_cell))
        before = entry


def _rejects(fact: object, min_cell: int) -> Rejects | None:
    if not isinstance(fact, Tried | Published) or fact.rows_read is None:
        return None
    return rejects(fact.rows_read, fact.rows_rejected or 0, min_cell)


def _site(listed: Listed, steps: Sequence[Step], phase: str, now: datetime) -> Site:
    told = [step.rejects for step in steps if step.rejects]
    return Site(
        listed.name,
        listed.region,
        listed.country,
        phase,
        expected_of([step.fact for step in steps], listed.expected_patients),
        listed.patients,
        told[-1] if told else None,
        whole_days(steps[-1] if steps else None, now),
        tuple(steps),
    )


def expected_of(facts: Sequence[object], otherwise: int | None) -> int | None:
    """The number of patients that was announced last."""
    announced = [
        fact.expected
        for fact in facts
        if isinstance(fact, Added | Found | ExpectedChanged) and fact.expected is not None
    ]
    return announced[-1] if announced else otherwise
