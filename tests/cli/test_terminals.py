"""What people see at terminals of 80 and 200 columns, with and without colour and other signs
than ASCII, as snapshots in terminals/.

They come from a pseudo-terminal of that width. `\\e` stands for the escape character. After a
change that is meant, write them anew with TFRQ_SNAPSHOTS=write and read the difference.
"""

import os
import re
from pathlib import Path

import pytest

from tests.cli.terminal import on_a_terminal

FOLDER = Path(__file__).parent / "terminals"
LONG = (
    "MR4 for >= 2 years at index, TKI >= 3 years before index, no transplant, no progression,"
    " imatinb >= 5 years, age >= 18, typical transcript, ELTS low or intermediate"
)
MANY = """\
title = "A definition whose title is much longer than what a terminal of eighty columns takes"
source = "A paper"
index = "first TFR attempt"
criteria = ["age >= 18", "TKI >= 3 years", "MR4 for >= 1 year (tests >= 3)", "no transplant",
  "typical transcript", "ELTS low or intermediate", "no stop for resistance"]
readings = ["What the source leaves open is read in the way that most of its later readers do."]
[[published]]
endpoint = "MRFS"
months = 24
percent = 50
low = 46
high = 54
n = 755
"""
ODD = 'criteria = ["age >= 18 at diagnosis", "imatinib >= 5 years ever, imatinib < 3 years ever"]\n'
COMMANDS = (
    "tfrq count deep",
    "tfrq count many --by country",
    "tfrq count deep --by drug",
    "tfrq table many --limit 3",
    "tfrq cohort list",
    "tfrq cohort show many",
    "tfrq cohort explain deep",
    "tfrq cohort phrases depth",
    "tfrq cohort check",
    "tfrq lake show",
    f'tfrq count "{LONG}" --index "first TFR attempt"',
    "tfrq count deep --by contry",
)
KINDS = [
    (columns, signs, color)
    for columns in (80, 200)
    for signs in ("unicode", "ascii")
    for color in ("color", "plain")
]


def seen(shell, columns, signs, color):
    """All commands, one after the other, on one terminal."""
    option = " --ascii" if signs == "ascii" else ""
    lines = [f"echo '$ {one}'; {one}{option}; echo" for one in COMMANDS]
    environment = {"NO_COLOR": "1"} if color == "plain" else {}
    _, text = on_a_terminal(shell, "\n".join(lines), columns, **environment)
    # What tells of long work is taken back when it ends; whether it came is a matter of luck.
    text = re.sub(r"[a-z ]+ \.\.\.\r +\r", "", text)
    return text.replace(str(shell.folder), "$PWD").replace("\x1b", "\\e")


@pytest.mark.parametrize(("columns", "signs", "color"), KINDS)
def test_terminal(shell, place, package, columns, signs, color):
    (place / "queries" / "many.toml").write_text(MANY)
    (place / "queries" / "odd.toml").write_text(ODD)
    path = FOLDER / f"{columns}-{signs}-{color}.txt"
    text = seen(shell, columns, signs, color)
    if os.environ.get("TFRQ_SNAPSHOTS") == "write":
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")
    outputs = re.sub(r"^\$ .*\n", "", text, flags=re.MULTILINE)
    shown = re.sub(r"\\e\[[0-9;]*m", "", outputs)
    assert max(map(len, shown.splitlines())) <= columns
    assert ("\\e[" in text) == (color == "color")
    assert shown.isascii() or signs == "unicode"
