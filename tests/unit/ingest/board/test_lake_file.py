"""lake.toml: a new one, and one site more in whatever form a person wrote it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.transcript import ROOT
from tests.unit.lake.small_lake import LAKE_TOML
from tfrq.errors import DataError, UsageError
from tfrq.ingest.board.lake_file import new_lake, with_site
from tfrq.lake import read_settings
from tfrq.lake.settings import parse_settings
from tfrq.results import Node, Policy

PATH = Path("lake.toml")
HEAD = '# mine\n[lake]\nname = "x" # a name\n\n[policy]\nmin_cell = 10 # strict\n\n'
INLINE = (
    '[[regions]]\nname = "Nordic" # north\ncountries = [\n'
    '  { name = "FI", sites = ["FI01"] }, # first\n  { name = "SE", sites = ["SE01"] },\n]\n'
)
SECTIONS = (
    '[[regions]]\nname = "Nordic"\n# of it\n[[regions.countries]]\nname = "FI" # Suomi\n'
    'sites = [\n  "FI01", # Helsinki\n]\n\n[[regions.countries]]\nname = "SE"\nsites = ["SE01"]\n'
)
ALL_INLINE = 'regions = [{ name = "Nordic", countries = [{ name = "FI", sites = ["FI01"] },' \
    ' { name = "SE", sites = ["SE01"] }] }] # all\n'  # fmt: skip
FORMS = {
    "inline": HEAD + INLINE,
    "sections": HEAD + SECTIONS,
    "all inline": ALL_INLINE + HEAD,
    "not last": INLINE + HEAD,
    "no end of line": HEAD + INLINE.rstrip("\n"),
}


def tree(text: str) -> dict[str, dict[str, list[str]]]:
    return {
        region["name"]: {country["name"]: country["sites"] for country in region["countries"]}
        for region in tomllib.loads(text)["regions"]
    }


@pytest.mark.parametrize("form", FORMS)
def test_a_site_is_the_last_of_its_country(form: str) -> None:
    before = FORMS[form]
    after = with_site(PATH, before, "FI00", "FI", "Nordic")
    assert tree(after) == {"Nordic": {"FI": ["FI01", "FI00"], "SE": ["SE01"]}}
    after = with_site(PATH, after, "DK01", "DK", "Nordic")
    assert tree(after) == {"Nordic": {"FI": ["FI01", "FI00"], "SE": ["SE01"], "DK": ["DK01"]}}
    after = with_site(PATH, after, "AT01", "AT", 'A "new" \\ région')
    assert list(tree(after)) == ["Nordic", 'A "new" \\ région']
    assert tree(after)['A "new" \\ région'] == {"AT": ["AT01"]}
    comments = [line.partition("#")[2] for line in before.splitlines() if "#" in line]
    assert [line.partition("#")[2] for line in after.splitlines() if "#" in line] == comments
    assert parse_settings(after, PATH).policy == Policy(min_cell=10)


def test_nothing_but_the_site_changes_in_the_sample_lake() -> None:
    before = (ROOT / "sample-lake" / "lake.toml").read_text()
    after = with_site(PATH, before, "SE03", "SE", "Nordic")
    assert after == before.replace('["SE01", "SE02"]', '["SE01", "SE02", "SE03"]')


def test_the_first_site_of_a_lake() -> None:
    after = with_site(PATH, HEAD, "SE01", "SE", "Nordic")
    assert after.startswith(HEAD.rstrip("\n"))
    assert tree(after) == {"Nordic": {"SE": ["SE01"]}}


codes = st.sampled_from(["SE", "FI", "DK", "AT", "DE"])
regions = st.sampled_from(["Nordic", "Western"])


@given(st.sampled_from(sorted(FORMS)), st.lists(st.tuples(codes, regions), max_size=6))
def test_any_number_of_sites_in_any_form(form: str, added: list[tuple[str, str]]) -> None:
    text, expected = FORMS[form], tree(FORMS[form])
    homes = {"FI": "Nordic", "SE": "Nordic"}
    for number, (country, region) in enumerate(added):
        home = homes.setdefault(country, region)
        site = f"{country}{number + 10}"
        text = with_site(PATH, text, site, country, home)
        expected.setdefault(home, {}).setdefault(country, []).append(site)
    assert tree(text) == expected
    # Neighbours are printed together, so the order is part of what was meant.
    assert [list(countries) for countries in tree(text).values()] == [
        list(countries) for countries in expected.values()
    ]


def test_a_form_that_cannot_be_changed_safely(monkeypatch: pytest.MonkeyPatch) -> None:
    import tomlkit

    def dumps(document: Any) -> str:
        return LAKE_TOML.replace("FI02", "FI03")

    monkeypatch.setattr(tomlkit, "dumps", dumps)
    with pytest.raises(DataError, match="cannot be added to it safely"):
        with_site(PATH, LAKE_TOML, "SE02", "SE", "Nordic")


def test_a_new_lake(tmp_path: Path) -> None:
    text = new_lake(tmp_path / "a" / "b", 'The "C:\\new"  lake\x1b', synthetic=True)
    settings = read_settings(tmp_path / "a" / "b")
    assert (settings.name, settings.synthetic) == ('The "C:\\new" lake', True)
    assert settings.policy == Policy()
    assert settings.tree == Node(settings.name)
    assert (tmp_path / "a" / "b" / "lake.toml").read_text() == text


def test_what_cannot_become_a_lake(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for folder in (tmp_path, tmp_path / "file", tmp_path / "file" / "inner"):
        with pytest.raises(UsageError):
            new_lake(folder, "x")
    with pytest.raises(UsageError, match="needs a name"):
        new_lake(tmp_path / "new", " \n")
    new_lake(tmp_path / "new", "x", dry_run=True)
    assert not (tmp_path / "new").exists()
    (tmp_path / "there").mkdir()
    new_lake(tmp_path / "there", "x")
    with pytest.raises(UsageError, match="is there already"):
        new_lake(tmp_path / "there", "x")
