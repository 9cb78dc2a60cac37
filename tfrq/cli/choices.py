"""What was chosen on the command line beside a command's own options."""

from __future__ import annotations

import os
import re
import shutil
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

import click

from tfrq.printable import harmless

if TYPE_CHECKING:
    from tfrq.api import Session


NARROWEST = 40  # columns that anything is laid out for


@dataclass
class Choices:
    """Values of the global options and of --format and -o. One for each run; the only thing of
    the command line that changes."""

    lake: str = ""
    queries: str = ""
    release: str = ""
    min_cell: int | None = None
    quiet: bool = False
    verbose: bool = False
    debug: bool = False
    no_color: bool = False
    ascii: bool = False
    form: str = ""
    output: str = ""

    def session(self) -> Session:
        """The API for these choices."""
        from tfrq import api, config

        flags = {"lake": self.lake, "queries": self.queries, "release": self.release}
        least = {} if self.min_cell is None else {"min-cell": str(self.min_cell)}
        # Not api.open: not every command needs the lake, which may be a wrong one.
        return api.Session(config.settings({**flags, **least}))

    def colored(self, stream: TextIO) -> bool:
        """Whether colour is wanted on a stream, and would be seen."""
        refused = self.no_color or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
        return not refused and is_terminal(stream)

    def in_ascii(self, stream: TextIO) -> bool:
        """Whether ASCII is wanted, or all that the stream's encoding carries."""
        try:
            "≥─·…".encode(getattr(stream, "encoding", None) or "ascii")
        except (UnicodeEncodeError, LookupError):
            return True
        return self.ascii


def choices() -> Choices:
    """The choices of the command that is running."""
    found = click.get_current_context().find_root().obj
    assert isinstance(found, Choices)
    return found


def session() -> Session:
    """The API for the command that is running."""
    opened = choices().session()
    detail(f"lake: {opened.settings.lake or 'none'}")
    places = (opened.library.folder or "no folder here", opened.library.package or "no package")
    detail(f"definitions: {places[0]}, then {places[1]}")
    return opened


def detail_files(
    asked: Session,
    cohorts: tuple[str, ...],
    index: str,
    options: tuple[str, ...],
    endpoint: str | None = None,
) -> None:
    """Say with --verbose which release is asked, and which of its tables are read for cohorts and
    (where not None) their endpoint."""
    if not choices().verbose:
        return
    followed = endpoint is not None
    reads = [
        asked.reads(one, index=index, options=options, endpoint=endpoint or "", followed=followed)
        for one in cohorts
    ]
    tables = dict.fromkeys(table for one in reads for table in one)
    detail(f"release: {asked.release}; tables read: {', '.join(tables)}")


def detail(text: str) -> None:
    """Say on stderr what only --verbose asks for."""
    if choices().verbose:
        note(text)


def note(text: str) -> None:
    """Say something on stderr that is no result; --quiet wants none of it."""
    if choices().quiet or sys.stderr is None:
        return
    text = harmless(text)
    if choices().in_ascii(sys.stderr):
        from tfrq.render import to_ascii

        text = to_ascii(text)
    if is_terminal(sys.stderr):
        text = filled(text, shutil.get_terminal_size().columns)
    to_stderr(text)


def filled(text: str, columns: int) -> str:
    """The text in lines of a terminal: its own lines, broken at words, with what follows a label
    (`note:`) hung on it. A path that is longer than the terminal stays whole, to be copied."""
    import textwrap

    label = re.match(r"[a-z]+: ", text)
    indent = " " * (len(label[0]) if label else 2)
    return "\n".join(
        textwrap.fill(
            line,
            max(columns, NARROWEST),
            initial_indent=indent if number else "",
            subsequent_indent=indent,
            break_on_hyphens=False,
            break_long_words=False,
        )
        for number, line in enumerate(text.split("\n"))
    )


def to_stderr(text: str) -> None:
    """Write lines to stderr. Where it takes nothing (a full disk, a closed pipe), the result and
    the exit code are what they would have been."""
    if sys.stderr is None:
        return
    try:
        print(text, file=sys.stderr, flush=True)  # noqa: T201
    except (OSError, ValueError):
        # Or Python would try once more at its end, and make that its exit code.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def is_terminal(stream: TextIO) -> bool:
    """Whether somebody is looking at the stream."""
    try:
        return stream.isatty()
    except (AttributeError, ValueError):
        return False
