"""Record what happened to a site; and its row of the table `sites`."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tfrq.errors import DataError, UsageError
from tfrq.ingest.board.facts import Advanced, Fact, Found
from tfrq.ingest.board.history import append, writing
from tfrq.ingest.board.phases import FINALISED, ON_HOLD
from tfrq.ingest.board.reading import listed_sites, read
from tfrq.ingest.board.state import unknown_site
from tfrq.lake.opening import current_release, read_release
from tfrq.lake.settings import read_settings

if TYPE_CHECKING:
    import pyarrow


def record(
    root: Path, site: str, *facts: Fact, within_lock: bool = False, at: datetime | None = None
) -> None:
    """Add facts to the history of a site, all or none; `at` is now unless given.

    `within_lock`: the caller holds the lake's lock, as a `Publication` does inside its `with`. A
    publication is recorded there, before its release is in force: it counts once that is so.
    Raises UsageError for a site that the lake does not have or a lake that cannot be written
    to, LockedError where another process writes.
    """
    root = root.absolute()
    with writing(root, within_lock=within_lock):
        check_site(root, site)
        append(root, site, facts, first=lambda: _found(root, site), at=at)


def check_site(root: Path, site: str) -> None:
    """A UsageError, with the nearest, for a site that neither lake.toml nor the table `sites`
    has."""
    settings = read_settings(root)
    if site in settings.countries():
        return
    known = [one.name for one in listed_sites(root, settings, current_release(root) or "")]
    if site not in known:
        raise unknown_site(site, known)


def check_open(root: Path, site: str) -> None:
    """A UsageError, with the reason, where a site is on hold: nothing of it is to be read."""
    on_board = read(root).site(site)
    if on_board.phase != ON_HOLD:
        return
    facts = [step.fact for step in on_board.steps]
    reasons = [fact.reason for fact in facts if isinstance(fact, Advanced)]
    raise UsageError(
        f"{site} is on hold{f': {reasons[-1]}' if reasons else ''}",
        hint=f"'tfrq site advance {site} mapping --reason …' ends that",
    )


def site_row(root: Path, site: str, data_cut: date | None) -> pyarrow.Table:
    """The row of the table `sites` to publish a site with: finalised at its data cut, or, without
    one, in the phase that the board has it in. The country is that of lake.toml.

    Raises UsageError for a site that is not there, DataError where lake.toml does not name it.
    """
    import pyarrow

    from tfrq.lake.arrow import arrow_schema

    on_board = read(root).site(site)
    country = read_settings(root).countries().get(site)
    if country is None:
        raise DataError(
            f"the tree of lake.toml does not name {site}",
            hint=f"'tfrq site add {site}' writes it there",
        )
    row = {
        "country": country,
        "site": site,
        "status": FINALISED if data_cut else on_board.phase,
        "data_cut_date": data_cut,
        "expected_patients": on_board.expected,
    }
    return pyarrow.Table.from_pylist([row], schema=arrow_schema("sites"))


def _found(root: Path, site: str) -> Fact | None:
    """What the release says of a site whose history begins now."""
    release = current_release(root)
    if not release:
        return None
    if not any(file.site == site for file in read_release(root, release).tables["sites"]):
        return None
    listed = {one.name: one for one in listed_sites(root, read_settings(root), release)}
    return Found(release, listed[site].status, listed[site].expected_patients)
