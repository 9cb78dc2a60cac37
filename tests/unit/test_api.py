"""The session: for notebooks, and the one door of the command line."""

import subprocess
import sys

import pytest

import tfrq
from tests.unit.lake.small_lake import make_lake
from tfrq import api, language
from tfrq.errors import DefinitionError, PolicyError, UsageError


@pytest.fixture
def session(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    make_lake(tmp_path / "sample-lake")
    (tmp_path / "queries").mkdir()
    return tfrq.open("sample-lake")


def test_the_package_loads_its_api_late():
    code = "import sys, tfrq; assert 'tfrq.api' not in sys.modules; tfrq.open; tfrq.__version__"
    subprocess.run([sys.executable, "-c", code], check=True)
    assert tfrq.open is api.open
    assert "open" in dir(tfrq)
    with pytest.raises(AttributeError, match="no attribute 'opne'"):
        tfrq.opne  # noqa: B018


def test_the_version_is_the_distributions():
    import tomllib
    from pathlib import Path

    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())
    assert tfrq.__version__ == project["project"]["version"]


def test_a_count_is_released(session):
    released = session.count("MR4 ever", by="country")
    assert released.axis == "country"
    assert released.total.label == "total"
    assert not released.not_for_release
    assert released.provenance.release == session.lake.release.name


def test_without_a_lake(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TFRQ_LAKE", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    session = tfrq.open()
    assert session.explain("MR4 ever").steps
    with pytest.raises(UsageError, match="no lake is named") as caught:
        session.count("MR4 ever")
    assert "--lake sample" in caught.value.hint


def test_a_lake_that_is_not_there_is_told_at_once(session, tmp_path):
    with pytest.raises(UsageError, match="there is no lake at"):
        tfrq.open("nope")
    with pytest.raises(UsageError, match=r"is no lake: it has no lake\.toml"):
        tfrq.open("queries")
    with pytest.raises(UsageError, match="no release"):
        tfrq.open("sample-lake", release="nope")


def test_the_policy_can_be_tightened_only(session):
    tight = tfrq.open("sample-lake", min_cell=10)
    assert tight.count("MR4 ever").provenance.policy.min_cell == 10
    with pytest.raises(PolicyError):
        tfrq.open("sample-lake", min_cell=2).count("MR4 ever")
    with pytest.raises(PolicyError):
        session.count("MR4 ever", exact=True)


def test_a_name_or_a_text(session):
    text = "MR4.5 for >= 2 years"
    session.define("deep", text, index="first TFR attempt")
    assert "deep" in [entry.name for entry in session.cohorts()]
    assert session.resolve("deep").name == "deep"
    expected = language.parse(text, index="first TFR attempt")
    assert session.resolve("deep").definition == expected
    assert session.resolve(text, index="first TFR attempt") == api.Resolved("", expected)


def test_a_name_at_another_index_says_so(session):
    session.define("deep", "MR4.5 for >= 2 years", index="first TFR attempt")
    other = session.resolve("deep", index="data cut")
    assert other.name == "deep, at another index"
    assert other.definition == language.parse("MR4.5 for >= 2 years", index="data cut")
    assert session.resolve("deep", index="first TFR attempt").name == "deep"
    option = "assume undetectable = MR4.5"
    assert session.resolve("deep", options=[option]).name == "deep, with other options"


def test_definitions_name_each_other(session):
    session.define("deep", "MR4.5 ever", options=["assume undetectable = MR4.5"])
    session.define("both", "in deep, TKI >= 1 year")
    assert session.count("not in deep").provenance.canonical == "not in deep"
    assert session.explain("both").steps
    assert "VIEW" in session.sql("in both")
    with pytest.raises(DefinitionError, match="no definition named 'depe'") as caught:
        session.count("in depe")
    assert caught.value.hint.startswith("did you mean 'deep'?")
    with pytest.raises(DefinitionError, match="in a circle: both → deep → both"):
        session.define("deep", "in both", force=True)


def test_the_error_that_helps(session):
    with pytest.raises(UsageError, match="no definition named 'dep'"):
        session.count("dep")
    with pytest.raises(DefinitionError) as caught:
        session.count("MR4 for >= 2 yeers")
    assert caught.value.span is not None


def test_a_wrong_index_is_no_missing_definition(session):
    with pytest.raises(DefinitionError, match="expected an index, found 'TFR'"):
        session.count("female", index="TFR")
    with pytest.raises(DefinitionError, match="expected an option"):
        session.count("female", options=["assume"])
    session.define("only-women", "female")
    with pytest.raises(DefinitionError, match="expected an index, found 'TFR'"):
        session.count("only-women", index="TFR")


def test_an_abbreviation_is_a_text_unless_a_name_is_near(session):
    with pytest.raises(DefinitionError, match="survival is a curve, and no criterion") as caught:
        session.count("MRFS")
    assert "loss of MMR within 12 months after index" in caught.value.hint
    session.define("mrfs-2y", "MMR ever")
    with pytest.raises(UsageError, match="no definition named 'MRFS2Y'"):
        session.count("MRFS2Y")


def test_the_script_runs_as_it_is(session):
    import duckdb

    script = session.sql("MR4 ever, TKI >= 1 year")
    with duckdb.connect() as connection:
        rows = connection.execute(script).fetchall()
    assert len(rows) == 3
    with duckdb.connect() as connection:
        assert connection.execute(session.views() + "SELECT count(*) FROM patients").fetchall()


def test_a_synthetic_lake_is_there_whole_or_not_at_all(tmp_path, monkeypatch):
    (tmp_path / "empty").mkdir()
    made = api.synthesize(30, 1, tmp_path / "empty")
    assert set(made.simulated) == set(made.published)
    assert tfrq.open(tmp_path / "empty").check() is not None

    def fails(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("tfrq.lake.publishing.Publication.add", fails)
    with pytest.raises(KeyboardInterrupt):
        api.synthesize(30, 1, tmp_path / "new")
    assert [path.name for path in tmp_path.iterdir()] == ["empty"]
