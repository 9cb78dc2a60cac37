"""Named definitions and texts: found, written, explained, compiled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tfrq import model
from tfrq.api.opened import Opened
from tfrq.errors import DefinitionError
from tfrq.library import Entry, NamedDefinition, Written, files
from tfrq.library.names import looks_like_name

if TYPE_CHECKING:
    from tfrq.cohort.checking import DefinitionFinding
    from tfrq.lake import File
    from tfrq.language import Explanation

PHRASES_HINT = "'tfrq cohort phrases' shows what can be written"
_ROWS_OF_PATIENTS = (
    "-- Each row is a patient of the cohort: how they left the curve, and how many days after the"
    " origin.\n-- Rows of patients may not leave.\n"
)


@dataclass(frozen=True)
class Resolved:
    """A definition, the name it was called by ("" for a text), and its endpoint (None where there
    is none)."""

    name: str
    definition: model.Definition
    outcome: model.TimeToEvent | None = None

    def waiting_for(self, endpoint: str) -> Resolved:
        """The same with this endpoint in place of its own ("": its own).

        Raises DefinitionError for a text that is no endpoint, or where there is no index."""
        asked = files.endpoint_of(endpoint, self.definition)
        return replace(self, outcome=asked or self.outcome)


class Definitions(Opened):
    """What can be asked of definitions."""

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
        endpoint: str = "",
        title: str = "",
        source: str = "",
        force: bool = False,
        dry_run: bool = False,
    ) -> Written:
        """Give a text a name, in the folder of definitions; what was written comes back.

        The same meaning again is no error, and may add an endpoint, a title and a source. Another
        meaning needs `force`, which replaces the whole file; so does another endpoint, which alone
        is changed. Raises UsageError for a name that is taken or cannot be one.
        """
        definition = self.library.parse(text, index=index, options=options, name=name)
        return self.library.define(
            name,
            definition,
            text,
            endpoint=endpoint,
            title=title,
            source=source,
            force=force,
            dry_run=dry_run,
        )

    def explain(
        self, cohort: str, *, index: str = "", options: Sequence[str] = (), endpoint: str = ""
    ) -> Explanation:
        """The definition in plain words, with every convention that takes part, and its endpoint,
        or this one."""
        from tfrq import language

        found = self.resolve(cohort, index=index, options=options).waiting_for(endpoint)
        return language.explain(found.definition, found.outcome)

    def sql(
        self, cohort: str, *, index: str = "", options: Sequence[str] = (), endpoint: str = ""
    ) -> str:
        """Views and query as one script that DuckDB runs as it is. With an endpoint (only where one
        is given: a definition's own is not taken) its rows are how and when each patient of the
        cohort left the curve: patient, index, state, days."""
        from tfrq import lake
        from tfrq.sql import compile_query, compile_subjects

        found = self.resolve(cohort, index=index, options=options).waiting_for(endpoint)
        if endpoint and found.outcome is not None:
            query, head = compile_subjects(found.definition, found.outcome), _ROWS_OF_PATIENTS
        else:
            query, head = compile_query(found.definition), ""
        statements = [*lake.view_statements(self.lake, query.tables), query.sql.rstrip("; \n")]
        return head + ";\n\n".join(statements) + ";\n"

    def reads(
        self,
        cohort: str,
        *,
        index: str = "",
        options: Sequence[str] = (),
        endpoint: str = "",
        followed: bool = False,
    ) -> dict[str, tuple[File, ...]]:
        """Table → the files of it that a question about this cohort reads; `followed`: one about
        its endpoint, or this one, as well."""
        from tfrq import lake
        from tfrq.sql import compile_query, compile_subjects

        found = self.resolve(cohort, index=index, options=options)
        if followed:
            found = found.waiting_for(endpoint)
        if followed and found.outcome is not None:
            query = compile_subjects(found.definition, found.outcome)
        else:
            query = compile_query(found.definition)
        return {table: lake.files(self.lake, table) for table in query.tables}

    def resolve(self, cohort: str, *, index: str = "", options: Sequence[str] = ()) -> Resolved:
        """A name or a text → its definition and endpoint. `index` and `options` are for a text, or
        stand in for the name's own.

        Raises UsageError for an unknown name and DefinitionError for a text, by its shape."""
        if cohort in self.library:
            named = self.library.find(cohort)
            other = self._judged_otherwise(named, index, options) if index or options else None
            return other or Resolved(named.name, named.definition, named.outcome)
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
        name = ", ".join(filter(None, (named.name, *changed)))
        return Resolved(name, definition, named.outcome)
