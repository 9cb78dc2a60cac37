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


class Shell:
    """A shell in a folder, with `tfrq` on its path and nothing configured."""

    def __init__(self, folder: Path, programs: Path, **environment: str) -> None:
        self.folder = folder
        self.python = sys.executable
        programs.mkdir(exist_ok=True)
        program = programs / "tfrq"
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m tfrq "$@"\n')
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


def replayed(text: str, shell: Shell) -> str:
    """The transcript with the output that its commands have now. A command may go on over lines
    that end in a backslash; an empty line separates it from the next."""
    blocks = re.split(r"^(?=\$ )", text, flags=re.MULTILINE)
    return "".join(_block(block, shell) for block in blocks)


def _block(block: str, shell: Shell) -> str:
    command = re.match(r"\$ (?:.*\\\n)*.*\n", block)
    if not command:
        return block
    # Empty lines at the end belong to the page: whoever reads it cannot tell whose they are.
    output = shell.output(command[0].removeprefix("$ ")).rstrip("\n")
    lines = block.rstrip("\n")
    return command[0] + (f"{output}\n" if output else "") + block[len(lines) + 1 :]
