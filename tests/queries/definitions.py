"""The shipped definitions, and what is written down of each in snapshots/."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tfrq import cohort, lake, language, sql
from tfrq.library import definition_hash
from tfrq.model import Definition
from tfrq.results import Count, Stratum

ROOT = Path(__file__).parents[2]
QUERIES = ROOT / "queries"
SNAPSHOTS = Path(__file__).with_name("snapshots")
NAMES = tuple(sorted(path.stem for path in QUERIES.glob("*.toml")))
COLUMNS = ("country", "patients", "without index", "met", "not met", "not assessable")


@dataclass(frozen=True)
class Shipped:
    """A definition file as it is written, and what it means."""

    name: str
    title: str
    source: str
    index: str
    criteria: tuple[str, ...]
    readings: tuple[str, ...]
    not_represented: tuple[str, ...]
    definition: Definition


def lookup(name: str) -> language.NamedText:
    """The text that `in NAME` stands for."""
    table = tomllib.loads((QUERIES / f"{name}.toml").read_text(encoding="utf-8"))
    return language.NamedText("\n".join(table["criteria"]), tuple(table.get("options", ())))


def shipped(name: str) -> Shipped:
    """The shipped definition of that name."""
    table = tomllib.loads((QUERIES / f"{name}.toml").read_text(encoding="utf-8"))
    text = lookup(name)
    index = table.get("index", "")
    return Shipped(
        name=name,
        title=table.get("title", ""),
        source=table.get("source", ""),
        index=index,
        criteria=tuple(table["criteria"]),
        readings=tuple(table.get("readings", ())),
        not_represented=tuple(table.get("not_represented", ())),
        definition=language.parse(text.text, index=index, options=text.options, lookup=lookup),
    )


def counted(definition: Definition) -> Count:
    """Exact counts by country on the sample lake, which is synthetic."""
    return cohort.count(lake.open_lake(ROOT / "sample-lake", None), definition, by="country")


def query(definition: Definition) -> str:
    """The SQL that answers the definition, one row for each patient."""
    return sql.compile_query(definition).sql + "\n"


def page(one: Shipped, count: Count) -> str:
    """Everything but the SQL that a reader of a change should see."""
    words = language.explain(one.definition)
    steps = [f"{number}. {step}" for number, step in enumerate(words.steps, start=1)]
    parts = [
        f"{one.name}: {one.title}\nhash: {definition_hash(one.definition)}",
        "Canonical text\n" + _indented([language.canonical(one.definition)]),
        "In words\n" + _indented([words.index, *steps]),
        "On the sample lake\n" + _indented(_table(count)),
    ]
    return "\n\n".join(parts) + "\n"


def _indented(texts: list[str]) -> str:
    return "\n".join(f"    {line}" for text in texts for line in text.splitlines())


def _table(count: Count) -> list[str]:
    rows = [COLUMNS, *_rows(count.strata)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(COLUMNS))]
    return [
        "  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]) for row in rows
    ]


def _rows(strata: tuple[Stratum, ...]) -> Iterator[tuple[str, ...]]:
    # Countries of the tree that this lake has no patients of would only be zeros.
    strata = tuple(one for one in strata if one.lake_patients)
    table = [
        (
            *(one.lake_patients, one.rows.without_index),
            *(one.rows.met, one.rows.not_met, one.rows.not_assessable),
        )
        for one in strata
    ]
    for one, numbers in zip(strata, table, strict=True):
        yield (one.name, *map(str, numbers))
    yield ("total", *(str(sum(column)) for column in zip(*table, strict=True)))
