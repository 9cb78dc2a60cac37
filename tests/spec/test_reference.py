"""docs/language.md is what tests/spec/reference.py makes of the pages."""

from __future__ import annotations

from pathlib import Path

from tests.spec import reference

PAGE = Path(__file__).parents[2] / "docs" / "language.md"


def test_the_reference_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference.text()


def test_every_page_is_linked_from_the_contents() -> None:
    text = reference.text()
    for page in reference.reading.pages():
        assert f"(#{reference.anchor(page.title)})" in text
