"""Templates → SQL text. Values become literals here and nowhere else.

`SQL` marks text that is SQL already; only `Renderer` makes it. Everything else that a template
prints goes through `literal`, so that no text of a user can become SQL.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import jinja2

from tfrq.errors import Fault

_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")
TEMPLATES = Path(__file__).parent / "templates"


class SQL(str):
    """Text that is SQL already."""

    __slots__ = ()


def literal(value: Any) -> str:
    """A value as a literal: quoted text, exact numbers, comma-separated lists. SQL stays."""
    if isinstance(value, SQL):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal) and value.is_finite():
        return f"{value:f}"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    if isinstance(value, tuple | list) and value:
        return ", ".join(literal(item) for item in value)
    raise Fault(f"a template was given {value!r}, a {type(value).__name__}")


@functools.cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        undefined=jinja2.StrictUndefined,
        finalize=literal,
        # The result is SQL for DuckDB, not HTML: `finalize` is what quotes.
        autoescape=False,
        keep_trailing_newline=False,
    )


def render(template: str, **values: Any) -> SQL:
    """The SQL of one template."""
    return SQL(_environment().get_template(f"{template}.sql").render(**values))


def fragment(template: str, **values: Any) -> SQL:
    """The SQL of a template that stands inside another: without the comment that begins it."""
    _, text = render(template, **values).split("\n", maxsplit=1)
    return SQL(text)


def name(*parts: str | int) -> SQL:
    """An identifier made of our own words and numbers."""
    text = "_".join(str(part) for part in parts)
    if not _IDENTIFIER.fullmatch(text):
        raise Fault(f"'{text}' is no identifier")
    return SQL(text)


def joined(separator: str, parts: Sequence[SQL]) -> SQL:
    """SQL fragments in a row. What is no SQL becomes a literal, here as everywhere."""
    return SQL(separator.join(literal(part) for part in parts))


def rows(values: Sequence[Sequence[Any]]) -> SQL:
    """Rows of values, as `VALUES` takes them: `('MR4', 0.01), ('MR5', 0.001)`."""
    return SQL(", ".join(f"({literal(row)})" for row in values))
