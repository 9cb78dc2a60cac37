"""Publish sites into a new release: staged, checked, moved into place, then put in force.

What is published is checked as `check` does it: the files added in all their rows, the files
carried over in their bytes (their rows were looked at when they came), the release as a whole.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from tfrq.errors import DataError, UsageError
from tfrq.lake.arrow import Writer
from tfrq.lake.findings import Finding, content_problems
from tfrq.lake.in_force import STAGING, check_name, put_in_force, release_in_force
from tfrq.lake.lock import locked
from tfrq.lake.opening import Lake, size_problem
from tfrq.lake.plausibility import whole_warnings
from tfrq.lake.release import File, Release
from tfrq.lake.rows import rows_of
from tfrq.lake.running import Query, bytes_problem, querying, sandbox, sha256
from tfrq.lake.settings import SITE_CODE, read_settings
from tfrq.lake.views import known_table
from tfrq.lake.whole import whole_errors
from tfrq.schema import SITES, TABLES, Table

if TYPE_CHECKING:
    import pyarrow


# Told the lake as it is (None: no release yet) and as it would be.
Review = Callable[[Lake | None, Lake], None]


@dataclass(frozen=True)
class Published:
    """A release that was published (or, in a dry run, would be) and what is doubtful in it."""

    release: Release
    warnings: tuple[Finding, ...]


class Publication:
    """A release in the making: `with Publication(root, name) as publication:`, then `add`.

    A site is replaced whole: with the first table of patients' data that is added for it, all
    of its earlier files leave the release; of tables not added again it has no rows then. Its row
    of `sites` stays until another is added. Other sites are carried over. At the end of the
    `with` the release as a whole is checked and put in force; after an error nothing is.

    `root` is a folder with a lake.toml. `mapping_versions`: site → version of the mapping its
    data were read with. `created` is now unless given. With `dry_run` everything is done but
    the lake stays as it is. Errors: UsageError (the name), LockedError, DataError (the data).
    """

    def __init__(
        self,
        root: Path,
        release: str,
        *,
        mapping_versions: Mapping[str, str] | None = None,
        created: datetime | None = None,
        dry_run: bool = False,
        review: Review | None = None,
        done: Callable[[Release], None] | None = None,
    ) -> None:
        self.root = root.absolute()
        self.settings = read_settings(self.root)
        self.name = release
        self._mapping_versions = dict(mapping_versions or {})
        self._created = created or datetime.now(UTC)
        self._dry_run = dry_run
        self._review = review
        self._done = done
        self._replaced: set[str] = set()
        self._added: dict[tuple[str, str], File | None] = {}
        self._staged: dict[str, Path] = {}
        self._pending: set[str] = set()
        self._resources = ExitStack()
        self.published: Published | None = None

    def __enter__(self) -> Publication:
        with ExitStack() as resources, _writable(self.root):
            resources.enter_context(locked(self.root))
            self._parent = release_in_force(self.root)
            check_name(self.root, self.name, self._parent)
            resources.callback(shutil.rmtree, self.root / STAGING, ignore_errors=True)
            shutil.rmtree(self.root / STAGING, ignore_errors=True)
            (self.root / STAGING).mkdir()
            self._connection = resources.enter_context(sandbox(folder=self.root / STAGING))
            self._resources = resources.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._resources:
            if kind is None:
                release = self._checked()
                if not self._dry_run:
                    with _writable(self.root):
                        put_in_force(self.root, release, self._staged)
                    if self._done:
                        self._done(release)

    def add(self, table: str, site: str, rows: pyarrow.Table | Iterable[pyarrow.Table]) -> None:
        """Stage all rows of one site for one table, of the type `arrow_schema(table)`: at once, or
        in pieces of which none has a patient that sorts before those of an earlier one.

        A DataError says what is wrong with them. No rows: the site has none in this table.
        """
        path = self._begun(table, site)
        pieces = (piece for piece in _pieces(rows) if piece.num_rows)
        first = next(pieces, None)
        if first is None:
            self._settled(table, site, None)
            return
        with _writable(self.root), closing(Writer(TABLES[table], path)) as writer:
            for piece in chain([first], pieces):
                writer.add(piece)
        country = str(first.column("country")[0].as_py())
        self._settled(table, site, self._file(TABLES[table], site, country, path))

    def add_file(self, table: str, site: str, country: str, written: Path) -> None:
        """The same for rows that a `Writer` has written already, to a file on the lake's own disk:
        it is moved."""
        path = self._begun(table, site)
        with _writable(self.root):
            written.replace(path)
        self._settled(table, site, self._file(TABLES[table], site, country, path))

    def _begun(self, table: str, site: str) -> Path:
        """Where the file of a table of a site is staged. Until `_settled` it is pending."""
        name = TABLES[known_table(table)].name
        if (table, site) in self._added:
            raise DataError(f"{table} of {site} was added already", hint="add all rows at once")
        if not SITE_CODE.fullmatch(site):
            raise DataError(
                f"{site!r} is no site code",
                hint="it is made of capitals, digits and _, a letter first: SE01",
            )
        self._pending.add(f"{table} of {site}")
        return self.root / STAGING / f"{name}-{site}.parquet"

    def _settled(self, table: str, site: str, file: File | None) -> None:
        self._added[table, site] = file
        self._pending.remove(f"{table} of {site}")
        if table != "sites":
            self._replaced.add(site)

    def _file(self, table: Table, site: str, country: str, path: Path) -> File:
        """What the manifest says of a staged file, all of whose rows are checked."""
        _refuse(
            Finding("error", table.name, site, "", problem)
            for problem in content_problems(self._connection, str(path), table, country, site)
        )
        number, rows_sha256 = rows_of(self._connection, str(path), table)
        digest = sha256(path)
        in_lake = f"{table.name}/country={country}/site={site}/{digest[:32]}.parquet"
        self._staged[in_lake] = path
        return File(in_lake, site, digest, rows_sha256, number, path.stat().st_size)

    def _checked(self) -> Release:
        # Whoever caught the error of a piece must not publish the site without it.
        if self._pending:
            raise DataError(f"not published, because of {', '.join(sorted(self._pending))}")
        self._stage_empty_tables()
        staged = Lake(self.root, self.settings, self._release(), self._staged)
        _refuse(_damaged(staged))
        with querying(staged) as query:
            release = replace(staged.release, data_cuts=_data_cuts(staged.release, query))
            staged = replace(staged, release=release)
            _refuse(whole_errors(staged, query))
            self.published = Published(release, tuple(whole_warnings(query)))
        if self._review:
            before = Lake(self.root, self.settings, self._parent) if self._parent else None
            self._review(before, staged)
        return release

    def _stage_empty_tables(self) -> None:
        """A site with patients has a file of each table, with rows or without: at a site of three
        patients, that there is none would say of how many something is recorded."""
        for table in TABLES.values():
            held = {file.site for file in self._files(table.name)}
            for file in self._files("patients"):
                # Without its row in `sites` a site is refused.
                if file.site not in held and table is not SITES:
                    path = self.root / STAGING / f"{table.name}-{file.site}.parquet"
                    with _writable(self.root):
                        Writer(table, path).close()
                    staged = self._file(table, file.site, file.country, path)
                    self._added[table.name, file.site] = staged

    def _release(self) -> Release:
        """The new manifest without its data cuts, which are read from its table of sites."""
        parent = self._parent
        tables = {table: self._files(table) for table in TABLES}
        versions = dict(parent.mapping_versions) if parent else {}
        carried = {site: versions[site] for site in versions if site not in self._replaced}
        return Release(
            self.name,
            self._created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            parent.name if parent else None,
            tables,
            {},
            carried | self._mapping_versions,
            {},
        )

    def _files(self, table: str) -> tuple[File, ...]:
        carried = self._parent.tables[table] if self._parent else ()
        kept = [file for file in carried if not self._is_replaced(table, file.site)]
        added = [file for (name, _), file in self._added.items() if name == table and file]
        return tuple(sorted(kept + added, key=lambda file: file.path))

    def _is_replaced(self, table: str, site: str) -> bool:
        return (table, site) in self._added or (table != "sites" and site in self._replaced)


def publish(
    root: Path,
    tables: Mapping[str, Mapping[str, pyarrow.Table]],
    *,
    release: str,
    mapping_versions: Mapping[str, str] | None = None,
    created: datetime | None = None,
    dry_run: bool = False,
) -> Published:
    """Publish what fits in memory at once: table → site → rows. See `Publication`."""
    publication = Publication(
        root, release, mapping_versions=mapping_versions, created=created, dry_run=dry_run
    )
    with publication:
        for table, sites in tables.items():
            for site, rows in sites.items():
                publication.add(table, site, rows)
    assert publication.published is not None  # set by the end of a `with` that did not raise
    return publication.published


def _pieces(rows: pyarrow.Table | Iterable[pyarrow.Table]) -> Iterator[pyarrow.Table]:
    # A table is no iterator of tables, and iterating over it would give its columns.
    if hasattr(rows, "num_rows"):
        yield rows
    else:
        yield from rows


@contextmanager
def _writable(root: Path) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        raise UsageError(f"the lake at {root} cannot be written to: {problem}") from problem


def _data_cuts(release: Release, query: Query) -> dict[str, date]:
    with_patients = {file.site for file in release.tables["patients"]}
    rows = query("SELECT site, data_cut_date FROM sites ORDER BY site")
    return {site: cut for site, cut in rows if cut is not None and site in with_patients}


def _damaged(lake: Lake) -> Iterator[Finding]:
    """What of the files carried over has been damaged since they were published. Those staged
    have their SHA-256 from a moment ago."""
    for table, files in lake.release.tables.items():
        for file in files:
            problem = (
                size_problem(lake, file) if file.path in lake.staged else bytes_problem(lake, file)
            )
            if problem:
                yield Finding("error", table, file.site, file.path, problem)


def _refuse(errors: Iterable[Finding]) -> None:
    told = [f"{error.table} of {error.site}: {error.message}" for error in errors]
    if told:
        more = f" (and {len(told) - 5} more)" if len(told) > 5 else ""
        raise DataError(
            "not published, because " + "; ".join(told[:5]) + more,
            hint="the release in force is as it was",
        )
