"""Definition → the query of its members: who, where, when, and the evidence (semantics §7)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from tfrq.errors import UsageError, nearest
from tfrq.model import Definition, Node
from tfrq.sql.query import Compiler, Query
from tfrq.sql.render import SQL, fragment, joined, name, render

_EPOCH = datetime.date(1970, 1, 1)
# Nobody was seen before, nor will be after: such days are the templates' own, for "however old".
EARLIEST = (datetime.date(1900, 1, 1) - _EPOCH).days
LATEST = (datetime.date(2200, 1, 1) - _EPOCH).days
NO_LIMIT = 9_000_000_000
EVIDENCE = ("first_day", "last_day", "days", "tests", "value", "basis")
ANSWERS = ("met", "not-met", "not-assessable")
_ASKED = {
    "met": "asked_met",
    "not-met": "asked_not_met",
    "not-assessable": "asked_not_assessable",
}
# Column → the table of the query and the column of it.
_WHO = {
    "patient": ("s", "patient_id"),
    "country": ("p", "country"),
    "site": ("p", "site"),
    "index_date": ("s", "index_day"),
    "answer": ("s", "holds"),
}


@dataclass(frozen=True)
class MembersQuery:
    """The query, the columns of its rows, and what each `criterion_1` … asks."""

    query: Query
    columns: tuple[str, ...]
    criteria: tuple[Node, ...]


def compile_members(
    definition: Definition,
    answer: str = "met",
    *,
    columns: Sequence[str] = (),
    sort: str = "",
    descending: bool = False,
    limit: int | None = None,
) -> MembersQuery:
    """One row per subject with this answer, in the order of a column ("": of patients).

    `columns` are some of patient, country, site, index_date, answer and, for each criterion of
    the definition, criterion_1 (its answer), criterion_1_first_day and the other EVIDENCE; none
    are all. Days are days since 1970-01-01. Raises UsageError for a column that is not there.
    """
    compiler = Compiler(definition)
    sources = _sources(tuple(compiler.criteria))
    wanted = tuple(dict.fromkeys(_known(column, sources) for column in columns)) or tuple(sources)
    joins = [fragment("join_criterion", criterion=cte) for cte in compiler.criteria]
    final = render(
        "member_rows",
        columns=joined(", ", [_named(column, sources[column]) for column in wanted]),
        joins=joined("\n", joins),
        asked=fragment(_ASKED[_one_of(answer)]),
        sort=_order(sources[_known(sort or "patient", sources)], descending),
        limit=NO_LIMIT if limit is None else limit,
    )
    return MembersQuery(compiler.query(final), wanted, tuple(compiler.asked))


def _sources(criteria: tuple[SQL, ...]) -> dict[str, SQL]:
    """The SQL of every column that there is, in their order."""
    found = {column: _who(column) for column in _WHO}
    for criterion in criteria:
        found[criterion] = _part(criterion, "holds")
        for part in EVIDENCE:
            found[name(criterion, part)] = _part(criterion, part)
    return found


def _who(column: str) -> SQL:
    table, source = _WHO[column]
    return fragment("evidence", criterion=name(table), part=name(source))


def _part(criterion: SQL, part: str) -> SQL:
    if part.endswith("_day"):
        return fragment(
            "evidence_day",
            criterion=criterion,
            part=name(part),
            earliest=EARLIEST,
            latest=LATEST,
        )
    return fragment("evidence", criterion=criterion, part=name(part))


def _named(column: str, source: SQL) -> SQL:
    return fragment("named_column", source=source, column=name(column))


def _order(source: SQL, descending: bool) -> SQL:
    # An id is shown by its bits in order, so order by id is order by its text, if letters come
    # before digits.
    direction = name("desc" if descending else "asc")
    return fragment("member_order", source=source, direction=direction)


def _one_of(answer: str) -> str:
    if answer in ANSWERS:
        return answer
    raise UsageError(f"'{answer}' is no answer", hint=f"answers are {', '.join(ANSWERS)}")


def _known(column: str, sources: dict[str, SQL]) -> str:
    if column in sources:
        return column
    near = nearest(column, sources)
    hint = (
        f"did you mean '{near}'?"
        if near
        else f"columns are {', '.join([*_WHO, *_example(sources)])}"
    )
    raise UsageError(f"members have no column '{column}'", hint=hint)


def _example(sources: dict[str, SQL]) -> list[str]:
    return [column for column in sources if column.startswith("criterion_1")][:8]
