"""From the files of a site to a release: read, harmonise, pseudonymise, validate, publish.

Memory holds a batch of rows, then a bucket of patients, at a time; between them records lie in a
working folder inside the lake, which no reader looks at and which goes at the end (what a crash
leaves is cleared by the next run for the site).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from tfrq import lake
from tfrq.errors import DataError, UsageError, nearest
from tfrq.ingest import board, upload
from tfrq.ingest.changes import losses
from tfrq.ingest.findings import check_written
from tfrq.ingest.mapping.model import SiteMapping
from tfrq.ingest.mapping.reading import read_mapping
from tfrq.ingest.matching import Part, matched
from tfrq.ingest.omop import reading as omop
from tfrq.ingest.pseudonyms import Pseudonyms, read_key
from tfrq.ingest.report import Ingested
from tfrq.ingest.run import Run
from tfrq.ingest.working import working

# Bytes of text that become one bucket: some 300,000 tests.
_BUCKET_BYTES = 24 * 2**20
# Excel and Parquet are compressed: so many bytes of text are in one of theirs, or more.
_PACKED = 8


@dataclass(frozen=True)
class Order:
    """What is to be done. `release`: name of the new release ("": the day, and a number where
    that is taken). `rejects`: the CSV file of rejects; `warnings` of warnings."""

    root: Path
    site: str
    mapping: Path
    key: Path
    files: tuple[Path, ...]
    rejects: Path
    warnings: Path
    release: str = ""
    show_values: bool = False
    dry_run: bool = False


class _LostTooMuch(Exception):
    """Ends a publication that must not be: the site would lose too much of what it had."""


def ingest(order: Order) -> Ingested:
    """Do it. Where thresholds are exceeded nothing is published, and `hindrances` say why.

    Errors: UsageError and DefinitionError (site, mapping, key, files), DataError (a file cannot be
    read; the release would be unsound), LockedError.
    """
    settings = lake.read_settings(order.root)
    country = _country(settings, order.site)
    board.check_open(order.root, order.site)
    resolved = _mapping(order)
    parts = matched(resolved.mapping, order.files)
    check_written(order.rejects, order.warnings, order.root, _read(order, parts))
    shift = resolved.mapping.date_shift_days
    pseudonyms = Pseudonyms(read_key(order.key, order.root), order.site, shift)
    with (
        working(order.root, order.site) as folder,
        Run(
            resolved.mapping, country, pseudonyms, folder, _bits(parts), values=order.show_values
        ) as run,
    ):
        for part in parts:
            run.read(part)
        run.validate()
        run.rejects.write(order.rejects)
        run.warnings.write(order.warnings)
        uploaded = board.Uploaded(len({part.path for part in parts}))
        board.record(order.root, order.site, uploaded)
        return _publish(order, run, _report(order, run, resolved.lacking))


def _publish(order: Order, run: Run, report: Ingested) -> Ingested:
    """Stage the release, compare it, and put it in force where nothing forbids that."""
    name = order.release or _free_name(order.root)
    compared = [report]

    def review(before: lake.Lake | None, after: lake.Lake) -> None:
        found = lake.difference(before, after, order.site)
        lost = losses(found, run.mapping.thresholds)
        compared.append(replace(report, difference=found, broken=(*lost, *report.broken)))
        if compared[-1].hindrances:
            raise _LostTooMuch

    publication = lake.Publication(
        order.root,
        name,
        mapping_versions={order.site: _mapping_version(order.mapping, run.mapping)},
        dry_run=order.dry_run or bool(report.hindrances),
        review=review,
    )
    try:
        with publication:
            for table, path in run.files.items():
                publication.add_file(table, order.site, run.country, path)
            row = board.site_row(order.root, order.site, run.mapping.lake_cut)
            publication.add("sites", order.site, row)
            if not (order.dry_run or report.hindrances):
                # The board believes it when the release is there.
                fact = board.Published(name, report.patients, *_rows(report))
                board.record(order.root, order.site, fact, within_lock=True)
    except _LostTooMuch:
        pass
    except DataError:
        # Of what may not be published anyway, the comparison is all that is lost.
        if not report.hindrances:
            raise
    done = compared[-1]
    if order.dry_run or done.hindrances:
        tried = board.Tried(*_rows(done), publishable=not done.hindrances)
        board.record(order.root, order.site, tried)
    return done if done.hindrances else replace(done, release=name)


def _read(order: Order, parts: Sequence[Part]) -> list[Path]:
    return [order.mapping, order.key, *(part.path for part in parts)]


def _rows(report: Ingested) -> tuple[int, int]:
    return sum(one.read for one in report.files), sum(one.rejected for one in report.files)


def _report(order: Order, run: Run, lacking: tuple[str, ...]) -> Ingested:
    sums = run.sums()
    return Ingested(
        site=order.site,
        release="",
        dry_run=order.dry_run,
        mapping_version=run.mapping.version,
        patients=next(one.entered + one.derived for one in sums if one.table == "patients"),
        files=run.accounts.sums(),
        tables=sums,
        broken=run.broken(),
        derived=dict(run.derived),
        lacking=lacking,
        unread={file: columns for file, columns in run.unread.items() if columns},
        lost_tests=run.lost_tests,
        last_day=run.last_day,
        data_cut=run.mapping.data_cut,
        lake_cut=run.mapping.lake_cut,
        difference=None,
    )


def _mapping(order: Order) -> omop.Resolved:
    if order.mapping.exists() and not order.mapping.is_file():
        raise UsageError(f"{order.mapping} is no file", hint="a mapping is a file, kept in git")
    mapping = read_mapping(order.mapping)
    if mapping.site != order.site:
        raise UsageError(
            f"{order.mapping} is the mapping of {mapping.site}, not of {order.site}",
            hint="give the site's own mapping",
        )
    # A vocabulary lies beside the tables that are coded with it.
    folder = next((path for path in order.files if path.is_dir()), order.files[0].parent)
    return omop.resolve(mapping, folder)


def _country(settings: lake.Settings, site: str) -> str:
    countries = settings.countries()
    if site not in countries:
        near = nearest(site, countries)
        hint = f"did you mean {near}?" if near else f"'tfrq site add {site} --country …' adds it"
        raise UsageError(f"the lake has no site {site}", hint=hint)
    return countries[site]


def _mapping_version(path: Path, mapping: SiteMapping) -> str:
    """The version with what tells two files of one version apart."""
    return f"{mapping.version} sha256:{hashlib.sha256(path.read_bytes()).hexdigest()[:12]}"


def _free_name(root: Path) -> str:
    day, names = datetime.now(UTC).strftime("%Y-%m-%d"), lake.release_names(root)
    numbered = (f"{day}.{number}" for number in range(2, len(names) + 3))
    return next(name for name in (day, *numbered) if name not in names)


def _bits(parts: Sequence[Part]) -> int:
    sizes = {part.path: part.path.stat().st_size for part in parts}
    text = sum(
        size * (1 if upload.kind(path) == "csv" else _PACKED) for path, size in sizes.items()
    )
    return (text // _BUCKET_BYTES).bit_length()
