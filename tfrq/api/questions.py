"""Questions about cohorts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tfrq.api.definitions import Definitions
from tfrq.errors import UsageError

if TYPE_CHECKING:
    from tfrq.disclosure import ReleasedCount
    from tfrq.results import Members


class Questions(Definitions):
    """What can be asked of a cohort's patients."""

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
