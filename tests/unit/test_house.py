"""The house rules of criteria, templates and sizes, so that nobody has to remember them."""

from __future__ import annotations

import ast
import inspect
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import tfrq
from tests.oracle import CASES, random_definition
from tfrq import language, model, schema, sql
from tfrq.language import attributes, combine, exposures, happenings, responses
from tfrq.language.canonical import text_of
from tfrq.language.words import words_of
from tfrq.sql.render import TEMPLATES

PACKAGE = Path(tfrq.__file__).parent
SPECS = Path(__file__).parents[1] / "spec"
MODULES = sorted(PACKAGE.rglob("*.py"))
FILES = sorted(TEMPLATES.glob("*.sql"))
criteria = pytest.mark.parametrize("kind", model.CRITERIA, ids=lambda kind: kind.__name__)
templates = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
modules = pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))


def snake_case(kind: type[model.Node]) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower()


def test_every_class_that_answers_is_listed() -> None:
    combinations = {model.Not, model.And, model.Or, model.AtLeast, model.InDefinition}
    assert set(model.Node.__subclasses__()) - combinations == set(model.CRITERIA)


@criteria
def test_a_grammar_rule_reads_each_criterion(kind: type[model.Node]) -> None:
    rng = random.Random(1)
    for _ in range(100):
        asked = random_definition(rng, [kind.__name__])
        found = language.parse(asked.text, index=asked.index)
        if kind in {type(one) for step in found.steps for one in model.criteria(step)}:
            return
    pytest.fail(f"no text of the oracle's {kind.__name__} is read as one")


GRAMMAR = (attributes, combine, exposures, happenings, responses)


@criteria
def test_a_grammar_rule_of_its_name_builds_each_criterion(kind: type[model.Node]) -> None:
    rules = [getattr(module, snake_case(kind), None) for module in GRAMMAR]
    sources = [inspect.getsource(rule) for rule in dict.fromkeys(rules) if rule is not None]
    assert sum(f"model.{kind.__name__}(" in source for source in sources) == 1


@criteria
def test_each_criterion_has_canonical_text_and_plain_words(kind: type[model.Node]) -> None:
    for words in (text_of, words_of):
        assert words.dispatch(kind) is not words.dispatch(object)  # type: ignore[attr-defined]


@criteria
def test_each_criterion_has_a_compile_function_and_a_template(kind: type[model.Node]) -> None:
    assert sql.COMPILE[kind].__name__ == snake_case(kind)
    assert (TEMPLATES / f"{snake_case(kind)}.sql").is_file()


@criteria
def test_each_criterion_has_a_case_in_the_oracle_and_a_spec(kind: type[model.Node]) -> None:
    assert kind.__name__ in CASES
    assert (SPECS / f"{snake_case(kind)}.md").is_file()


def test_nothing_is_compiled_that_is_no_criterion() -> None:
    assert tuple(sql.COMPILE) == model.CRITERIA


@templates
def test_a_template_is_short_and_says_what_it_means(path: Path) -> None:
    lines = path.read_text().splitlines()
    assert len(lines) <= 25
    assert re.fullmatch(r"-- \S.{10,}", lines[0])
    assert "{" not in lines[0]


@templates
def test_a_template_has_no_loop_and_at_most_one_condition(path: Path) -> None:
    text = path.read_text()
    blocks = re.findall(r"\{%-?\s*(\w+)", text)
    assert set(blocks) <= {"if", "else", "endif"}
    assert blocks.count("if") <= 1
    assert "{#" not in text


@templates
def test_no_value_stands_in_a_comment_of_sql(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"--.*\{\{", text)
    assert "/*" not in text


@templates
def test_a_template_names_views_and_never_files(path: Path) -> None:
    text = path.read_text().lower()
    assert not re.search(r"read_\w+|parquet|\.csv|from\s+'|s3:|https?:", text)


def test_every_template_is_rendered_somewhere() -> None:
    """A template that no module names (in full, or by its beginning) is left over."""
    code = "\n".join(path.read_text() for path in (PACKAGE / "sql").glob("*.py"))
    words = set(re.findall(r"[\"']([a-z_]+)[\"']", code))
    built = {"period_", "sokal", "hasford", "eutos", "elts"}
    assert "node.score.lower()" in code
    assert 'f"period_{period.kind}"' in code
    left_over = [
        path.stem
        for path in FILES
        if path.stem not in words and not any(path.stem.startswith(one) for one in built)
    ]
    assert left_over == []


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{path.relative_to(PACKAGE)}:{node.name}", node.end_lineno - node.lineno + 1


def test_functions_are_short() -> None:
    lengths = {name: length for path in MODULES for name, length in functions(path)}
    assert {name: length for name, length in lengths.items() if length > 60} == {}
    long = sorted(name for name, length in lengths.items() if length > 25)
    assert len(long) <= len(lengths) / 10, long


@modules
def test_files_are_short(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 400


@modules
def test_modules_have_names_that_say_what_is_in_them(path: Path) -> None:
    assert not re.search(r"util|helper|misc|common|manager", path.stem)
    classes = re.findall(r"^class (\w+)", path.read_text(), re.MULTILINE)
    assert [name for name in classes if name.endswith(("Manager", "Helper", "Util"))] == []


@modules
def test_sql_is_made_by_the_renderer_only(path: Path) -> None:
    calls = [
        node.lineno
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and (getattr(node.func, "id", "") == "SQL" or getattr(node.func, "attr", "") == "SQL")
    ]
    assert not calls or path == PACKAGE / "sql" / "render.py"


def hints(path: Path) -> Iterator[tuple[int, str]]:
    """The texts that are given as a hint, with the line; of an f-string, what is written in it."""
    for node in ast.walk(ast.parse(path.read_text())):
        named = [one.value for one in getattr(node, "keywords", ()) if one.arg == "hint"]
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "").lower() == "hint":
            named.append(node.value)
        for value in named:
            for part in (value.body, value.orelse) if isinstance(value, ast.IfExp) else (value,):
                yield part.lineno, ast.unparse(part).removeprefix("f").strip("\"'")


@modules
def test_hints_are_written_in_one_way(path: Path) -> None:
    """Lower case, no full stop, names in straight quotes."""
    for line, hint in hints(path):
        where = f"{path.name}:{line}: {hint}"
        assert not re.match(r"[A-Z][a-z]+ ", hint) or hint.startswith("Parquet"), where
        assert not re.search(r"[a-z})]\.$", hint), where
        assert "`" not in hint, where


def test_every_table_of_the_schema_has_a_name_that_sql_can_carry() -> None:
    for table in schema.TABLES.values():
        for name in (table.name, *(column.name for column in table.columns)):
            assert re.fullmatch(r"[a-z][a-z0-9_]*", name)


def test_help_and_the_low_floors_import_nothing_heavy() -> None:
    """`tfrq --help` and shell completion answer at once; so must `import tfrq`."""
    for code in (
        "from tfrq.cli import main; main(['--help'])",
        "import tfrq, tfrq.language, tfrq.library",
    ):
        check = (
            f"{code}\nimport sys; sys.exit(bool({{'duckdb', 'rich', 'numpy'}} & set(sys.modules)))"
        )
        ran = subprocess.run([sys.executable, "-c", check], capture_output=True, check=False)
        assert ran.returncode == 0, code
