"""click's own errors in the words and the shape of every other error."""

from __future__ import annotations

import re

import click

from tfrq.errors import UsageError, nearest


def as_usage_error(error: click.ClickException) -> UsageError:
    """The same error as one of ours, with the hint that helps."""
    message = error.message if isinstance(error, _NAMED) else error.format_message()
    message = " ".join(message.split()).rstrip(".")
    return UsageError(message[:1].lower() + message[1:], hint=_hint(error))


_NAMED = (click.exceptions.NoSuchOption, click.exceptions.NoSuchCommand)


def _hint(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    near = _nearest(error, context)
    if near:
        return f"did you mean '{near}'?"
    if context is None:
        return "'tfrq --help' shows the commands"
    if "unexpected extra argument" in error.message and _takes_text(context.command):
        return 'put the text of a definition in quotes: tfrq count "MR4.5 for >= 2 years"'
    return f"'{context.command_path} --help' shows what it takes"


def _takes_text(command: click.Command) -> bool:
    return any("TEXT" in (parameter.metavar or "") for parameter in command.params)


def _nearest(error: click.ClickException, context: click.Context | None) -> str | None:
    if isinstance(error, click.exceptions.NoSuchOption):
        return error.possibilities[0] if error.possibilities else None
    if isinstance(error, click.exceptions.NoSuchCommand):
        return _nearest_command(error, context)
    if isinstance(error, click.BadParameter) and error.param is not None:
        wrong = re.search(r"'([^']*)' is not one of", error.message)
        kind = error.param.type
        if wrong and isinstance(kind, click.Choice):
            return nearest(wrong[1], kind.choices)
    return None


def _nearest_command(
    error: click.exceptions.NoSuchCommand, context: click.Context | None
) -> str | None:
    """A command spelled nearly so here, else one of that name in another group."""
    if error.possibilities:
        return error.possibilities[0]
    if context is None:
        return None
    paths = dict(_paths(context.find_root().command, "tfrq"))
    near = nearest(error.command_name, paths)
    return paths[near] if near else None


def _paths(command: click.Command, path: str) -> list[tuple[str, str]]:
    if not isinstance(command, click.Group):
        return []
    found = [(name, f"{path} {name}") for name in command.commands]
    for name, inner in command.commands.items():
        found += _paths(inner, f"{path} {name}")
    return found
