"""What `tfrq site` answers, as sheets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tfrq.ingest.board import facts as kinds
from tfrq.ingest.board.lines import stamp
from tfrq.render.sheet import HIDDEN, Cell, Column, Sheet

if TYPE_CHECKING:
    from tfrq.ingest.board import Board, Fact, Rejects, Site, Step

SITES = (
    Column("phase", "phase"),
    Column("site", "site"),
    Column("country", "country"),
    Column("region", "region"),
    Column("expected", "expected", "number"),
    Column("available", "available", "number"),
    Column("last_upload", "uploaded", "date"),
    Column("rejected_percent", "reject %"),
    Column("phase_since", "phase since", "date"),
    Column("days_since_change", "days", "number"),
)
# What stands on a screen, and what on ones too narrow for that: most codes begin with a country.
LISTED = [column.name for column in SITES if column.name not in ("region", "phase_since")]
NARROWER = [name for name in LISTED if name != "country"]
NARROWEST = [name for name in NARROWER if name != "last_upload"]
HISTORY = (
    Column("at", "at"),
    Column("days", "days", "number"),
    Column("fact", "fact"),
    Column("phase", "phase"),
    Column("expected", "expected", "number"),
    Column("files", "files", "number"),
    Column("release", "release"),
    Column("patients", "patients", "number"),
    Column("rejected_percent", "reject %"),
    Column("publishable", "publishable"),
    Column("reason", "reason"),
)
STEPS = (
    Column("at", "date", "date"),
    Column("days", "days", "number"),
    Column("phase", "phase"),
    Column("what", "what happened"),
)


def board(found: Board) -> Sheet:
    """One row per site, by phase; under them what they come to."""
    rows = tuple(_site_row(site) for site in found.sites)
    sheet = Sheet("sites", SITES, rows, head=_board_head(found), caption=_board_caption(found))
    narrower = sheet.only(NARROWER, narrower=sheet.only(NARROWEST))
    return replace(sheet, on_screen=sheet.only(LISTED, narrower=narrower))


def site(found: Board, one: Site) -> Sheet:
    """One row per fact of a site's history, and under them where it stands."""
    screen = Sheet(
        "site",
        STEPS,
        tuple((step.at.date(), step.days, step.phase, _what(step)) for step in one.steps),
        caption=_site_caption(found, one),
        prose=() if one.steps else ("no history: nothing was recorded yet",),
    )
    rows = tuple(_history_row(step) for step in one.steps)
    return Sheet(
        "site",
        HISTORY,
        rows,
        head=_site_head(found, one),
        caption=screen.caption,
        on_screen=screen,
    )


def words(fact: Fact) -> str:
    """What happened, in words."""
    match fact:
        case kinds.Added():
            return f"added{_announced(fact.expected)}"
        case kinds.Found():
            return f"found in release {fact.release} as {fact.phase}{_announced(fact.expected)}"
        case kinds.ExpectedChanged():
            return f"{_cases(fact.expected)} expected: {fact.reason}"
        case kinds.Uploaded():
            return f"uploaded {fact.files} file{_s(fact.files)}"
        case kinds.Drafted():
            return "a mapping was drafted"
        case kinds.Tried():
            return f"tried: {'could be published' if fact.publishable else 'refused'}"
        case kinds.Published():
            return f"published in release {fact.release}: {fact.patients:,} patients"
        case kinds.Advanced():
            return f"set to {fact.phase}: {fact.reason}"


def _what(step: Step) -> str:
    share = str(step.rejects or "")
    return words(step.fact) + (f", {share} % of rows rejected" if share else "")


def _announced(expected: int | None) -> str:
    return "" if expected is None else f", {_cases(expected)} expected"


def _cases(number: int) -> str:
    return f"{number:,} case{'' if number == 1 else 's'}"


def _site_row(one: Site) -> tuple[Cell, ...]:
    return (
        one.phase,
        one.name,
        one.country,
        one.region,
        one.expected,
        one.available,
        one.last_upload.date() if one.last_upload else None,
        _rejected(one.rejects),
        one.phase_since.date() if one.phase_since else None,
        one.days,
    )


def _history_row(step: Step) -> tuple[Cell, ...]:
    fact = step.fact
    publishable = ("yes" if fact.publishable else "no") if isinstance(fact, kinds.Tried) else ""
    return (
        stamp(step.at),
        step.days,
        fact.kind,
        step.phase,
        getattr(fact, "expected", None),
        getattr(fact, "files", None),
        getattr(fact, "release", ""),
        getattr(fact, "patients", None),
        _rejected(step.rejects),
        publishable,
        getattr(fact, "reason", ""),
    )


def _rejected(found: Rejects | None) -> Cell:
    """The share; a text, as "<1" is one."""
    return None if found is None else str(found) or HIDDEN


def _board_head(found: Board) -> dict[str, Any]:
    return {
        **_lake_head(found),
        "phases": found.phases(),
        "totals": {
            "sites": len(found.sites),
            "finalised": found.finalised,
            "countries": found.countries,
            "available": found.available,
            "to_come": found.to_come,
            "sites_without_number": found.unannounced,
        },
    }


def _site_head(found: Board, one: Site) -> dict[str, Any]:
    upload, since = one.last_upload, one.phase_since
    return {
        **_lake_head(found),
        "site": one.name,
        "country": one.country,
        "region": one.region,
        "phase": one.phase,
        "phase_since": since.date().isoformat() if since else None,
        "expected": one.expected,
        "available": one.available,
        "last_upload": upload.date().isoformat() if upload else None,
        "days_since_change": one.days,
    }


def _lake_head(found: Board) -> dict[str, Any]:
    return {
        "lake": found.lake,
        "synthetic": found.synthetic,
        "release": found.release,
        "as_of": found.as_of.date().isoformat(),
        "min_cell": found.policy.min_cell,
    }


def _board_caption(found: Board) -> tuple[str, ...]:
    note = "days: since anything happened" if any(site.steps for site in found.sites) else ""
    return _totals(found), *filter(None, (_origin(found, note),))


def _totals(found: Board) -> str:
    sites, countries = len(found.sites), found.countries
    unknown = found.unannounced
    return (
        f"{found.finalised} of {sites} site{_s(sites)} finalised,"
        f" {countries} {'country' if countries == 1 else 'countries'},"
        f" {_cases(found.available)} available,"
        f" {_coming(found.to_come)} still to come"
        + (f" ({unknown} site{_s(unknown)} announced no number)" if unknown else "")
    )


def _site_caption(found: Board, one: Site) -> tuple[str, ...]:
    since = f" since {one.phase_since.date()}" if one.phase_since else ""
    state = (
        f"{one.name} in {one.country}{f', {one.region}' if one.region else ''}",
        f"{one.phase}{since}",
        f"{one.available:,} available"
        + ("" if one.expected is None else f" of {one.expected:,} expected"),
    )
    days = "" if one.days is None else f"{one.days} day{_s(one.days)} since the last change"
    return " · ".join(filter(None, (*state, days))), _origin(found)


def _origin(found: Board, *notes: str) -> str:
    parts: Sequence[str] = (
        "SYNTHETIC data" if found.synthetic else "",
        f"lake {found.lake}",
        f"release {found.release}" if found.release else "no release yet",
        *notes,
    )
    return " · ".join(filter(None, parts))


def _coming(number: int) -> str:
    """To two digits: what sites announce is round."""
    return f"about {round(number, 2 - len(str(number))):,}" if number else "none"


def _s(number: int) -> str:
    return "" if number == 1 else "s"
