"""The README's examples print what it says. `python -m tests.docs.test_readme` writes them anew."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path

from tests.transcript import ROOT, Shell, replayed

README = ROOT / "README.md"
_CONSOLE = re.compile(r"(?<=```console\n).*?(?=```)", re.DOTALL)
_PYTHON = re.compile(r"(?<=```python\n).*?(?=```)", re.DOTALL)


def checkout(folder: Path) -> Shell:
    """A shell where the README's reader stands: in a checkout of their own."""
    shutil.copytree(ROOT / "queries", folder / "queries")
    shutil.copytree(ROOT / "sample-lake", folder / "sample-lake")
    return Shell(folder, folder.parent / "programs")


def renewed(text: str, shell: Shell) -> str:
    """The README with the output that its commands have now."""
    return _CONSOLE.sub(lambda block: replayed(block.group(), shell), text)


def test_the_examples_print_what_the_readme_says(tmp_path: Path) -> None:
    folder = tmp_path / "checkout"
    folder.mkdir()
    text = README.read_text()
    assert renewed(text, checkout(folder)) == text


def test_the_python_example_runs(tmp_path: Path) -> None:
    folder = tmp_path / "checkout"
    folder.mkdir()
    shell = checkout(folder)
    for example in _PYTHON.findall(README.read_text()):
        (folder / "example.py").write_text(example)
        done = shell.run(f"{shell.python} example.py")
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary) / "checkout"
        place.mkdir()
        README.write_text(renewed(README.read_text(), checkout(place)))
