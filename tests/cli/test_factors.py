"""`tfrq factors`: names in the help and the page, and how a result is shown."""

import json
import re
from pathlib import Path

import pytest

from tests.unit.survival.factor_curves import Leaving, plain, times
from tfrq import api, language
from tfrq.cli.factors import FACTORS, STRATA, factors
from tfrq.cli.root import root
from tfrq.disclosure import ReleasedTimes
from tfrq.survival.factors import KNOWN, Factors, estimate, estimating, models, read

PAGE = Path(__file__).parents[2] / "docs" / "factors.md"
SLOW: Leaving = [(182, 15, 0, 5), (365, 15, 0, 10), (730, 8, 0, 12)]
QUICK: Leaving = [(182, 30, 0, 5), (365, 20, 0, 5), (730, 10, 0, 10)]
NEVER: Leaving = [(182, 0, 0, 5), (365, 0, 0, 10), (730, 0, 0, 12)]
ALONE = {"interferon": {"no": SLOW, "yes": QUICK}, "sokal": {"low": SLOW, "high": NEVER}}
JOINT = {"no | low": SLOW, "yes | low": QUICK, "no | high": NEVER, "yes | high": NEVER}
COMMAND = ("factors", "deep", "--endpoint", "loss of MMR")


def answer(*names: str) -> Factors:
    asked = read(names, lambda text: language.parse(text, index="first TFR attempt"))

    def ask(axis: str, levels: object) -> ReleasedTimes:
        (*groups,) = levels  # type: ignore[misc]
        name = next(one.name for one in asked if one.groups == groups[0])
        return plain(ALONE[name] if len(groups) == 1 else JOINT)

    return estimate(asked, ask, None)


@pytest.fixture(autouse=True)
def told(monkeypatch) -> None:
    """The command on curves made by hand."""
    monkeypatch.setitem(root.commands, "factors", factors)

    def found(self: api.Session, cohort: str, **asked: object) -> Factors:
        return answer(*asked["factors"])  # type: ignore[misc]

    monkeypatch.setattr(api.Session, "factors", found, raising=False)


def test_the_command_knows_the_factors_and_strata_that_there_are() -> None:
    assert tuple(KNOWN) == FACTORS
    assert estimating.STRATA == STRATA


def test_the_help_names_every_factor(run) -> None:
    out = run("factors", "--help").out
    assert [name for name in KNOWN if not re.search(rf"\b{name}\b", out)] == []


def test_the_page_has_every_factor_with_its_levels_and_meaning() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \| (.+?) \| (.+) \|$", PAGE.read_text(), re.M)
    assert [name for name, _, _ in rows] == list(KNOWN)
    for name, levels, meaning in rows:
        assert levels == ", ".join(level.name for level in KNOWN[name].levels)
        assert meaning.startswith(KNOWN[name].meaning)


@pytest.mark.parametrize(
    "words",
    [
        value
        for name, value in vars(models).items()
        if name.isupper() and name[0] != "_" and isinstance(value, str)
    ],
)
def test_the_page_explains_all_that_is_said_in_words(words: str) -> None:
    assert f"| {words} |" in PAGE.read_text()


def test_ratios_words_and_a_plot_on_a_screen(run) -> None:
    done = run(*COMMAND, "--factor", "interferon", "--factor", "sokal")
    assert done.code == 0
    assert "adjusted (95 %)" in done.out
    assert models.NO_EVENTS in done.out
    assert "all together" in done.out
    assert "Hazard ratios, adjusted for each other" in done.out
    assert "endpoint loss of MMR" in done.out
    assert "released steps" in done.out
    assert "among the 400 patients whose every factor can be told" in done.err


def test_a_file_has_one_row_per_level_and_the_models_in_its_head(run) -> None:
    found = json.loads(run(*COMMAND, "--factor", "interferon", "--format", "json").out)
    assert [row["level"] for row in found["rows"]] == ["no", "yes"]
    assert found["rows"][0]["words"] == "reference"
    assert found["rows"][1]["low"] < found["rows"][1]["hazard_ratio"] < found["rows"][1]["high"]
    assert 0 <= found["rows"][1]["ph_p"] <= 1
    assert "adjusted_hazard_ratio" not in found["rows"][0]
    assert found["models"][0]["factors"] == ["interferon"]
    assert found["provenance"]["release"] == "2024-1"


def test_a_hidden_number_is_a_star_in_csv(run) -> None:
    lines = run(*COMMAND, "--factor", "sokal", "--format", "csv").out.splitlines()
    assert any(line.startswith("sokal,intermediate,low,*,*,") for line in lines)


def test_an_exact_answer_is_marked(run, monkeypatch) -> None:
    exact = times(*plain(ALONE["interferon"]).curves, exact=True)
    asked = read(("interferon",), lambda text: language.parse(text, index="first TFR attempt"))
    found = estimate(asked, lambda axis, levels: exact, None)
    monkeypatch.setattr(api.Session, "factors", lambda *_, **__: found, raising=False)
    assert run(*COMMAND, "--factor", "interferon", "--exact").out.startswith("NOT FOR RELEASE")


def test_a_figure_is_written_where_the_name_asks_for_one(run, place) -> None:
    assert run(*COMMAND, "--factor", "interferon", "-o", "forest.svg").code == 0
    drawn = (place / "forest.svg").read_text()
    assert "interferon" in drawn
    assert "endpoint loss of MMR" in drawn
