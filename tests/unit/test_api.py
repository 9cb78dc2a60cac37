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


def test_the_script_of_an_endpoint_runs_as_it_is(session):
    import duckdb

    asked = {"index": "TKI start", "endpoint": "loss of MMR or death"}
    script = session.sql("TKI ever", **asked)
    assert script.startswith("-- Each row is a patient of the cohort")
    with duckdb.connect() as connection:
        ran = connection.execute(script)
        names = [column[0] for column in ran.description]
        rows = ran.fetchall()
    assert names == ["patient_id", "index_day", "origin_day", "state", "time"]
    assert rows
    assert {row[3] for row in rows} <= {"event", "censored", "left out"}


def test_the_script_takes_no_endpoint_that_is_not_given(session):
    text, index = "TKI ever", "TKI start"
    session.define("treated", text, index=index, endpoint="death")
    assert session.sql("treated") == session.sql(text, index=index)
    with pytest.raises(DefinitionError, match="the definition has none"):
        session.sql(text, endpoint="death")


@pytest.mark.parametrize("method", ["explain", "sql", "survival", "factors", "trajectory"])
def test_an_empty_endpoint_is_the_same_error_everywhere(session, method):
    more = {"factors": {"factors": "age"}, "trajectory": {"marker": "BCR::ABL1"}}.get(method, {})
    with pytest.raises(DefinitionError, match="there is no endpoint here"):
        getattr(session, method)("TKI ever", index="TKI start", endpoint=" ", **more)
    with pytest.raises(DefinitionError, match="there is no endpoint here"):
        session.define("treated", "TKI ever", index="TKI start", endpoint=" ")


@pytest.mark.parametrize("method", ["survival", "factors", "trajectory"])
def test_without_an_index_there_is_one_text(session, method):
    more = {"factors": {"factors": "age"}, "trajectory": {"marker": "BCR::ABL1"}}.get(method, {})
    with pytest.raises(UsageError, match="without an index there is no day to count from"):
        getattr(session, method)("TKI ever", endpoint="death", **more)


DEATH = {"index": "TKI start", "endpoint": "death"}


@pytest.mark.parametrize(("landmark", "said"), [(6, "is a text"), ("0 days", "at least a day")])
def test_a_landmark_is_a_length_of_time(session, landmark, said):
    for method, more in (("survival", {}), ("factors", {"factors": "age"})):
        with pytest.raises(UsageError, match=said) as raised:
            getattr(session, method)("TKI ever", landmark=landmark, **DEATH, **more)
        assert raised.value.hint == "as '6 months'"


def test_a_landmark_without_a_unit_is_told_with_one(session):
    with pytest.raises(DefinitionError) as raised:
        session.survival("TKI ever", landmark="6", **DEATH)
    assert raised.value.hint == "as '6 months'"


def test_one_month_is_as_good_as_several(session):
    for at in (12, "12", [12], "12,12"):
        (curve,) = session.survival("TKI ever", at=at, **DEATH).curves
        assert [one.month for one in curve.at] == [12]
    with pytest.raises(UsageError, match="is no number of months"):
        session.survival("TKI ever", at=None, **DEATH)


def test_a_place_is_no_factor_and_a_stratum(session):
    for factors in ("country", ["age", "Country"]):
        with pytest.raises(UsageError, match="is no factor") as raised:
            session.factors("TKI ever", factors, **DEATH)
        assert "--strata country" in raised.value.hint


def test_groups_by_a_text_are_judged_at_the_index_beyond_a_landmark_too(session):
    asked = {"landmark": "6 months", **DEATH}
    by_text = session.survival("TKI ever", by="MR4.5 at 6 months after index", **asked)
    assert any("judged at the index" in note for note in by_text.notes)
    for by in ("", "Sokal", "deep-response"):
        found = session.survival("TKI ever", by=by, **asked)
        assert not any("judged at the index" in note for note in found.notes)


def test_attempts_come_from_the_definition_at_each_of_them(session):
    session.define("treated", "TKI ever", index="first TFR attempt", endpoint="death")
    found = session.survival("treated", by="attempt")
    assert found.released.provenance.index == "each TFR attempt"
    canonical = session.resolve("treated", index="each TFR attempt").definition
    assert found.released.provenance.definition_hash == language.definition_hash(canonical)
    assert any("after the third" in note for note in found.notes)


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
