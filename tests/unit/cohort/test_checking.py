"""Each kind of finding, and what is nothing to find."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.lake.small_lake import by_table, make_folder, make_lake, publish, waiting
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
    ("at least 2 tests within 1 day after index", "room for 1 test day"),
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
    "no transplant, no progression",
    "country SE or NO, country NO or FI",
    "followed >= 0 days after index",
]
ALWAYS = [
    "female or male",
    "age < 40 or age >= 30",
    "MR4 at index or not MR4 at index",
    "Sokal low or intermediate or high",
    "not age < 0",
    "not on TKI at index",
    "no restart within 0 days after index",
    "TKI lines >= 0",
    "at least 0 tests within 1 year before index",
    "age >= 0",
    "TKI >= 0 days",
]
TOGETHER = [
    "imatinib >= 5 years, never imatinib",
    "imatinib >= 2 years, TKI < 1 year",
    "NK cells >= 0.15 x10^9/L at index, NK cells < 100 cells/µL at index",
    "MR4 at index, BCR::ABL1 > 1 % at index",
    "not MMR ever, MR4 ever",
    "age > 40, at least 2 of (age < 30; age < 20; female)",
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
    assert "excludes nobody" in message or "leaves out only whom it cannot assess" in message


@pytest.mark.parametrize("text", TOGETHER)
def test_nobody_can_meet_both(text):
    ((severity, message),) = found(text)
    assert severity == "error"
    assert "nobody can meet both" in message


AGAIN = [
    ("imatinib >= 5 years", "imatinib >= 3 years"),
    ("imatinib >= 5 years", "TKI >= 5 years"),
    ("imatinib >= 5 years", "ever imatinib"),
    ("MR4.5 at index", "MR4 at index"),
    ("female", "female or age > 60"),
    ("country SE", "country SE or NO"),
    ("at least 3 tests within 1 year before index", "at least 2 tests within 2 years before index"),
]
NOT_AGAIN = [
    # A patient may have both transcripts.
    ("typical transcript, not transcript e13a2", "transcript e14a2"),
    ("typical transcript, not transcript e13a2", "not transcript e14a2"),
    ("imatinib >= 3 years", "imatinib >= 5 years"),
    ("imatinib >= 5 years (continuous)", "imatinib >= 3 years"),
    ("MR4 for >= 2 years", "MR4 at index"),
    ("MR4.5 at 12 months after TKI start", "MR4 at index"),
    ("female or age > 60", "female"),
]


@pytest.mark.parametrize(("one", "other"), AGAIN)
def test_what_an_earlier_step_asks_for_already(one, other):
    ((severity, message),) = found(f"{one}, {other}")
    assert severity == "warning"
    assert "excludes nobody after" in message
    assert "(step 1)" in message


@pytest.mark.parametrize(("one", "other"), NOT_AGAIN)
def test_what_no_earlier_step_asks_for(one, other):
    assert found(f"{one}, {other}") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("(female and male) or age > 60", "nobody can meet both 'female' and 'male'"),
        ("age < 0 or age > 60", "it is never below 0; the alternative is idle"),
        ("age > 60 or age > 40", "'age > 60 at index' adds nobody to 'age > 40 at index'"),
    ],
)
def test_alternatives_of_no_use(text, said):
    ((severity, message),) = found(text)
    assert severity == "warning"
    assert said in message


@pytest.mark.parametrize(
    ("text", "index", "why"),
    [
        ("on TKI at index", "first TFR attempt", "first day without a TKI"),
        ("restart after index", "data cut", "nothing is recorded after it"),
        ("followed >= 1 year after index", "data cut", "nothing is recorded after it"),
        ("TKI >= 1 year before index", "TKI start", "first day on a TKI"),
        ("restart within 0 days after index", "first TFR attempt", "holds no day"),
        ("MR4 for < 6 months (tests >= 4, spacing >= 12 weeks)", "first TFR attempt", "252 days"),
    ],
)
def test_windows_that_hold_nothing(text, index, why):
    definition = language.parse(text, index=index)
    ((severity, message),) = [
        (one.severity, one.message) for one in check_definition("odd", definition)
    ]
    assert severity == "error"
    assert why in message


def test_a_finding_names_the_step_and_the_words():
    text = "age >= 18\nfemale and (age < 10)"
    definition = language.parse(text, index="first TFR attempt")
    (one,) = check_definition("odd", definition, source=text)
    assert (one.step, text[one.span.start : one.span.end]) == (2, "(age < 10)")


def test_a_site_that_is_none_is_an_error_with_the_nearest(small):
    definition = language.parse("site SE02")
    (one,) = check_definition("odd", definition, small)
    assert (one.severity, one.hint) == ("error", "did you mean 'SE01'?")


def test_nothing_is_wrong_with_the_shipped_definitions():
    folder = Path(__file__).parents[3] / "queries"
    assert check(Library(folder, None).entries()) == []


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
        ("site FI02", "no patients of FI02 yet"),
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


def test_a_country_whose_sites_have_sent_nothing(tmp_path):
    nothing = {site: waiting(site) for site in ("SE01", "FI01", "FI02")}
    publish(make_folder(tmp_path / "lake"), by_table(**nothing), release="2024-01")
    lake = open_lake(tmp_path / "lake")
    assert found("country FI", lake) == [
        ("warning", "'country FI': the lake has no patients from FI yet")
    ]


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
