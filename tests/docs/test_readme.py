"""The README's examples print what it says they print.

After a change that is meant, write the outputs anew with TFRQ_SNAPSHOTS=write.
"""

import os
import re
import shutil

import pytest

from tests.transcript import ROOT, Shell, replayed

PAGE = ROOT / "README.md"
# A block of a terminal session: from its fence to the next.
SESSION = re.compile(r"(?<=^```console\n).*?(?=^```)", re.MULTILINE | re.DOTALL)


@pytest.fixture
def checkout(tmp_path) -> Shell:
    """A shell in a folder with the sample lake and a copy of the shipped definitions."""
    folder = tmp_path / "checkout"
    folder.mkdir()
    shutil.copytree(ROOT / "queries", folder / "queries")
    (folder / "sample-lake").symlink_to(ROOT / "sample-lake")
    return Shell(folder, tmp_path / "programs")


def test_examples(checkout):
    page = PAGE.read_text(encoding="utf-8")
    seen = SESSION.sub(lambda block: replayed(block[0], checkout), page)
    if os.environ.get("TFRQ_SNAPSHOTS") == "write":
        PAGE.write_text(seen, encoding="utf-8")
    assert seen == page


def test_an_example_that_lies_is_noticed(checkout):
    page = "```console\n$ tfrq --version\ntfrq 0.0\n```\n"
    seen = SESSION.sub(lambda block: replayed(block[0], checkout), page)
    assert re.fullmatch(r"```console\n\$ tfrq --version\ntfrq [1-9.0]+\n```\n", seen)
    assert seen != page


def test_every_call_in_the_page_is_in_a_session():
    """A `$ tfrq` outside a console block would never be run."""
    outside = SESSION.sub("", PAGE.read_text(encoding="utf-8"))
    assert "$ tfrq" not in outside
