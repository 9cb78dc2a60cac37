"""Commands and groups: global options in any place, and help in sections."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

import click

from tfrq.cli.completing import complete_folders, complete_releases
from tfrq.errors import UsageError

SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


def remember(context: click.Context, parameter: click.Parameter, value: Any) -> Any:
    """Keep what was given. The innermost place wins: it is parsed last."""
    source = context.get_parameter_source(str(parameter.name))
    if source is click.core.ParameterSource.COMMANDLINE:
        setattr(context.find_root().obj, str(parameter.name), value)
    return value


class Whole(click.ParamType[int]):
    """A whole number of at least `minimum`."""

    name = "whole number"

    def __init__(self, minimum: int) -> None:
        self.minimum = minimum

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        text = str(value)
        if not re.fullmatch("[0-9]{1,9}", text) or int(text) < self.minimum:
            self.fail(f"'{text}' is no whole number from {self.minimum}", param, ctx)
        return int(text)


class Option(click.Option):
    """An option whose value goes to the choices of the run, not to the command.

    `section` is the heading that help lists it under."""

    def __init__(self, *declared: str, section: str, **attributes: Any) -> None:
        self.section = section
        super().__init__(list(declared), expose_value=False, callback=remember, **attributes)


GLOBAL = "Global options"
RESULT = "Output options"


def global_options() -> list[click.Parameter]:
    """New options for one command: what every command takes, before or after its name."""
    return [
        _folder("--lake", "The lake; 'sample' is the synthetic one in the package."),
        _folder("--queries", "Folder of named definitions."),
        Option(
            "--release",
            metavar="NAME",
            section=GLOBAL,
            help="Release of the lake to read.",
            shell_complete=complete_releases,
        ),
        Option(
            "--min-cell",
            type=Whole(1),
            metavar="N",
            section=GLOBAL,
            help="Hide numbers of fewer patients; tightens the lake's policy, never loosens it.",
        ),
        Option("-q", "--quiet", is_flag=True, section=GLOBAL, help="No notes on stderr."),
        Option(
            "-v",
            "--verbose",
            is_flag=True,
            section=GLOBAL,
            help="Say on stderr what is read (lake, definitions, tables), and how long it takes.",
        ),
        Option("--no-color", is_flag=True, section=GLOBAL, help="No colour (also: NO_COLOR)."),
        Option("--ascii", is_flag=True, section=GLOBAL, help="Nothing but ASCII characters."),
        Option("--debug", is_flag=True, section=GLOBAL, help="Show the traceback of a fault."),
    ]


Decorated = TypeVar("Decorated", bound=Callable[..., object])


def _folder(declared: str, words: str) -> Option:
    return Option(
        declared, metavar="DIR", section=GLOBAL, help=words, shell_complete=complete_folders
    )


ROWS = ("table", "csv", "json", "parquet")
FIGURES = ("svg", "pdf", "png")


def result_options(command: Decorated) -> Decorated:
    """Decorator: --format and -o, for commands that have a result in rows."""
    return _with(command, _form(ROWS), _output())


def figure_options(command: Decorated) -> Decorated:
    """Decorator: the same for commands whose result has a figure, too."""
    return _with(command, _form((*ROWS, *FIGURES)), _output())


def _form(known: tuple[str, ...]) -> Option:
    return Option(
        "--format",
        "form",
        type=click.Choice(known),
        section=RESULT,
        help="Default: by the name of the file, else table.",
    )


def text_options(command: Decorated) -> Decorated:
    """Decorator: -o alone, for commands whose result is a text."""
    return _with(command, _output())


def _output() -> Option:
    return Option(
        "-o",
        "--output",
        metavar="FILE",
        section=RESULT,
        help="Write to a file, whole or not at all; '-' is stdout.",
    )


def _with(command: Decorated, *options: click.Parameter) -> Decorated:
    # click gathers the options of a function here until it becomes a command, last first.
    gathered = [*getattr(command, "__click_params__", []), *reversed(options)]
    command.__click_params__ = gathered  # type: ignore[attr-defined]
    return command


def refuse_repeated(command: click.Command, context: click.Context, given: list[str]) -> None:
    """Refuse an option of one value that is given twice: one of the two would be ignored."""
    if context.resilient_parsing:  # somebody is completing a line
        return
    seen = set()
    for read in command.make_parser(context).parse_args(args=list(given))[2]:
        if not isinstance(read, click.Option) or read.is_flag or read.multiple:
            continue
        if read.name in seen:
            raise UsageError(f"{read.opts[-1]} is given twice", hint="it takes one value")
        seen.add(read.name)


class Command(click.Command):
    """A command with the global options and help in sections."""

    def __init__(self, *arguments: Any, **attributes: Any) -> None:
        super().__init__(*arguments, **attributes)
        self.context_settings = {**SETTINGS, **self.context_settings}
        self.params += global_options()

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        refuse_repeated(self, ctx, args)
        return super().parse_args(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        write_options(self, ctx, formatter)


class Group(click.Group):
    """A group that prints its help when it stands alone."""

    command_class = Command

    def __init__(self, *arguments: Any, **attributes: Any) -> None:
        super().__init__(*arguments, **attributes)
        # click's own way out, an error with the help as its text, exits with 2.
        self.invoke_without_command, self.no_args_is_help = True, False
        self.context_settings = {**SETTINGS, **self.context_settings}
        self.params += global_options()

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        refuse_repeated(self, ctx, args)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        if not ctx._protected_args and not ctx.args:
            click.echo(ctx.get_help())
            return None
        return super().invoke(ctx)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.format_commands(ctx, formatter)
        write_options(self, ctx, formatter)


def write_options(
    command: click.Command, ctx: click.Context, formatter: click.HelpFormatter
) -> None:
    """Every option under the heading of its section, the command's own first."""
    sections: dict[str, list[tuple[str, str]]] = {"Options": [], RESULT: [], GLOBAL: []}
    for parameter in command.get_params(ctx):
        record = parameter.get_help_record(ctx)
        if record and not isinstance(parameter, click.Argument):
            sections[getattr(parameter, "section", "Options")].append(record)
    for heading, records in sections.items():
        if records:
            with formatter.section(heading):
                formatter.write_dl(records)
