"""docs/commands.md, made from the commands themselves.

python -m tests.docs.commands_page > docs/commands.md
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click

from tfrq.cli.choices import Choices
from tfrq.cli.root import root

INTRODUCTION = """\
# Commands

Made from `tfrq --help` and the help of every command; a test holds it up to date. Every command
takes the global options too, before or after its name.
"""
WIDTH = 80


def page() -> str:
    """The whole page."""
    return "\n".join([INTRODUCTION, *(_section(path, command) for path, command in commands())])


def commands(
    command: click.Command = root, path: tuple[str, ...] = ("tfrq",)
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command with the words that call it, groups before what is in them."""
    yield path, command
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from commands(inner, (*path, name))


def _section(path: tuple[str, ...], command: click.Command) -> str:
    context = click.Context(
        command,
        info_name=" ".join(path),
        obj=Choices(),
        terminal_width=WIDTH,
        help_option_names=["-h", "--help"],
    )
    words = command.get_help(context)
    if len(path) > 1:
        words = words.partition("\nGlobal options:")[0]
    lines = "\n".join(line.rstrip() for line in words.strip().splitlines())
    return f"## `{' '.join(path)}`\n\n```text\n{lines}\n```\n"


if __name__ == "__main__":
    sys.stdout.write(page())
