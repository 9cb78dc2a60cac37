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

## Settings

What is given first wins: options (`--min-cell`), the environment (`TFRQ_MIN_CELL`), `tfrq.toml` in
the working folder or the nearest one above it, the user's own `~/.config/tfrq/tfrq.toml` (in
`$XDG_CONFIG_HOME` where that is set), and last `./sample-lake` and `./queries`. Both files have
these keys and no others; paths are meant from where the file is.

| key | value |
|---|---|
"""
KEYS = {
    "lake": "text: the folder of a lake; `sample` is the synthetic one in the package",
    "queries": "text: the folder of named definitions",
    "release": "text: the release to read; left out, the one in force",
    "min-cell": "a whole number: numbers of fewer patients are hidden; it only ever tightens",
}
EXIT_CODES = """\

```toml
lake = "../registry-lake"
queries = "definitions"
release = "2026-01"
min-cell = 10
```

## Exit codes

| code | meaning |
|---|---|
| 0 | done; also when whoever reads the output has seen enough (`\\| head -1`) |
| 1 | what `--fail-on` names is so |
| 2 | usage, configuration or definition; a result that cannot be written: a full disk, no stdout |
| 3 | refused by the lake's policy |
| 4 | data invalid: a damaged lake, or what `lake check` found |
| 70 | a fault of tfrq |
| 75 | the lake is locked |
| 130 | interrupted |
"""
WIDTH = 80


def page() -> str:
    """The whole page."""
    keys = "".join(f"| `{key}` | {KEYS[key]} |\n" for key in KEYS)
    sections = (_section(path, command) for path, command in commands())
    return "\n".join([INTRODUCTION + keys + EXIT_CODES, *sections])


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
