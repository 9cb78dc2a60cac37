"""Transcripts: `$ command` lines, each with the output that it printed under it.

The same form serves the README's examples and the snapshots of tests/cli.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


# Stands in for `-m tfrq` where the package's own folders are to be others.
_PACKAGED = """\
import sys
from pathlib import Path
from tfrq import config
config.shipped = lambda folder: Path({package!r}) / folder
from tfrq.cli import main
sys.exit(main())
"""


class Shell:
    """A shell in a folder, with `tfrq` on its path and nothing configured. `package` is where
    tfrq finds its own `queries` and `sample-lake` (None: those that it ships)."""

    def __init__(
        self, folder: Path, programs: Path, package: Path | None = None, **environment: str
    ) -> None:
        self.folder = folder
        self.python = sys.executable
        programs.mkdir(exist_ok=True)
        what = "-m tfrq"
        if package is not None:
            (programs / "packaged.py").write_text(_PACKAGED.format(package=str(package)))
            what = f'"{programs / "packaged.py"}"'
        program = programs / "tfrq"
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" {what} "$@"\n')
        program.chmod(0o755)
        self.environment = {
            "PATH": f"{programs}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "HOME": str(folder),
            "LANG": "C.UTF-8",
            "COLUMNS": "80",
            **environment,
        }

    def run(self, command: str, **options: object) -> subprocess.CompletedProcess[bytes]:
        """Run a command line; stdout and stderr come back apart."""
        return subprocess.run(
            ["bash", "-c", command],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=120,
            check=False,
            **options,
        )

    def output(self, command: str) -> str:
        """What somebody sees who types this, and the exit code if it is not 0."""
        done = self.run(f"{{ {command}\n}} 2>&1")
        seen = done.stdout.decode().replace(str(self.folder), "$PWD")
        return seen + (f"[exit {done.returncode}]\n" if done.returncode else "")


def replayed(text: str, shell: Shell, separator: str = "") -> str:
    """The transcript with the output that its commands have now, and `separator` after each. A
    command may go on over lines that end in a backslash."""
    blocks = re.split(r"^(?=\$ )", text, flags=re.MULTILINE)
    return "".join(_block(block, shell, separator) for block in blocks)


def _block(block: str, shell: Shell, separator: str) -> str:
    command = re.match(r"\$ (?:.*\\\n)*.*\n", block)
    if not command:
        return block
    output = shell.output(command[0].removeprefix("$ "))
    # The `$` of the next command has to begin a line.
    end = "\n" if output and not output.endswith("\n") else ""
    return command[0] + output + end + separator
