"""Each kind of finding, and what is nothing to find."""

from __future__ import annotations

import pytest

from tests.unit.lake.small_lake import make_lake
from tfrq import api, language
from tfrq.cohort.checking import check, check_definition
from tfrq.lake import open_lake
from tfrq.library import Library

IMPOSSIBLE = [
    ("age < 0", "never below 0"),
    ("age > 130", "never above 130"),
    ("TKI lines < 0", "never below 0"),
    ("imatinib >= 2 years within 1 year before index", "room for 365 days"),
    ("at least 3 tests within 1 day before index", "room for 2 test days"),
    ("at least 2 tests within 1 day after index", "room for 1 test days"),
    ("all tests MR4 within 1 day before index (tests >= 3)", "fewer days"),
    ("mo-MDSC > 100 % of mononuclear cells at index", "never above 100"),
]
POSSIBLE = [
    "MR4 for >= 1 year within 1 year before index",
    "imatinib >= 365 days within 1 year before index",
    "at least 2 tests within 1 day before index",
    "age >= 18, age < 65",
    "MR4 for >= 2 years, MR4 for < 5 years",
    "MR4 for >= 2 years at index, MR4 for < 1 year before index (gap <= 6 months)",
    "female or male",
    "no transplant, no progression",
    "country SE or NO, country NO or FI",
    "followed >= 0 days after index",
]
ALWAYS = [
    "TKI lines >= 0",
    "at least 0 tests within 1 year before index",
    "age >= 0",
    "TKI >= 0 days",
]
TOGETHER = [
    "age >= 18, age < 18",
    "female, male",
    "transplant, no transplant",
    "MR4 at index, not MR4 at index",
    "country SE, country NO",
    "ELTS low, ELTS high",
    "imatinib >= 5 years, imatinib < 5 years",
    "female and (age > 40 and age < 30)",
]


def found(text, lake=None):
    definition = language.parse(text, index="first TFR attempt")
    return [(one.severity, one.message) for one in check_definition("odd", definition, lake)]


@pytest.mark.parametrize(("text", "why"), IMPOSSIBLE)
def test_nobody_can_meet_it(text, why):
    ((severity, message),) = found(text)
    assert severity == "error"
    assert why in message


@pytest.mark.parametrize("text", POSSIBLE)
def test_nothing_is_wrong(text):
    assert found(text) == []


@pytest.mark.parametrize("text", ALWAYS)
def test_it_excludes_nobody(text):
    ((severity, message),) = found(text)
    assert severity == "warning"
    assert "excludes nobody" in message


@pytest.mark.parametrize("text", TOGETHER)
def test_nobody_can_meet_both(text):
    ((severity, message),) = found(text)
    assert severity == "error"
    assert "nobody can meet both" in message


def test_what_is_said_twice():
    assert found("female, MR4 ever, female") == [("warning", "'female' is asked for twice")]


@pytest.fixture
def small(tmp_path):
    make_lake(tmp_path / "lake")
    return open_lake(tmp_path / "lake")


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("country AU", "no site in AU"),
        ("site ZZ99", "no site ZZ99"),
        ("CD86+ pDC >= 1 per 10^5 lymphocytes", "CD86+ pDC is recorded nowhere"),
        ("transcript e8a2", "e8a2 is recorded nowhere"),
    ],
)
def test_what_a_lake_cannot_answer(small, text, missing):
    ((severity, message),) = found(text, small)
    assert severity == "warning"
    assert missing in message
    assert not any(
        character.isdigit() for character in message.replace(text, "").replace(missing, "")
    )


def test_what_nobody_has_recorded(small, monkeypatch):
    from tfrq.cohort import answerable

    monkeypatch.setattr(answerable.Records, "found", lambda self, what: frozenset())
    for text in ("MR4 at index (depth verified)", "undetectable at index (copies >= 50000)"):
        ((severity, message),) = found(text, small)
        assert (severity, "recorded nowhere" in message) == ("warning", True)
    assert found("Sokal low", small)
    assert found("MR4 at index", small) == []


def test_a_synthetic_lake_answers_what_it_holds(tmp_path):
    api.synthesize(60, 1, tmp_path / "lake")
    lake = open_lake(tmp_path / "lake")
    for text in ("MR4 at index (depth verified)", "Sokal low", "transcript e14a2", "country SE"):
        assert found(text, lake) == []


def test_definitions_that_cannot_be_read(tmp_path):
    (tmp_path / "broken.toml").write_text('criteria = ["MR4 evr"]\n')
    (tmp_path / "sound.toml").write_text('criteria = ["MR4 ever"]\n')
    ((severity, name),) = [
        (one.severity, one.definition) for one in check(Library(tmp_path, None).entries())
    ]
    assert (severity, name) == ("error", "broken")
