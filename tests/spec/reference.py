"""docs/language.md, the reference of the language, from the pages of this folder.

`python -m tests.spec.reference > docs/language.md` writes it; a test holds it up to date.
"""

from __future__ import annotations

from tests.spec import reading
from tests.spec.reading import Case, Page, Records

HEAD = """# The language of definitions

Every criterion by its examples, whose answers were worked out by hand and are tested. What the
words mean in full is in [semantics.md](semantics.md); the records behind each example are in
`tests/spec`, from which this page is made by `python -m tests.spec.reference`.
"""
FIRST = ("combining", "index", "periods", "three_answers", "levels")


def text() -> str:
    """The whole page."""
    pages = sorted(
        reading.pages(),
        key=lambda page: (FIRST.index(page.name) if page.name in FIRST else 9, page.title),
    )
    contents = "\n".join(f"- [{page.title}](#{anchor(page.title)})" for page in pages)
    return "\n".join([HEAD, contents, "", *map(section, pages)])


def anchor(title: str) -> str:
    """The link to a heading, as Markdown pages make it."""
    kept = "".join(sign for sign in title.lower() if sign.isalnum() or sign in " -_")
    return kept.replace(" ", "-")


def section(page: Page) -> str:
    """One criterion: its meaning and its cases."""
    return "\n".join([f"## {page.title}\n", page.meaning, "", *map(example, page.cases)])


def example(case: Case) -> str:
    """The heading, the settings, and the answers or the error."""
    settings = [f"- {name}: `{value}`" for name in case.settings for value in case.settings[name]]
    answers = [table(records) for records in case.tables if records.table == "patient"]
    return "\n".join([f"### {case.title}\n", *settings, "", *answers])


def table(records: Records) -> str:
    """A pipe table."""
    rows = [records.columns, ("---",) * len(records.columns), *records.rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"


if __name__ == "__main__":
    print(text(), end="")  # noqa: T201
