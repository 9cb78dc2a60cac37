"""Definition + lake → rows of patients (semantics §7). Nothing here may leave: not Released."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from tfrq import lake as lakes
from tfrq import language, model, sql
from tfrq.cohort.consistency import check
from tfrq.cohort.counting import provenance
from tfrq.errors import PolicyError
from tfrq.lake import Lake
from tfrq.model import Definition, Node
from tfrq.results import Members, MemberValue, Policy

_EPOCH = datetime.date(1970, 1, 1)


def members(
    lake: Lake,
    definition: Definition,
    *,
    answer: str = "met",
    columns: Sequence[str] = (),
    sort: str = "",
    descending: bool = False,
    limit: int | None = None,
    name: str = "",
) -> Members:
    """One row per subject with this answer: met, not-met or not-assessable. No columns are all of
    them; the order is that of the column `sort`, else of patients.

    Raises PolicyError where the lake refuses lists of patients, UsageError for an unknown column,
    DataError for a damaged or inconsistent lake.
    """
    check_policy(lake.settings.policy)
    _check_agreement(lake)
    asked = sql.compile_members(
        definition, answer, columns=columns, sort=sort, descending=descending, limit=limit
    )
    _, rows = lakes.run(lake, asked.query.sql, asked.query.tables)
    return Members(
        answer=answer,
        columns=asked.columns,
        rows=tuple(_row(asked.columns, row) for row in rows),
        criteria=tuple(_words(criterion, definition) for criterion in asked.criteria),
        chosen=bool(columns),
        provenance=provenance(lake, definition, name),
    )


def check_policy(policy: Policy) -> None:
    """PolicyError where the lake refuses lists of patients."""
    if policy.members != "allow":
        raise PolicyError(
            "the policy of this lake refuses lists of patients",
            hint="'tfrq count' counts them; the lake's keeper can put 'members = \"allow\"' in"
            " lake.toml",
        )


def _check_agreement(lake: Lake) -> None:
    query = sql.compile_agreement()
    columns, rows = lakes.run(lake, query.sql, query.tables)
    check(lake, (dict(zip(columns, row, strict=True)) for row in rows))


def _words(criterion: Node, definition: Definition) -> str:
    """The text of a criterion, and a word to those who see members that do not meet it."""
    asked = {is_met for step in definition.steps for is_met in _asked(step, criterion)}
    return language.text_of(criterion) + ("" if True in asked else " (asked for as not met)")


def _asked(node: Node, criterion: Node, is_met: bool = True) -> Iterator[bool]:
    """Whether a criterion is to be met or not, for every place where it stands."""
    if node == criterion:
        yield is_met
    for item in model.children(node):
        yield from _asked(item, criterion, is_met != isinstance(node, model.Not))


def _row(columns: Sequence[str], row: Sequence[Any]) -> tuple[MemberValue, ...]:
    return tuple(_value(column, value) for column, value in zip(columns, row, strict=True))


def _value(column: str, value: Any) -> MemberValue:
    if value is None:
        return None
    if column == "patient":
        return lakes.patient_text(value)
    if column == "index_date" or column.endswith("_day"):
        return _EPOCH + datetime.timedelta(days=value)
    # Which decimals a template gives depends on what it measures; the number is the same.
    return Decimal(f"{value.normalize():f}") if isinstance(value, Decimal) else value
