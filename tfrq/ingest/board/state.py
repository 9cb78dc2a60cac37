"""The board as it stands: sites, their phases, their cases, what came of their rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tfrq.errors import UsageError, nearest
from tfrq.ingest.board.facts import Entry, Fact, Uploaded
from tfrq.ingest.board.phases import FINALISED
from tfrq.results import Policy
from tfrq.vocabulary import SITE_STATUSES


@dataclass(frozen=True)
class Rejects:
    """`share`: how much of the rows was rejected in whole per cents, rounded down; None where too
    few rows were read to say so."""

    share: int | None

    def __str__(self) -> str:
        """The share in words, "<1" for 0 as well; "" where there is none."""
        return "" if self.share is None else str(self.share) if self.share else "<1"


def rejects(read: int, rejected: int, min_cell: int) -> Rejects:
    """The share, where a per cent is min_cell rows or more: then a small number of rows, rejected
    or not, cannot be told from another. Numbers of rows are never shown: two of them, or one
    beside the number of patients, have a difference."""
    return Rejects(100 * rejected // read if read >= 100 * min_cell else None)


@dataclass(frozen=True)
class Step:
    """One fact of a history: `phase` after it, `days` since the fact before it (None: the first),
    `rejects` of a dry run or a publication."""

    at: datetime
    fact: Fact
    phase: str
    days: int | None
    rejects: Rejects | None


@dataclass(frozen=True)
class Site:
    """One site. `region` is "" where lake.toml does not name it; `expected` patients are those it
    announced; `available` are in the release; `rejects` of the last dry run or publication;
    `days` since the last fact. What nothing is known of is None."""

    name: str
    region: str
    country: str
    phase: str
    expected: int | None
    available: int
    rejects: Rejects | None
    days: int | None
    steps: tuple[Step, ...]

    @property
    def to_come(self) -> int | None:
        """Patients announced and not there yet; None where a site without data announced none."""
        if self.expected is None:
            return None if not self.available else 0
        return max(self.expected - self.available, 0)

    @property
    def last_upload(self) -> datetime | None:
        """When the last export came in."""
        return max(
            (step.at for step in self.steps if isinstance(step.fact, Uploaded)), default=None
        )

    @property
    def phase_since(self) -> datetime | None:
        """When it came into its phase."""
        since = None
        for step in reversed(self.steps):
            if step.phase != self.phase:
                break
            since = step.at
        return since


@dataclass(frozen=True)
class Board:
    """All sites, by phase and, in each, in the order of lake.toml. `release` is that of the
    available cases, "" where nothing was published yet; `as_of` is the day that days are counted
    to, in UTC."""

    lake: str
    synthetic: bool
    release: str
    policy: Policy
    as_of: datetime
    sites: tuple[Site, ...]

    @property
    def finalised(self) -> int:
        """Sites whose data are published."""
        return self.phases()[FINALISED]

    @property
    def countries(self) -> int:
        """Countries that have a site."""
        return len({site.country for site in self.sites})

    @property
    def available(self) -> int:
        """Patients in the release."""
        return sum(site.available for site in self.sites)

    @property
    def to_come(self) -> int:
        """Patients announced and not there yet."""
        return sum(site.to_come or 0 for site in self.sites)

    @property
    def unannounced(self) -> int:
        """Sites without data that have not said how many patients they have."""
        return sum(site.to_come is None for site in self.sites)

    def phases(self) -> dict[str, int]:
        """Number of sites in each phase, from on hold to finalised."""
        return {phase: sum(site.phase == phase for site in self.sites) for phase in SITE_STATUSES}

    def site(self, name: str) -> Site:
        """The site of that code; a UsageError names the nearest."""
        for site in self.sites:
            if site.name == name:
                return site
        raise unknown_site(name, [site.name for site in self.sites])


def unknown_site(name: str, known: list[str]) -> UsageError:
    """The error for a site that the lake does not have."""
    near = nearest(name, known)
    hint = f"did you mean '{near}'?" if near else "'tfrq site list' shows them all"
    if not known:
        hint = "'tfrq site add' adds one"
    return UsageError(f"the lake has no site {name}", hint=hint)


def whole_days(earlier: Entry | Step | None, later: datetime) -> int | None:
    """Days from one day to another, in UTC; 0 where a clock went backwards."""
    return None if earlier is None else max((later.date() - earlier.at.date()).days, 0)
