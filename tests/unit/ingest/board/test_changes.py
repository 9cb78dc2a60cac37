"""What a person changes: a site joins, a phase or a number is set by hand."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.transcript import ROOT
from tests.unit.lake.small_lake import CREATED, site_tables
from tfrq import api, config, durable, lake
from tfrq.errors import UsageError
from tfrq.ingest import board
from tfrq.ingest.board.history import read_history


def everything(root: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_a_site_joins(root: Path) -> None:
    added = board.add(root, "SE02", country="SE", expected=50)
    assert (added.region, added.new_region) == ("Nordic", False)
    assert added.content == (root / "lake.toml").read_text()
    assert list(lake.read_settings(root).countries()) == ["FI01", "FI02", "SE01", "SE02"]
    site = board.read(root).site("SE02")
    assert (site.phase, site.expected, site.available, site.to_come) == ("transferring", 50, 0, 50)
    assert board.add(root, "AT01", country="AT", region=" Western ").new_region
    assert board.read(root).site("AT01").region == "Western"


def test_a_dry_run_writes_nothing(root: Path) -> None:
    before = everything(root)
    assert '"SE02"' in board.add(root, "SE02", country="SE", dry_run=True).content
    assert board.advance(root, "FI02", "mapping", reason="x", dry_run=True)
    assert everything(root) == before


@pytest.mark.parametrize(
    ("site", "more", "message", "hint"),
    [
        ("SE01", {"country": "SE"}, "has site SE01 already", "site show SE01"),
        ("se02", {"country": "SE"}, "no site code", "SE01"),
        ("../SE", {"country": "SE"}, "no site code", "SE01"),
        ("", {"country": "SE"}, "no site code", "SE01"),
        ("SE02", {"country": "SE", "region": "Western"}, "in region Nordic", "'Nordic'"),
        ("NO01", {"country": "NO"}, "region is missing", "regions: Nordic"),
        ("NO01", {"country": "NO", "region": " \x1b"}, "region is missing", "regions: Nordic"),
        ("XX01", {"country": "XX", "region": "Nordic"}, "'XX' is no ISO", "capitals"),
        ("SE02", {"country": "Sweden"}, "'Sweden' is no ISO", "SE?"),
        ("SE02", {"country": "se"}, "'se' is no ISO", "SE?"),
    ],
)
def test_what_cannot_be_added(
    root: Path, site: str, more: dict[str, Any], message: str, hint: str
) -> None:
    before = everything(root)
    with pytest.raises(UsageError, match=message) as error:
        board.add(root, site, **more)
    assert hint in error.value.hint
    assert everything(root) == before


def test_there_has_to_be_a_lake(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no lake"):
        board.add(tmp_path, "SE01", country="SE", region="Nordic")
    assert not list(tmp_path.iterdir())


def test_a_site_that_was_added_half_can_be_added_again(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*arguments: object, **named: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(durable, "write", killed)
        with pytest.raises(KeyboardInterrupt):
            board.add(root, "SE02", country="SE", expected=50)
    assert "SE02" not in [site.name for site in board.read(root).sites]
    board.add(root, "SE02", country="SE", expected=60)
    assert board.read(root).site("SE02").expected == 60


def test_a_phase_is_set_for_a_reason(root: Path) -> None:
    facts = board.advance(root, "FI02", "mapping", reason=" by\nhand\x1b ")
    assert facts == (board.Advanced("mapping", "by hand"),)
    assert board.read(root).site("FI02").phase == "mapping"
    assert board.advance(root, "FI02", "Mapping", reason="again") == ()
    assert len(read_history(root, "FI02")) == 2
    board.advance(root, "FI02", "transferring", reason="wrong files")
    assert board.read(root).site("FI02").phase == "transferring"


def test_the_announced_number_is_changed_for_a_reason(root: Path) -> None:
    facts = board.advance(root, "FI02", expected=9, reason="recount")
    assert facts == (board.ExpectedChanged(9, "recount"),)
    assert board.read(root).site("FI02").expected == 9
    assert board.advance(root, "FI02", expected=9, reason="recount") == ()
    board.advance(root, "FI02", "mapping", expected=0, reason="both")
    site = board.read(root).site("FI02")
    assert (site.expected, site.phase) == (0, "mapping")


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"phase": "mapping", "reason": " \x1b\n"}, "a reason is missing"),
        ({"phase": "mapping", "reason": "x" * 501}, "longer than 500"),
        ({"phase": "mapped", "reason": "x"}, "'mapped' is no phase"),
        ({"reason": "x"}, "nothing is to change"),
        ({"phase": "finalised", "reason": "x"}, "has no patients in the lake"),
    ],
)
def test_what_cannot_be_set(root: Path, more: dict[str, Any], message: str) -> None:
    before = everything(root)
    with pytest.raises(UsageError, match=message):
        board.advance(root, "FI02", **more)
    assert everything(root) == before


def test_a_site_with_patients_may_be_finalised_by_hand(root: Path) -> None:
    board.advance(root, "SE01", "mapping", reason="a new export")
    board.advance(root, "SE01", "finalised", reason="it brought nothing new")
    assert board.read(root).site("SE01").phase == "finalised"


def test_the_row_that_a_site_is_published_with(root: Path) -> None:
    board.add(root, "SE02", country="SE", expected=50)
    cut = date(2024, 3, 31)
    tables = site_tables("SE01", [7, 8])

    def moved(rows: Any) -> Any:
        place = rows.schema.get_field_index("site")
        return rows.set_column(place, rows.field("site"), [["SE02"] * rows.num_rows])

    with lake.Publication(root, "b", created=CREATED) as publication:
        for name, rows in tables.items():
            row = board.site_row(root, "SE02", cut) if name == "sites" else moved(rows)
            publication.add(name, "SE02", row)
    listed = {site.name: site for site in lake.describe(lake.open_lake(root)).sites}["SE02"]
    assert (listed.country, listed.status, listed.data_cut) == ("SE", "finalised", cut)
    assert (listed.expected_patients, listed.patients) == (50, 2)
    assert lake.check(lake.open_lake(root)) == []
    (waiting,) = board.site_row(root, "FI02", None).to_pylist()
    assert (waiting["status"], waiting["expected_patients"]) == ("awaiting mapping", 7)
    assert waiting["data_cut_date"] is None


def test_a_new_site_disturbs_nothing_in_the_lake(tmp_path: Path) -> None:
    root = Path(shutil.copytree(ROOT / "sample-lake", tmp_path / "lake"))
    before = session_on(root)
    board.add(root, "SE03", country="SE")
    board.add(root, "IS01", country="IS", region="Nordic")
    board.add(root, "AU01", country="AU", region="Oceania")
    after = session_on(root)
    assert after.check() == before.check()
    assert after.describe() == before.describe()
    for axis in ("country", "site"):
        rows = before.count("MR4.5 ever", by=axis).rows
        assert rows
        assert after.count("MR4.5 ever", by=axis).rows == rows
    assert after.count("site SE03").total.met == 0
    assert after.site("SE03").phase == "transferring"


def test_a_definition_may_name_a_new_site(root: Path, tmp_path: Path) -> None:
    (tmp_path / "queries").mkdir()
    definition = tmp_path / "queries" / "new.toml"
    definition.write_text('criteria = ["site SE02 or SE01", "MR4.5 ever"]\n')
    (unknown,) = session_on(root, tmp_path).check_cohorts("new")
    assert unknown.severity == "error"
    board.add(root, "SE02", country="SE")
    (waiting,) = session_on(root, tmp_path).check_cohorts("new")
    assert waiting.severity == "warning"
    assert "no patients of SE02 yet" in waiting.message


def session_on(root: Path, folder: Path | None = None) -> api.Session:
    flags = {"lake": str(root), "queries": str(folder / "queries") if folder else ""}
    return api.Session(config.settings(flags))
