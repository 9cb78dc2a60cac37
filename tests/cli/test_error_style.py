"""Messages of errors are of one style: they begin small and end without a full stop."""

import ast
from pathlib import Path

import pytest

import tfrq
from tfrq import errors

PACKAGE = Path(tfrq.__file__).parent
KINDS = {name for name, one in vars(errors).items() if isinstance(one, type)}
NAMES = {"DuckDB", "Parquet"}  # these have their capital anywhere
MODULES = sorted(PACKAGE.rglob("*.py"))


def messages(path):
    """The first and the last words of every message that is written where it is raised."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in KINDS and node.args:
            parts = getattr(node.args[0], "values", [node.args[0]])
            yield tuple(getattr(part, "value", "") for part in (parts[0], parts[-1]))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_messages_begin_small_and_have_no_full_stop(path):
    for first, last in messages(path):
        if isinstance(first, str) and first.strip():
            assert not first[0].isupper() or first.split()[0] in NAMES, first
        if isinstance(last, str):
            assert not last.endswith("."), last


def test_there_are_messages():
    assert sum(1 for path in MODULES for _ in messages(path)) > 100
