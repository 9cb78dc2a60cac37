"""What is made of each row of a file: the entries of a mapping, one per visit, with real names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tfrq.errors import DataError, nearest
from tfrq.ingest.mapping.model import ColumnMapping, SiteMapping, SourceFile, TableMapping
from tfrq.ingest.mapping.tables import VISIT, names_of
from tfrq.schema import PATIENT_ID


@dataclass(frozen=True)
class Recipe:
    """How one record is made of a row. A row is read where the `where` columns hold one of their
    texts, and makes a record where one of the `deciding` columns has a value. `number`: its place
    among all recipes of the mapping."""

    number: int
    table: str
    file: str
    columns: Mapping[str, ColumnMapping]
    deciding: tuple[ColumnMapping, ...]
    where: Mapping[str, frozenset[str]]
    distinct: bool
    earliest: bool


def recipes(mapping: SiteMapping, file: SourceFile) -> tuple[Recipe, ...]:
    """The recipes of a file."""
    return tuple(recipe for recipe in every_recipe(mapping) if recipe.file == file.name)


def every_recipe(mapping: SiteMapping) -> tuple[Recipe, ...]:
    """All recipes, in the order of the mapping and of its visits."""
    made = [(table, visit) for table in mapping.tables for visit in table.visits or ("",)]
    return tuple(_recipe(number, *one) for number, one in enumerate(made))


def check_header(made: Sequence[Recipe], file: SourceFile, header: Sequence[str]) -> None:
    """A DataError where the header lacks a column that the mapping reads."""
    for recipe in made:
        for name in _names(recipe):
            if name not in header:
                near = nearest(name, header)
                raise DataError(
                    f"file '{file.name}' ({file.match}) has no column '{name}', which the mapping"
                    f" reads into {recipe.table}",
                    hint=f"did you mean '{near}'?" if near else _columns(header),
                )


def _columns(header: Sequence[str]) -> str:
    # Names are not shown: of a file without a header they are the data of a patient.
    columns = f"{len(header):,} column{'' if len(header) == 1 else 's'}"
    return f"its header has {columns}: check header_row, delimiter and sheet"


def _names(recipe: Recipe) -> Iterator[str]:
    yield from recipe.where
    for column in recipe.columns.values():
        yield from names_of(column)
        if column.unit_source:
            yield column.unit_source


def _recipe(number: int, table: TableMapping, visit: str) -> Recipe:
    columns = {column.target: _at(column, visit) for column in table.columns}
    return Recipe(
        number=number,
        table=table.table,
        file=table.file,
        columns=columns,
        deciding=tuple(columns[target] for target in _deciding(table)),
        where=table.where,
        distinct=table.distinct,
        earliest=bool(table.earliest),
    )


def _at(column: ColumnMapping, visit: str) -> ColumnMapping:
    return replace(
        column,
        source=column.source.replace(VISIT, visit),
        unit_source=column.unit_source.replace(VISIT, visit),
        flags={name.replace(VISIT, visit): found for name, found in column.flags.items()},
    )


def _deciding(table: TableMapping) -> Iterator[str]:
    """Names of the lake's columns that decide whether there is a record."""
    if table.record_if:
        yield from table.record_if
        return
    patient = next(column.source for column in table.columns if column.target == PATIENT_ID)
    for column in table.columns:
        names = [name for name in names_of(column) if name != patient]
        if names and (not table.visits or any(VISIT in name for name in names)):
            yield column.target
