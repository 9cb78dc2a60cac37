"""Which publications of a site are in force: the manifests decide, the history adds the numbers.

A publication is recorded before its release is put in force, so what is recorded may not have come
to pass, even where another site's release has that name now; and a release may have been published
without the board. A release tells by itself when the files of a site came or changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tfrq.errors import DataError
from tfrq.ingest.board.facts import Entry, Published
from tfrq.lake.opening import RELEASES, current_release, read_release
from tfrq.lake.release import Release


@dataclass(frozen=True)
class Publications:
    """Of the release in force and its ancestors. `by_site`: site → publications, in order, of those
    whose files changed. `unchanged`: release → when it was created, of those without any change."""

    by_site: dict[str, tuple[Entry, ...]]
    unchanged: dict[str, datetime]


def publications(root: Path) -> Publications:
    """What the manifests tell, from the first release to the one in force."""
    found: dict[str, tuple[Entry, ...]] = {}
    unchanged: dict[str, datetime] = {}
    before: dict[str, set[str]] = {}
    for release in _chain(root):
        now, created = _paths(release), _created(root, release)
        if now == before:
            unchanged[release.name] = created
        for file in release.tables["patients"]:
            if before.get(file.site) != now[file.site]:
                entry = Entry(created, Published(release.name, file.rows))
                found[file.site] = (*found.get(file.site, ()), entry)
        before = now
    return Publications(found, unchanged)


def _paths(release: Release) -> dict[str, set[str]]:
    """The files of each site, in all tables."""
    paths: dict[str, set[str]] = {}
    for files in release.tables.values():
        for file in files:
            paths.setdefault(file.site, set()).add(file.path)
    return paths


def in_force(history: Sequence[Entry], told: Publications, site: str) -> tuple[Entry, ...]:
    """The history without publications that never came into force, and with those that it does
    not know of, each where it belongs in time."""
    its_own = told.by_site.get(site, ())
    releases = {fact.release for fact in _published(its_own)}
    last = {fact.release: fact for fact in _published(history)}

    def holds(entry: Entry) -> bool:
        fact = entry.fact
        if not isinstance(fact, Published):
            return True
        # The same data once more change no file. Who recorded that did so after the release was
        # begun; a publication that failed under its name was recorded before.
        begun = told.unchanged.get(fact.release)
        again = begun is not None and entry.at >= begun.replace(microsecond=0)
        return last[fact.release] is fact and (fact.release in releases or again)

    kept = [entry for entry in history if holds(entry)]
    for entry in its_own:
        if isinstance(entry.fact, Published) and entry.fact.release not in last:
            later = (place for place, one in enumerate(kept) if one.at > entry.at)
            kept.insert(next(later, len(kept)), entry)
    return tuple(kept)


def _published(history: Iterable[Entry]) -> Iterable[Published]:
    return (entry.fact for entry in history if isinstance(entry.fact, Published))


def _chain(root: Path) -> list[Release]:
    """From the first release to the one in force; from later on where an older one is gone."""
    chain: list[Release] = []
    name = current_release(root)
    while name is not None and name not in {release.name for release in chain}:
        if chain and not (root / RELEASES / f"{name}.json").exists():
            break
        chain.append(read_release(root, name))
        name = chain[-1].parent
    return chain[::-1]


def _created(root: Path, release: Release) -> datetime:
    try:
        created = datetime.fromisoformat(release.created)
    except ValueError:
        raise DataError(
            f"{root / RELEASES / release.name}.json does not say when it was created",
            hint='"created" is a time such as 2024-01-31T12:00:00Z',
        ) from None
    return created.astimezone(UTC) if created.utcoffset() else created.replace(tzinfo=UTC)
