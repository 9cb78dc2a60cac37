"""What became of a site's upload, as a sheet: exact numbers, for the site and the data centre."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tfrq.render.sheet import Column, Sheet

if TYPE_CHECKING:
    from tfrq.ingest.report import Broken, Ingested
    from tfrq.results import Difference, Figure

CHANGES = (
    Column("measure", "what would change"),
    Column("before", "before", "measure"),
    Column("after", "after", "measure"),
    Column("added", "added", "number"),
    Column("changed", "changed", "number"),
    Column("gone", "gone", "number"),
)
MARKING = "NOT FOR RELEASE: exact numbers of one site"
FILES = (
    Column("file", "file"),
    Column("read", "rows read", "number"),
    Column("entered", "= in the lake", "number"),
    Column("rejected", "+ in rejects", "number"),
    Column("partly", "(partly in both)", "number"),
)
TABLES = (
    Column("table", "records of"),
    Column("entered", "in the lake", "number"),
    Column("derived", "(derived)", "number"),
    Column("merged", "merged", "number"),
    Column("rejected", "rejected", "number"),
)
BROKEN = (
    Column("severity", "severity"),
    Column("table", "table"),
    Column("rule", "rule"),
    Column("rows", "rows", "number"),
    Column("share", "%", "percent"),
    Column("threshold", "at most %", "percent"),
    Column("verdict", ""),
)


def ingested(done: Ingested) -> Sheet:
    """One row per file and their sum; under them the records, the rules broken, the changes."""
    rows = [(one.file, one.read, one.entered, one.rejected, one.partly) for one in done.files]
    _, *numbers = zip(*rows, strict=True)
    records = tuple(
        (one.table, one.entered + one.derived, one.derived, one.merged, one.rejected)
        for one in done.tables
    )
    return Sheet(
        "ingest",
        FILES,
        (*rows, ("total", *map(sum, numbers))),
        head=_head(done),
        caption=tuple(_caption(done)),
        marking=MARKING,
        private=True,
        last_is_total=True,
        below=(Sheet("records", TABLES, records), *_broken(done), *_changes(done)),
    )


def _broken(done: Ingested) -> list[Sheet]:
    rows = tuple(
        (
            one.severity,
            one.table,
            one.rule,
            one.rows,
            _percent(one.share),
            None if one.threshold is None else _percent(one.threshold),
            "too many" if one.exceeded else "",
        )
        for one in done.broken
    )
    return [Sheet("rules", BROKEN, rows)] if rows else []


def _changes(done: Ingested) -> list[Sheet]:
    """Against what the site had; nothing where it had nothing, or where nothing differs."""
    found = done.difference
    if found is None or found.equal or not found.tables[0].before.patients:
        return []
    tables = [
        (
            one.table,
            one.before.records,
            one.after.records,
            one.added.records,
            one.changed.records,
            one.gone.records,
        )
        for one in found.tables
    ]
    figures = [
        (_figure(one), *_sides(one), "", "", "")
        for one in found.figures
        if _sides(one)[0] != _sides(one)[1]
    ]
    return [Sheet("changes", CHANGES, (*tables, *figures))]


def _figure(figure: Figure) -> str:
    """Its name, with its table where that is no part of it, and its unit."""
    name = figure.name if figure.table in figure.name else f"{figure.table}: {figure.name}"
    return f"{name}, {figure.unit}" if figure.unit else name


def _sides(figure: Figure) -> tuple[Decimal | None, Decimal | None]:
    sides = (figure.before.value, figure.after.value)
    before, after = (None if value is None else _percent(value) for value in sides)
    return before, after


def _unchanged(done: Ingested) -> list[str]:
    found = done.difference
    if found is None:
        return []
    if found.equal:
        return ["no record differs from the release in force"]
    return [] if found.tables[0].before.patients else ["the site had no data in the lake before"]


def _caption(done: Ingested) -> list[str]:
    site = f"site {done.site} · mapping {done.mapping_version}"
    derived = [f"{what}: {number:,}" for what, number in done.derived.items() if number]
    return [
        f"{site} · {_verdict(done)}",
        *([f"derived: {' · '.join(derived)}"] if derived else []),
        *_unchanged(done),
        *_doubts(done),
        *([f"not in the vocabulary: {' · '.join(done.lacking)}"] if done.lacking else []),
    ]


def _doubts(done: Ingested) -> Iterator[str]:
    """What no rule forbids and a person should look at."""
    if done.lost_tests:
        yield (
            f"patients in the lake with rejected tests: {done.lost_tests:,}; a response of theirs "
            "may look longer than it was"
        )
    told = f" (the lake is told {done.lake_cut})" if done.lake_cut != done.data_cut else ""
    yield f"last day of any record: {done.last_day or 'none'} · data cut: {done.data_cut}{told}"
    for file, columns in done.unread.items():
        yield f"not read of {file}: {' · '.join(columns)}"


def _verdict(done: Ingested) -> str:
    if done.hindrances:
        return "not published: a rule is broken more often than its threshold allows"
    return f"release {done.release}" + (" (dry run: not published)" if done.dry_run else "")


def _head(done: Ingested) -> dict[str, Any]:
    return {
        "not_for_release": True,
        "site": done.site,
        "release": done.release,
        "dry_run": done.dry_run,
        "publishable": not done.hindrances,
        "mapping_version": done.mapping_version,
        "patients": done.patients,
        "records": [asdict(one) for one in done.tables],
        "rules": [_rule(one) for one in done.broken],
        "derived": dict(done.derived),
        "patients_with_rejected_tests": done.lost_tests,
        "last_day": None if done.last_day is None else done.last_day.isoformat(),
        "data_cut": done.data_cut.isoformat(),
        "columns_not_read": {file: list(columns) for file, columns in done.unread.items()},
        "difference": None if done.difference is None else _difference(done.difference),
        "not_in_vocabulary": list(done.lacking),
    }


def _difference(found: Difference) -> dict[str, Any]:
    return {
        "equal": found.equal,
        "tables": [asdict(one) for one in found.tables],
        "figures": [
            {
                "table": one.table,
                "figure": one.name,
                "unit": one.unit,
                "before": _number(one.before.value),
                "after": _number(one.after.value),
            }
            for one in found.figures
        ],
    }


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _rule(one: Broken) -> dict[str, Any]:
    return {
        "severity": one.severity,
        "table": one.table,
        "rule": one.rule,
        "rows": one.rows,
        "share": float(one.share),
        "threshold": None if one.threshold is None else float(one.threshold),
        "exceeded": one.exceeded,
    }


def _percent(share: Decimal) -> Decimal:
    return share.quantize(Decimal("0.1"))
