"""The whole of tfrq for notebooks and for the command line: one session, one method per question.

import tfrq

tfrq.open("sample-lake").count("MR4.5 for >= 2 years", by="country")
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from tfrq import config, model
from tfrq.errors import DefinitionError, UsageError
from tfrq.library import Entry, Library, NamedDefinition, Written
from tfrq.library.names import looks_like_name

if TYPE_CHECKING:
    from tfrq.cohort.checking import DefinitionFinding
    from tfrq.disclosure import ReleasedCount
    from tfrq.disclosure.differences import ReleasedDifference
    from tfrq.ingest.synth.publish import Synthesized
    from tfrq.lake import Description, File, Finding, Lake, Releases
    from tfrq.language import Explanation
    from tfrq.results import Members

NO_LAKE_HINT = "name one with --lake DIR, TFRQ_LAKE or tfrq.toml; '--lake sample' is synthetic"

PHRASES_HINT = "'tfrq cohort phrases' shows what can be written"


def open(  # noqa: A001 - tfrq.open(...) reads well; nothing in this file opens a file
    lake: str | Path | None = None,
    *,
    queries: str | Path | None = None,
    release: str | None = None,
    min_cell: int | None = None,
) -> Session:
    """A session on a lake ("sample": the synthetic one in the package). What is left out comes
    from TFRQ_*, tfrq.toml, or ./sample-lake and ./queries, as on the command line.

    Raises UsageError where no lake is at the place named, DataError where it is damaged."""
    flags = {"lake": lake, "queries": queries, "release": release, "min-cell": min_cell}
    given = {key: str(value) for key, value in flags.items() if value is not None}
    opened = Session(config.settings(given))
    if lake is not None:
        opened.lake  # noqa: B018 - a wrong name is told at once, not at the first question
    return opened


@dataclass(frozen=True)
class Resolved:
    """A definition and the name it was called by, "" for a text."""

    name: str
    definition: model.Definition


class Session:
    """Definitions, and questions to one lake, which is opened when the first is asked."""

    def __init__(self, settings: config.Settings) -> None:
        self.settings = settings
        self.library = Library(settings.queries, config.shipped("queries"))

    @cached_property
    def lake(self) -> Lake:
        """The lake at the release asked for, its policy tightened as the settings say.

        Raises UsageError where no lake is named, PolicyError where `min_cell` would loosen,
        DataError where a file is missing or cut short."""
        from tfrq import lake

        lake.check_sizes(self._unchecked_lake)
        return self._unchecked_lake

    @property
    def release(self) -> str:
        """Name of the release that is asked."""
        return self._unchecked_lake.release.name

    @cached_property
    def _unchecked_lake(self) -> Lake:
        from tfrq import lake

        if self.settings.lake is None:
            raise UsageError("no lake is named", hint=NO_LAKE_HINT)
        opened = lake.open_unchecked(self.settings.lake, self.settings.release or None)
        policy = lake.tightened(opened.settings.policy, self.settings.min_cell)
        return replace(opened, settings=replace(opened.settings, policy=policy))

    def count(
        self,
        cohort: str,
        *,
        by: str = "",
        index: str = "",
        options: Sequence[str] = (),
        exact: bool = False,
    ) -> ReleasedCount:
        """How many of the lake are in the cohort: a name, or the text of a definition.

        `by` is an axis: country, site, sex, age, drug, first-line, sokal, elts, transcript or
        year. `exact` asks for numbers that may not leave.
        Raises PolicyError where the lake's policy refuses that.
        """
        from tfrq import cohort as counting
        from tfrq import disclosure

        resolved = self.resolve(cohort, index=index, options=options)
        counted = counting.count(self.lake, resolved.definition, by=by, name=resolved.name)
        return disclosure.release(counted, exact=exact)

    def members(
        self,
        cohort: str,
        *,
        index: str = "",
        options: Sequence[str] = (),
        answer: str = "met",
        columns: Sequence[str] = (),
        sort: str = "",
        descending: bool = False,
        limit: int | None = None,
    ) -> Members:
        """Who is in the cohort, with the evidence of each criterion: rows of patients, which may
        not leave. `answer`: met, not-met or not-assessable. `columns`: some of `member_columns`
        (none: all). `sort`: the column that the rows are in order of, empty ones last.

        Raises PolicyError where the lake's policy refuses lists of patients, UsageError for a
        column that is not there or is named twice.
        """
        from tfrq import cohort as listing

        for column in columns:
            if list(columns).count(column) > 1:
                raise UsageError(f"column '{column}' is named twice", hint="once is enough")
        if descending and not sort:
            raise UsageError(
                "descending needs a column to sort by", hint="as --sort index_date --descending"
            )
        resolved = self.resolve(cohort, index=index, options=options)
        return listing.members(
            self.lake,
            resolved.definition,
            answer=answer,
            columns=columns,
            sort=sort,
            descending=descending,
            limit=limit,
            name=resolved.name,
        )

    def number_of_members(
        self, cohort: str, *, index: str = "", options: Sequence[str] = (), answer: str = "met"
    ) -> int:
        """How many rows `members` has without a limit: a number that may not leave either."""
        from tfrq import lake, sql
        from tfrq.cohort.members import check_policy

        check_policy(self.lake.settings.policy)
        definition = self.resolve(cohort, index=index, options=options).definition
        query = sql.compile_members(definition, answer, columns=("patient",)).query
        counting = f"SELECT count(*) FROM ({query.sql}) AS members"
        ((number,),) = lake.run(self.lake, counting, query.tables)[1]
        return int(number)

    def member_columns(
        self, cohort: str, *, index: str = "", options: Sequence[str] = ()
    ) -> tuple[str, ...]:
        """The columns that `members` can give for this cohort."""
        from tfrq import sql

        definition = self.resolve(cohort, index=index, options=options).definition
        return sql.compile_members(definition).columns

    def cohorts(self) -> tuple[Entry, ...]:
        """Every named definition, the broken ones with what is wrong."""
        return tuple(self.library.entries())

    def check_cohorts(self, *names: str) -> list[DefinitionFinding]:
        """What is wrong or doubtful in these named definitions (none: in all), and what the
        lake cannot answer, where there is one."""
        from tfrq.cohort import checking

        for name in names:
            if name not in self.library:
                raise self.library.unknown(name)
        entries = [one for one in self.library.entries() if not names or one.name in names]
        return checking.check(entries, self.lake if self.settings.lake is not None else None)

    def cohort(self, name: str) -> NamedDefinition:
        """The definition of that name."""
        return self.library.find(name)

    def define(
        self,
        name: str,
        text: str,
        *,
        index: str = "",
        options: Sequence[str] = (),
        title: str = "",
        source: str = "",
        force: bool = False,
        dry_run: bool = False,
    ) -> Written:
        """Give a text a name, in the folder of definitions; what was written comes back.

        The same meaning again is no error. Another meaning needs `force`, which replaces the whole
        file. Raises UsageError for a name that is taken or cannot be one.
        """
        definition = self.library.parse(text, index=index, options=options, name=name)
        return self.library.define(
            name, definition, text, title=title, source=source, force=force, dry_run=dry_run
        )

    def explain(self, cohort: str, *, index: str = "", options: Sequence[str] = ()) -> Explanation:
        """The definition in plain words, with every convention that takes part."""
        from tfrq import language

        return language.explain(self.resolve(cohort, index=index, options=options).definition)

    def sql(self, cohort: str, *, index: str = "", options: Sequence[str] = ()) -> str:
        """Views and query as one script that DuckDB runs as it is."""
        from tfrq import lake
        from tfrq.sql import compile_query

        query = compile_query(self.resolve(cohort, index=index, options=options).definition)
        statements = [*lake.view_statements(self.lake, query.tables), query.sql.rstrip("; \n")]
        return ";\n\n".join(statements) + ";\n"

    def reads(
        self, cohort: str, *, index: str = "", options: Sequence[str] = ()
    ) -> dict[str, tuple[File, ...]]:
        """Table → the files of it that a question about this cohort reads."""
        from tfrq.sql import compile_query

        query = compile_query(self.resolve(cohort, index=index, options=options).definition)
        return {table: self.files(table) for table in query.tables}

    def resolve(self, cohort: str, *, index: str = "", options: Sequence[str] = ()) -> Resolved:
        """A name or a text → its definition. `index` and `options` are for a text, or stand in
        for the name's own.

        Raises UsageError for an unknown name and DefinitionError for a text, by its shape."""
        if cohort in self.library:
            named = self.library.find(cohort)
            other = self._judged_otherwise(named, index, options) if index or options else None
            return other or Resolved(named.name, named.definition)
        try:
            return Resolved("", self.library.parse(cohort, index=index, options=options))
        except DefinitionError as error:
            if self._meant_as_name(cohort):
                raise self.library.unknown(cohort) from error
            error.hint = error.hint or PHRASES_HINT * looks_like_name(cohort)
            raise

    def _meant_as_name(self, text: str) -> bool:
        """Whether a text that is no definition was meant as the name of one. Where it is one by
        itself, what is wrong is the index or an option."""
        from tfrq import language

        if not looks_like_name(text) or language.parses(text):
            return False
        # Names have no capitals, abbreviations of the field do.
        return not text.isupper() or self.library.nearest(text) is not None

    def _judged_otherwise(
        self, named: NamedDefinition, index: str, options: Sequence[str]
    ) -> Resolved | None:
        """A named definition at another index or with other options, and so called; None where
        they are its own."""
        definition = self.library.parse(
            "\n".join(named.criteria),
            index=index or named.index,
            options=tuple(options) or named.options,
            name=named.name,
        )
        if definition == named.definition:
            return None
        changed = (
            "at another index" if definition.index != named.definition.index else "",
            "with other options" if tuple(options) not in ((), named.options) else "",
        )
        return Resolved(", ".join(filter(None, (named.name, *changed))), definition)

    def describe(self) -> Description:
        """What the lake holds: sites, tables, release, policy."""
        from tfrq import lake

        return lake.describe(self.lake)

    def files(self, table: str) -> tuple[File, ...]:
        """The files of a table in this release; `session.lake.path(file)` says where one lies."""
        from tfrq import lake

        return lake.files(self.lake, table)

    def views(self) -> str:
        """CREATE VIEW statements of every table, as a script."""
        from tfrq import lake

        return ";\n\n".join(lake.view_statements(self.lake)) + ";\n"

    def releases(self) -> Releases:
        """Every release of the lake, oldest first; of a damaged one what is wrong with it."""
        from tfrq import lake

        if self.settings.lake is None:
            raise UsageError("no lake is named", hint=NO_LAKE_HINT)
        return lake.describe_releases(Path(self.settings.lake))

    def difference(
        self, before: str = "", after: str = "", site: str = "", *, exact: bool = False
    ) -> ReleasedDifference:
        """What changed between two releases, by site (one, or all) and table: patients and records
        added, changed and gone, and figures that show whether an export means something else.

        `after` is the release of this session unless given, `before` the parent of `after`.
        `exact` asks for numbers that may not leave.
        Raises UsageError for a release or site that is not there, PolicyError where the lake's
        policy refuses exact numbers, DataError where a file is damaged.
        """
        from tfrq import lake
        from tfrq.disclosure import differences

        later = self._at(after) if after else self.lake
        name = before or later.release.parent
        if not name:
            raise UsageError(
                f"release {later.release.name} has no parent",
                hint=f"name two releases: {', '.join(lake.release_names(later.root))}",
            )
        earlier = self._at(name)
        compared = lake.lake_difference(earlier, later, site)
        return differences.release_difference(compared, exact=exact)

    def _at(self, release: str) -> Lake:
        """The lake at another release."""
        from tfrq import lake

        root, policy = self._unchecked_lake.root, self._unchecked_lake.settings.policy
        opened = lake.open_lake(root, release)
        return replace(opened, settings=replace(opened.settings, policy=policy))

    def check(self) -> list[Finding]:
        """Everything that is wrong or implausible in the lake."""
        from tfrq import lake

        return lake.check(self._unchecked_lake)


def synthesize(patients: int, seed: int, out: str | Path, *, dry_run: bool = False) -> Synthesized:
    """Simulate a registry and publish it as the first release of a new lake at `out`.

    The lake is there whole or not at all, and for the same numbers has the same files. Raises
    UsageError where `out` holds anything.
    """
    from tfrq.ingest.synth import publish

    return publish.synthesize(patients, seed, Path(out), dry_run=dry_run)
