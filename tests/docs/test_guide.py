"""The guide from a file to a count: every command of it runs, and ends where it says."""

import re
import shutil
from pathlib import Path

from tests.transcript import ROOT, Shell

GUIDE = ROOT / "docs" / "ingest-guide.md"
_COMMANDS = re.compile(r"(?<=```console\n).*?(?=```)", re.DOTALL)
_PROMPT = "$ "


def commands() -> list[str]:
    """What a reader types."""
    blocks = "".join(_COMMANDS.findall(GUIDE.read_text()))
    return [line.removeprefix(_PROMPT) for line in blocks.splitlines()]


def test_every_command_of_the_guide_runs(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    exports = folder / "tests" / "exports"
    exports.mkdir(parents=True)
    shutil.copytree(ROOT / "tests" / "exports" / "SE01", exports / "SE01")
    shell = Shell(folder, tmp_path / "programs")
    printed = {}
    for command in commands():
        done = shell.run(command)
        assert done.returncode == 0, (command, done.stdout, done.stderr)
        printed[command] = done.stdout.decode()
    counted = printed['tfrq count "MR4 ever" --lake registry']
    found = re.search(r"met by (\d+) of the (\d+) patients", GUIDE.read_text())
    assert found is not None
    assert re.search(rf"^ +{found[2]} +{found[1]} ", counted, re.MULTILINE)
    assert "nothing found" in printed["tfrq lake check --lake registry"]
    assert "finalised" in printed["tfrq site list --lake registry"]
    draft = (folder / "work" / "draft.toml").read_text()
    assert 'site = "SE01"' in draft


def test_the_rules_that_the_guide_names_are_rules() -> None:
    from tfrq.ingest.rules import RULES

    table = [line for line in GUIDE.read_text().splitlines() if line.startswith("| ")]
    named = {name for line in table for name in re.findall(r"`([a-z ]+)`", line)} - {"values"}
    assert named <= RULES.keys() | {"version"}
    assert "unmapped value" in named
