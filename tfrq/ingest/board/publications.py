"""Which publications of a site are in force: the manifests decide, the history adds the numbers.

A publication is recorded before its release is put in force, so what is recorded may not have come
to pass; and a release may have been published without the board. A release tells by itself when
the patients of a site came or changed.
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
    """`releases`: the one in force and its ancestors; `by_site`: site → publications, in order."""

    releases: frozenset[str]
    by_site: dict[str, tuple[Entry, ...]]


def publications(root: Path) -> Publications:
    """What the manifests tell, from the first release to the one in force."""
    chain = _chain(root)
    found: dict[str, list[Entry]] = {}
    before: dict[str, str] = {}
    for release in chain:
        for file in release.tables["patients"]:
            if before.get(file.site) != file.path:
                fact = Published(release.name, file.rows)
                found.setdefault(file.site, []).append(Entry(_created(root, release), fact))
        before = {file.site: file.path for file in release.tables["patients"]}
    by_site = {site: tuple(entries) for site, entries in found.items()}
    return Publications(frozenset(release.name for release in chain), by_site)


def in_force(history: Sequence[Entry], told: Publications, site: str) -> tuple[Entry, ...]:
    """The history without publications that never came into force, and with those that it does
    not know of, each where it belongs in time."""
    last = {fact.release: fact for fact in _published(history)}
    kept = [
        entry
        for entry in history
        if not isinstance(entry.fact, Published)
        or (entry.fact.release in told.releases and last[entry.fact.release] is entry.fact)
    ]
    for entry in told.by_site.get(site, ()):
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
