"""Every case of this folder against the engine, and every criterion against this folder."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable

import pytest

from tests.spec import reading, records
from tests.spec.reading import Case, Page
from tfrq import model
from tfrq.errors import DefinitionError
from tfrq.language import NamedText, canonical, parse
from tfrq.model import Definition
from tfrq.schema import TABLES
from tfrq.sql import compile_query

PAGES = {page.name: page for page in reading.pages()}
CASES = [case for page in PAGES.values() for case in page.cases]
# No record leaves these open: every patient has a site and a country, and the attempts before the
# index are known on its day.
ALWAYS_ANSWERED = ("country", "site", "previous_attempt", "tapered")
COMBINATIONS = (model.AtLeast, model.InDefinition)
BESIDE_CRITERIA = ("combining", "index", "levels", "periods", "three_answers")
_EPOCH = datetime.date(1970, 1, 1)
_WORDS = {True: "met", False: "not met", None: "not assessable"}
_ARITHMETIC = re.compile(r"(\d{4}-\d\d-\d\d) → (\d{4}-\d\d-\d\d) = ([\d,]+) days?")


def snake_case(name: str) -> str:
    """`SustainedResponse` → `sustained_response`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


CRITERIA = [snake_case(kind.__name__) for kind in (*model.CRITERIA, *COMBINATIONS)]


def case_id(case: Case) -> str:
    """As the heading on the page."""
    return f"{case.file}: {case.title}"


def definition_of(case: Case, text: str) -> Definition:
    """The definition that a case asks about."""
    options = case.settings.get("option", [])
    return parse(text, index=case.one("index"), options=options, lookup=lookup(case))


def lookup(case: Case) -> Callable[[str], NamedText]:
    """Finds the definitions that a case names."""
    named = [one.split(": ", 1) for one in case.settings.get("named", [])]
    texts = {name: NamedText(text) for name, text in named}
    return lambda name: texts[name]


def answers_of(case: Case, definition: Definition) -> set[tuple[str, str, str]]:
    """Patient, index date (where the case shows it) and answer, as the engine has them."""
    names = {number: name for name, number in records.patient_ids(case).items()}
    shown = any(answer.index for answer in case.answers)
    with records.connection(case) as database:
        result = database.execute(compile_query(definition).sql)
        columns = [column[0] for column in result.description]
        rows = [dict(zip(columns, row, strict=True)) for row in result.fetchall()]
    found = [
        (names[row["patient_id"]], date(row["index_day"]) if shown else "", _WORDS[row["holds"]])
        for row in rows
    ]
    assert len(found) == len(set(found)), "more than one row per patient and index"
    missing = set(names.values()) - {name for name, _, _ in found}
    return {*found, *((name, "", "not in the population") for name in missing)}


def date(day: int | None) -> str:
    """ISO date of a day; "" of none."""
    return "" if day is None else (_EPOCH + datetime.timedelta(days=day)).isoformat()


@pytest.mark.parametrize("case", [c for c in CASES if "refused" not in c.settings], ids=case_id)
def test_answers(case: Case) -> None:
    expected = {(answer.patient, answer.index, answer.answer) for answer in case.answers}
    for text in case.settings["definition"]:
        definition = definition_of(case, text)
        assert parse(canonical(definition), lookup=lookup(case)) == definition
        assert answers_of(case, definition) == expected, text


@pytest.mark.parametrize("case", [c for c in CASES if "refused" in c.settings], ids=case_id)
def test_refusals(case: Case) -> None:
    for text in case.settings["definition"]:
        with pytest.raises(DefinitionError) as raised:
            definition_of(case, text)
        assert case.one("refused") in raised.value.message
        assert case.one("hint") in (raised.value.hint or "")


def test_every_criterion_has_a_page() -> None:
    assert sorted(PAGES) == sorted({*CRITERIA, *BESIDE_CRITERIA})


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_pages_are_well_formed(page: Page) -> None:
    assert page.meaning
    titles = [case.title for case in page.cases]
    assert len(titles) == len(set(titles))
    for case in page.cases:
        assert set(case.settings) <= set(reading.SETTINGS), case.title
        assert "definition" in case.settings, case.title
        for table in case.records:
            columns = {column.name for column in TABLES[table.table].columns}
            assert set(table.columns[1:]) <= columns, case.title


@pytest.mark.parametrize("case", [c for c in CASES if "refused" not in c.settings], ids=case_id)
def test_answers_are_explained(case: Case) -> None:
    assert case.tables[-1].table == "patient"
    assert {answer.answer for answer in case.answers} <= set(reading.ANSWERS)
    assert all(answer.why for answer in case.answers)
    shown = any(answer.index for answer in case.answers)
    for answer in case.answers:
        in_population = answer.answer != "not in the population"
        assert bool(answer.index) == (shown and in_population and bool(case.one("index")))


@pytest.mark.parametrize("case", CASES, ids=case_id)
def test_arithmetic_in_the_explanations_is_right(case: Case) -> None:
    for text in [*case.prose, *(answer.why for answer in case.answers)]:
        for first, last, days in _ARITHMETIC.findall(text):
            length = datetime.date.fromisoformat(last) - datetime.date.fromisoformat(first)
            assert length.days == int(days.replace(",", "")), text


@pytest.mark.parametrize("name", CRITERIA)
def test_pages_show_every_answer(name: str) -> None:
    cases = PAGES[name].cases
    shown = {answer.answer for case in cases for answer in case.answers}
    wanted = {"met", "not met"} | (set() if name in ALWAYS_ANSWERED else {"not assessable"})
    assert wanted <= shown


@pytest.mark.parametrize("criterion", [*model.CRITERIA, *COMBINATIONS], ids=CRITERIA)
def test_cases_are_about_the_criterion_of_their_page(criterion: type[model.Node]) -> None:
    for case in PAGES[snake_case(criterion.__name__)].cases:
        if "refused" in case.settings:
            continue
        steps = [
            step for text in case.settings["definition"] for step in definition_of(case, text).steps
        ]
        nodes = [node for step in steps for node in model.nodes(step)]
        assert any(isinstance(node, criterion) for node in nodes), case.title
