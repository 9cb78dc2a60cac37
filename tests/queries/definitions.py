"""The shipped definitions, and what is written down of each in snapshots/."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tfrq import cohort, lake, language, sql
from tfrq.library import Library, NamedDefinition
from tfrq.model import Definition, TimeToEvent
from tfrq.results import Count, Stratum

ROOT = Path(__file__).parents[2]
QUERIES = ROOT / "queries"
SNAPSHOTS = Path(__file__).with_name("snapshots")
LIBRARY = Library(QUERIES, None)
NAMES = LIBRARY.names()
COLUMNS = ("country", "patients", "without index", "met", "not met", "not assessable")


def counted(definition: Definition) -> Count:
    """Exact counts by country on the sample lake, which is synthetic."""
    return cohort.count(lake.open_lake(ROOT / "sample-lake", None), definition, by="country")


def query(definition: Definition) -> str:
    """The SQL that answers the definition, one row for each patient."""
    return sql.compile_query(definition).sql + "\n"


def page(one: NamedDefinition, count: Count) -> str:
    """Everything but the SQL that a reader of a change should see."""
    words = language.explain(one.definition, one.outcome)
    steps = [f"{number}. {step}" for number, step in enumerate(words.steps, start=1)]
    parts = [
        f"{one.name}: {one.title}\nhash: {language.definition_hash(one.definition)}",
        "Canonical text\n" + _indented([language.canonical(one.definition)]),
        "In words\n" + _indented([words.index, *steps]),
        *([_endpoint(one.outcome, words.endpoint)] if one.outcome else []),
        "On the sample lake\n" + _indented(_table(count)),
    ]
    return "\n\n".join(parts) + "\n"


def _endpoint(outcome: TimeToEvent, words: tuple[str, ...]) -> str:
    short = ", ".join(language.endpoint_conventions(outcome))
    return "Endpoint\n" + _indented([language.canonical_endpoint(outcome), *words, f"({short})"])


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
