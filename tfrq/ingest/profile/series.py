"""Columns that belong together: one for each visit (pcr_3m, pcr_6m) or each line of treatment."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tfrq.ingest.profile import naming
from tfrq.ingest.profile.model import EMPTY, IDENTIFIER, Column, Seen

VISIT = "{visit}"
# The part of a name that changes from visit to visit: a number with the unit of time beside it.
_TIME = (
    r"(?:months|month|monate|monat|maanden|kuukautta|weeks|week|wochen|years|year|jahre|mois|mesi"
    r"|meses|mån|man|mnd|mdr|mon|mo|kk|wk|yr|[mwyvVMWY])"
)
_PART = re.compile(rf"(?:(?<![^\W\d_]){_TIME}_?)?\d+(?:[_ ]?{_TIME}(?![^\W\d_]))?", re.IGNORECASE)
# Numbers that are part of a word of biology and of no visit.
_NAMES = re.compile(r"abl1|abl2|e\d+a\d|b\da\d|cd\d+|p\d{3}|mr\d|t315i|bcr1", re.IGNORECASE)


@dataclass(frozen=True)
class Part:
    """A column, or some that stand for visits. `source`: its name, with {visit} in it where there
    are `visits`; `column`: what holds of all of them together."""

    source: str
    column: Column
    visits: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The columns of the file that it stands for."""
        if not self.visits:
            return (self.source,)
        return tuple(self.source.replace(VISIT, visit) for visit in self.visits)

    @property
    def guesses(self) -> tuple[naming.Guess, ...]:
        """What its name may mean, or the label that a data dictionary gives it."""
        name = self.source.replace(VISIT, " ") if self.visits else self.source
        both = (*naming.guesses(name), *naming.guesses(self.column.label))
        return tuple(sorted(both, key=lambda one: one.rank, reverse=True))


def parts(columns: Sequence[Column]) -> tuple[Part, ...]:
    """The columns of a file in their order, those of visits as one."""
    by_name = {column.name: column for column in columns}
    chosen = _chosen(columns)
    found: dict[str, Part] = {}
    for column in columns:
        template = chosen.get(column.name, "")
        if not template:
            found[column.name] = Part(column.name, column)
        elif template not in found:
            members = [name for name, own in chosen.items() if own == template]
            found[template] = _series(template, [by_name[name] for name in members])
    return tuple(found.values())


def _chosen(columns: Sequence[Column]) -> dict[str, str]:
    """Name of a column → the name with {visit} that it shares with most others."""
    members: dict[str, list[str]] = {}
    for column in columns:
        if column.kind != IDENTIFIER:
            for template in _templates(column.name):
                members.setdefault(template, []).append(column.name)
    found: dict[str, str] = {}
    for template in sorted(members, key=lambda one: -len(members[one])):
        names = [name for name in members[template] if name not in found]
        if len(names) > 1 and naming.guesses(template.replace(VISIT, " ")):
            found.update(dict.fromkeys(names, template))
    return found


def _templates(name: str) -> Iterable[str]:
    if VISIT in name or "___" in name:
        return
    taken = [found.span() for found in _NAMES.finditer(name)]
    for found in _PART.finditer(name):
        start, end = found.span()
        if not any(first < end and start < last for first, last in taken):
            yield f"{name[:start]}{VISIT}{name[end:]}"


def _series(template: str, columns: list[Column]) -> Part:
    before, after = template.split(VISIT)
    visits = tuple(column.name[len(before) : len(column.name) - len(after)] for column in columns)
    return Part(template, together(template, columns), visits)


def together(name: str, columns: Sequence[Column]) -> Column:
    """What holds of several columns: values added up, formats of all, the commonest kind."""
    filled = [column for column in columns if column.kind != EMPTY] or list(columns)
    fullest = max(filled, key=lambda column: column.filled)
    joined = replace(
        fullest,
        name=name,
        filled=sum(column.filled for column in columns),
        values=_added(column.values for column in filled),
        rarer=max(column.rarer for column in filled),
        known=tuple(dict.fromkeys(text for column in filled for text in column.known)),
        missing_codes=_added(column.missing_codes for column in filled),
        units=tuple(dict.fromkeys(unit for column in filled for unit in column.units)),
        notes=tuple(dict.fromkeys(note for column in filled for note in column.notes)),
    )
    shown = {value.text for value in joined.values}
    return replace(joined, known=tuple(text for text in joined.known if text not in shown))


def _added(lists: Iterable[Sequence[Seen]]) -> tuple[Seen, ...]:
    rows: dict[str, int | None] = {}
    for one in (seen for values in lists for seen in values):
        before = rows.get(one.text)
        rows[one.text] = before if one.rows is None else one.rows + (before or 0)
    return tuple(Seen(text, number) for text, number in rows.items())
