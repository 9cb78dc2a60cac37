"""The README's examples print what it says. `python -m tests.docs.test_readme` writes them anew."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.transcript import ROOT, Shell, replayed

README = ROOT / "README.md"
_CONSOLE = re.compile(r"(?<=```console\n).*?(?=```)", re.DOTALL)
_PYTHON = re.compile(r"(?<=```python\n).*?(?=```)", re.DOTALL)


def checkout(folder: Path) -> Shell:
    """A shell where the README's reader stands: in a checkout of their own."""
    (folder / "queries").mkdir()
    for path in shipped_definitions():
        shutil.copy(path, folder / "queries")
    shutil.copytree(ROOT / "sample-lake", folder / "sample-lake")
    # The package of a checkout has its folders there as well.
    return Shell(folder, folder.parent / "programs", package=folder)


def shipped_definitions(root: Path = ROOT) -> list[Path]:
    """The files of queries/ without those that somebody made here, as the README tells them to."""
    files = sorted((root / "queries").glob("*.toml"))
    listed = subprocess.run(
        ["git", "ls-files", "queries"], cwd=root, capture_output=True, text=True, check=False
    )
    if listed.returncode:  # no checkout, and nobody's own files in it
        return files
    return [path for path in files if f"queries/{path.name}" in listed.stdout.splitlines()]


def renewed(text: str, shell: Shell) -> str:
    """The README with the output that its commands have now."""
    return _CONSOLE.sub(lambda block: replayed(block.group(), shell), text)


def test_the_examples_print_what_the_readme_says(tmp_path: Path) -> None:
    folder = tmp_path / "checkout"
    folder.mkdir()
    text = README.read_text()
    assert renewed(text, checkout(folder)) == text


def test_an_empty_line_at_the_end_of_an_output_is_part_of_it(tmp_path: Path) -> None:
    shell = Shell(tmp_path, tmp_path / "programs")
    page = "$ printf 'a\\n\\n'\na\n\n$ true\n"
    assert replayed(page, shell) == page
    assert replayed(page.replace("a\n\n$", "a\n$"), shell) == page
    assert replayed(page, shell, separator="\n") == page.replace("a\n\n", "a\n\n\n") + "\n"


def test_somebodys_own_definitions_are_no_examples(tmp_path: Path) -> None:
    (tmp_path / "queries").mkdir()
    for name in ("shipped", "my-first"):
        (tmp_path / "queries" / f"{name}.toml").write_text('criteria = ["MR4 ever"]\n')
    for arguments in (["init", "--quiet"], ["add", "queries/shipped.toml"]):
        subprocess.run(["git", *arguments], cwd=tmp_path, check=True)
    assert [path.stem for path in shipped_definitions(tmp_path)] == ["shipped"]


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
