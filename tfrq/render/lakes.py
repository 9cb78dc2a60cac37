"""What `tfrq lake` answers, as sheets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from tfrq.render.sheet import Column, Sheet

if TYPE_CHECKING:
    from tfrq.lake import Description, File, Finding, Lake
    from tfrq.lake.description import TableSize

SITES = (
    Column("region", "region"),
    Column("country", "country"),
    Column("site", "site"),
    Column("status", "status"),
    Column("data_cut", "data cut"),
    Column("expected", "expected", "number"),
    Column("patients", "patients", "number"),
)
FILES = (
    Column("file", "file"),
    Column("country", "country"),
    Column("site", "site"),
)
FINDINGS = (
    Column("severity", "severity"),
    Column("table", "table"),
    Column("site", "site"),
    Column("file", "file"),
    Column("message", "message"),
)


def description(lake: Description) -> Sheet:
    """One row per site, and under them the lake as a whole."""
    rows = [
        (
            site.region,
            site.country,
            site.name,
            site.status,
            site.data_cut.isoformat() if site.data_cut else "",
            site.expected_patients,
            site.patients,
        )
        for site in lake.sites
    ]
    tables = [{"table": table.name, "rows": table.rows} for table in _told(lake)]
    cut = lake.data_cut.isoformat() if lake.data_cut else ""
    head = {
        "lake": lake.name,
        "synthetic": lake.synthetic,
        "release": lake.release,
        "parent": lake.parent,
        "created": lake.created,
        "releases": list(lake.releases),
        "data_cut": cut,
        "policy": _policy(lake),
        "tables": tables,
    }
    return Sheet("lake", SITES, tuple(rows), head=head, caption=_caption(lake, cut))


def files(lake: Lake, listed: Iterable[File]) -> Sheet:
    """The files of a table. On a screen the paths alone, so that other tools can read them.

    Neither rows nor bytes: at a small site they would tell a small number.
    """
    listed = tuple(listed)
    rows = [(str(lake.path(file)), file.country, file.site) for file in listed]
    return Sheet(
        "files",
        FILES,
        tuple(rows),
        head={"release": lake.release.name},
        prose=tuple(row[0] for row in rows),
        whole_lines=True,
    )


def findings(found: Iterable[Finding], release: str) -> Sheet:
    """One row per finding."""
    rows = [(one.severity, one.table, one.site, one.file, one.message) for one in found]
    prose = () if rows else (f"release {release}: nothing found",)
    return Sheet("findings", FINDINGS, tuple(rows), head={"release": release}, prose=prose)


def recurrence(
    simulated: Mapping[int, float], published: Mapping[int, float], name: str, release: str
) -> Sheet:
    """Recurrence-free shares by months after the stop, simulated and published."""
    columns = (
        Column("months", "months after stopping", "number"),
        Column("simulated", "recurrence-free %", "percent"),
        Column("published", f"{name} %", "percent"),
    )
    rows = [
        (months, _percent(share), _percent(published[months]))
        for months, share in simulated.items()
    ]
    head = {"synthetic": True, "release": release}
    caption = (f"SYNTHETIC data · release {release}",)
    return Sheet("synth", columns, tuple(rows), head=head, caption=caption)


def _percent(share: float) -> Decimal:
    return Decimal(f"{share:.1f}")


def _told(lake: Description) -> list[TableSize]:
    """Tables whose number of rows is public; of the others it could be a small one."""
    return [table for table in lake.tables if table.name in ("sites", "patients")]


def _policy(lake: Description) -> dict[str, str | int]:
    policy = lake.policy
    return {"min_cell": policy.min_cell, "members": policy.members, "exact": policy.exact}


def _caption(lake: Description, cut: str) -> tuple[str, ...]:
    first = [
        *(["SYNTHETIC data"] if lake.synthetic else []),
        f"lake {lake.name}",
        f"release {lake.release}",
        f"data cut {cut or 'none'}",
        f"created {lake.created}",
    ]
    policy = " · ".join(f"{key} = {value}" for key, value in _policy(lake).items())
    tables = " · ".join(f"{table.name} {table.rows:,}" for table in _told(lake))
    return " · ".join(first), f"rows: {tables}", f"policy: {policy}"
