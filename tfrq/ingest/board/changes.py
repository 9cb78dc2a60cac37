"""What a person changes on the board: a site joins, its phase or its number is set by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tfrq import durable
from tfrq.errors import DataError, UsageError, nearest
from tfrq.ingest.board.facts import LONGEST_REASON, Added, Advanced, ExpectedChanged, Fact
from tfrq.ingest.board.history import append, writing
from tfrq.ingest.board.lake_file import with_site
from tfrq.ingest.board.phases import FINALISED
from tfrq.ingest.board.reading import read
from tfrq.ingest.board.recording import check_site, record
from tfrq.ingest.board.state import Site
from tfrq.lake.settings import FILE_NAME, SITE_CODE, Settings, read_settings
from tfrq.printable import one_line
from tfrq.vocabulary import COUNTRIES, COUNTRY_CODES, SITE_STATUSES


@dataclass(frozen=True)
class AddedSite:
    """A site that was added, or in a dry run would be. `new_region`: the tree had none of that
    name; `content`: the whole lake.toml with it."""

    region: str
    new_region: bool
    content: str


def add(
    root: Path,
    site: str,
    *,
    country: str,
    region: str = "",
    expected: int | None = None,
    dry_run: bool = False,
) -> AddedSite:
    """Add a site to the tree of lake.toml and begin its history.

    `region` may be left out where the country is in the tree. Raises UsageError for a code that
    is none, a site that is there, a country of another region; LockedError, DataError.
    """
    root = root.absolute()
    if dry_run:
        return _added(root, site, country, region)
    read_settings(root)  # where there is no lake there is nothing to lock
    with writing(root):
        added = _added(root, site, country, region)
        # The tree last: without it the site is not there, and can be added again.
        append(root, site, [Added(country, added.region, expected)])
        durable.write(root / FILE_NAME, added.content.encode())
    return added


def advance(
    root: Path,
    site: str,
    phase: str = "",
    *,
    reason: str,
    expected: int | None = None,
    dry_run: bool = False,
) -> tuple[Fact, ...]:
    """Set a phase, the announced number of patients, or both, for a reason; what changed comes
    back, nothing where the site was so before.

    Raises UsageError for an unknown site or phase, a missing reason, and for `finalised` where
    the release has no patients of the site.
    """
    root = root.absolute()
    check_site(root, site)
    why = _reason(reason)
    if not phase and expected is None:
        raise UsageError("nothing is to change", hint="give a PHASE, or --expected N")
    facts = tuple(_changes(read(root).site(site), phase and check_phase(phase), expected, why))
    if facts and not dry_run:
        record(root, site, *facts)
    return facts


def check_phase(text: str) -> str:
    """The phase that a text names, with spaces or hyphens; a UsageError names the nearest."""
    spelled = one_line(text).lower().replace("-", " ").replace("_", " ")
    if spelled in SITE_STATUSES:
        return spelled
    near = nearest(spelled, SITE_STATUSES)
    listed = ", ".join(SITE_STATUSES)
    hint = f"did you mean '{near}'?" if near else f"phases: {listed}"
    raise UsageError(f"'{one_line(text)}' is no phase", hint=hint)


def _changes(site: Site, phase: str, expected: int | None, reason: str) -> Iterator[Fact]:
    if phase == FINALISED and not site.available:
        raise UsageError(
            f"{site.name} has no patients in the lake: it cannot be {FINALISED}",
            hint=f"'tfrq lake ingest {site.name}' publishes them, and sets the phase",
        )
    if expected not in (None, site.expected):
        assert expected is not None
        yield ExpectedChanged(expected, reason)
    if phase and phase != site.phase:
        yield Advanced(phase, reason)


def _reason(text: str) -> str:
    reason = one_line(text)
    if not reason:
        raise UsageError("a reason is missing", hint='say why, as in --reason "ethics approved"')
    if len(reason) > LONGEST_REASON:
        raise UsageError(f"the reason is longer than {LONGEST_REASON} characters")
    return reason


def _added(root: Path, site: str, country: str, region: str) -> AddedSite:
    path, settings = root / FILE_NAME, read_settings(root)
    _check_code(site, settings)
    _check_country(country)
    home = _region(settings, country, one_line(region))
    try:
        text = path.read_bytes().decode()
    except (OSError, UnicodeDecodeError) as problem:
        raise DataError(f"{path} cannot be read: {problem}") from None
    known = [one.name for one in settings.tree.children]
    return AddedSite(home, home not in known, with_site(path, text, site, country, home))


def _check_code(site: str, settings: Settings) -> None:
    if not SITE_CODE.fullmatch(site):
        raise UsageError(
            f"{site!r} is no site code",
            hint="it is made of capitals, digits and _, a letter first: SE01",
        )
    if site in settings.countries():
        raise UsageError(
            f"the lake has site {site} already",
            hint=f"'tfrq site show {site}' shows it; 'tfrq site advance {site}' changes it",
        )


def _check_country(country: str) -> None:
    if country in COUNTRY_CODES:
        return
    by_name = {name.lower(): code for name, code in COUNTRIES.items()}
    near = nearest(country, (*COUNTRY_CODES, *COUNTRIES))
    code = by_name.get(near.lower(), near) if near else None
    raise UsageError(
        f"'{one_line(country)}' is no ISO 3166-1 alpha-2 code of a country",
        hint=f"did you mean {code}?" if code else "it has two capitals: SE",
    )


def _region(settings: Settings, country: str, region: str) -> str:
    homes = {
        child.name: parent.name for parent in settings.tree.children for child in parent.children
    }
    home = homes.get(country)
    if home and region and home != region:
        raise UsageError(
            f"{country} is in region {home}, not in {region}",
            hint=f"--region '{home}', or leave it out",
        )
    if not (home or region):
        names = ", ".join(one.name for one in settings.tree.children)
        raise UsageError(
            f"{country} is new: its region is missing",
            hint=f"--region NAME{f'; regions: {names}' if names else ''}",
        )
    return home or region
