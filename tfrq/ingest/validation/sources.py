"""What the columns of a record are called in the site's own file, which rejects name."""

from __future__ import annotations

from collections.abc import Sequence

from tfrq.ingest.harmonise.recipes import Recipe, every_recipe
from tfrq.ingest.mapping.model import SiteMapping
from tfrq.ingest.mapping.tables import names_of
from tfrq.ingest.mapping.targets import BY_RESULT, RESULT


class Sources:
    """Names of source columns by recipe (RECIPE of a record)."""

    def __init__(self, mapping: SiteMapping) -> None:
        self.recipes = every_recipe(mapping)

    @property
    def months_of_death(self) -> tuple[int, ...]:
        """Recipes of events whose day may have been assumed, so that the month alone is known."""
        return tuple(
            one.number
            for one in self.recipes
            if one.table == "events" and one.columns["event_date"].assume_day is not None
        )

    def names(self, number: int, columns: Sequence[str]) -> str:
        """The source columns that columns of the lake were read from, each once; the lake's own
        name where one is derived or constant."""
        known = self.recipes[number] if number < len(self.recipes) else None
        named = [
            name for column in columns for name in (known and _read(known, column)) or [column]
        ]
        return ", ".join(dict.fromkeys(named))


def _read(recipe: Recipe, name: str) -> tuple[str, ...]:
    by_result = recipe.table == "molecular" and name in BY_RESULT
    if recipe.table == "labs" and name == "unit":
        # It is mapped with the value.
        value = recipe.columns["value"]
        return (value.unit_source or value.source,)
    column = recipe.columns.get(name) or (recipe.columns.get(RESULT) if by_result else None)
    return names_of(column) if column else ()
