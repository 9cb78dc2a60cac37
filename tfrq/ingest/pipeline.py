"""From the files of a site to a release: read, harmonise, pseudonymise, validate, publish.

Memory holds a batch of rows, then a bucket of patients, at a time; between them records lie in a
working folder inside the lake, which no reader looks at and which goes at the end (what a crash
leaves is cleared by the next run for the site).
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from tfrq import lake
from tfrq.errors import UsageError, nearest
from tfrq.ingest import board
from tfrq.ingest.mapping.model import SiteMapping
from tfrq.ingest.mapping.reading import read_mapping
from tfrq.ingest.matching import matched
from tfrq.ingest.omop import reading as omop
from tfrq.ingest.pseudonyms import Pseudonyms, read_key
from tfrq.ingest.report import Ingested
from tfrq.ingest.run import RECORD_TABLES, Run
from tfrq.lake.lock import locked
from tfrq.results import Difference

# Beside the tables; its name begins with a point, so that readers of folders pass it over.
WORKING = ".ingest"
# Bytes of text that become one bucket: some 300,000 tests.
_BUCKET_BYTES = 24 * 2**20
_MOST_BITS = 6
# Excel and Parquet are compressed: so many bytes of text are in one of theirs, or more.
_PACKED = 8
_TEXT = (".csv", ".tsv", ".txt")


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


def ingest(order: Order) -> Ingested:
    """Do it. Where thresholds are exceeded nothing is published, and `hindrances` say why.

    Errors: UsageError and DefinitionError (site, mapping, key, files), DataError (a file cannot be
    read; the release would be unsound), LockedError.
    """
    settings = lake.read_settings(order.root)
    country = _country(settings, order.site)
    resolved = _mapping(order)
    mapping = resolved.mapping
    parts = matched(mapping, order.files)
    pseudonyms = Pseudonyms(read_key(order.key, order.root), order.site, mapping.date_shift_days)
    with _working(order.root, order.site) as folder:
        run = Run(mapping, pseudonyms, folder, _bits(order), values=order.show_values)
        for part in parts:
            run.read(part)
        run.validate()
        report = _report(order, run, resolved.lacking)
        run.rejects.write(order.rejects)
        run.warnings.write(order.warnings)
        uploaded = tuple(map(board.UploadedFile.of, dict.fromkeys(part.path for part in parts)))
        board.record(order.root, order.site, board.Uploaded(uploaded, run.patients))
        if report.hindrances:
            board.record(order.root, order.site, _tried(report))
            return report
        return _publish(order, run, country, report)


def _publish(order: Order, run: Run, country: str, report: Ingested) -> Ingested:
    seen: list[Difference] = []
    publication = lake.Publication(
        order.root,
        order.release or _free_name(order.root),
        mapping_versions={order.site: _mapping_version(order.mapping, run.mapping)},
        dry_run=order.dry_run,
        review=lambda before, after: seen.append(lake.difference(before, after, order.site)),
    )
    cut = run.mapping.data_cut
    with publication:
        for table in RECORD_TABLES:
            publication.add(table, order.site, run.pieces(table, country))
        publication.add("sites", order.site, board.site_row(order.root, order.site, cut))
        fact = _tried(report) if order.dry_run else _published(report, publication.name)
        board.record(order.root, order.site, fact, within_lock=True)
    return replace(report, release=publication.name, difference=seen[0])


def _tried(report: Ingested) -> board.Tried:
    read, rejected = _rows(report)
    return board.Tried(read, rejected, not report.hindrances)


def _published(report: Ingested, release: str) -> board.Published:
    return board.Published(release, report.patients, *_rows(report))


def _rows(report: Ingested) -> tuple[int, int]:
    return sum(one.read for one in report.files), sum(one.rejected for one in report.files)


def _report(order: Order, run: Run, lacking: tuple[str, ...]) -> Ingested:
    sums = run.sums()
    return Ingested(
        order.site,
        "",
        order.dry_run,
        run.mapping.version,
        next(one.entered + one.derived for one in sums if one.table == "patients"),
        run.accounts.sums(),
        sums,
        run.broken(),
        dict(run.derived),
        lacking,
        None,
        order.rejects,
        order.warnings,
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
    first = order.files[0]
    return omop.resolve(mapping, first if first.is_dir() else first.parent)


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


def _bits(order: Order) -> int:
    files = [
        inside for path in order.files for inside in (path.iterdir() if path.is_dir() else (path,))
    ]
    size = sum(
        path.stat().st_size * (1 if path.suffix.lower() in _TEXT else _PACKED) for path in files
    )
    return min(_MOST_BITS, (size // _BUCKET_BYTES).bit_length())


@contextmanager
def _working(root: Path, site: str) -> Iterator[Path]:
    """An empty folder in the lake that nobody else uses while this lasts, and that goes then."""
    place = root / WORKING / site
    try:
        place.mkdir(parents=True, exist_ok=True)
        place.parent.chmod(0o700)
    except OSError as problem:
        raise UsageError(f"the lake at {root} cannot be written to: {problem}") from None
    with locked(place):
        folder = place / "records"
        shutil.rmtree(folder, ignore_errors=True)
        try:
            folder.mkdir()
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
