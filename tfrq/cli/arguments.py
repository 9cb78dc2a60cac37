"""Arguments that several commands share."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TypeVar

import click

from tfrq.cli.completing import complete_indexes, complete_names
from tfrq.errors import UsageError

Decorated = TypeVar("Decorated", bound=Callable[..., object])


def name_argument(declared: str = "name") -> Callable[[Decorated], Decorated]:
    """Decorator: the name of a definition that exists."""
    return click.argument(declared, metavar=declared.upper(), shell_complete=complete_names)


def cohort_argument(command: Decorated) -> Decorated:
    """Decorator: a name or the text of a definition; `-` reads the text from stdin."""
    return click.argument(
        "cohort",
        metavar="NAME|TEXT",
        shell_complete=complete_names,
        # A shell that completes the line has something else on stdin.
        callback=lambda context, parameter, value: (
            value if context.resilient_parsing else text_of(value)
        ),
    )(command)


def cohorts_argument(command: Decorated) -> Decorated:
    """Decorator: names or texts of definitions; one of them may be `-`."""

    def read(context: click.Context, parameter: click.Parameter, values: object) -> object:
        assert isinstance(values, tuple)
        if values.count("-") > 1:
            raise UsageError("stdin can be read once", hint="give '-' for one of the cohorts")
        return values if context.resilient_parsing else tuple(map(text_of, values))

    return click.argument(
        "cohorts",
        nargs=-1,
        required=True,
        metavar="NAME|TEXT…",
        shell_complete=complete_names,
        callback=read,
    )(command)


def definition_options(command: Decorated) -> Decorated:
    """Decorator: --index and --option, which complete a text."""
    index = click.option(
        "--index",
        default="",
        metavar="INDEX",
        help="The date that each patient is judged at, as in 'first TFR attempt'.",
        shell_complete=complete_indexes,
    )
    option = click.option(
        "--option",
        "options",
        multiple=True,
        metavar="OPTION",
        help="An option of the definition, as in 'assume undetectable = MR4.5'. Repeatable.",
    )
    return index(option(command))


def endpoint_option(command: Decorated) -> Decorated:
    """Decorator: --endpoint."""
    return click.option(
        "--endpoint",
        default="",
        metavar="ENDPOINT",
        help="What is waited for after the index, as in 'loss of MMR'. 'tfrq cohort phrases"
        " endpoint' lists more.",
    )(command)


def landmark_option(command: Decorated) -> Decorated:
    """Decorator: --landmark."""
    return click.option(
        "--landmark",
        default="",
        metavar="TIME",
        help="Begin so long after the origin, as in '6 months', with those who have not left.",
    )(command)


def exact_option(command: Decorated) -> Decorated:
    """Decorator: --exact."""
    return click.option(
        "--exact", is_flag=True, help="Numbers that may not leave; the policy must allow it."
    )(command)


def text_of(value: str) -> str:
    """The text itself, or all of stdin where it is `-`."""
    if value != "-":
        return value
    if sys.stdin is None:
        raise UsageError("stdin is closed", hint="'-' reads the text of a definition from stdin")
    try:
        text = sys.stdin.buffer.read().decode().strip()
    except UnicodeDecodeError as error:
        raise UsageError("stdin holds no UTF-8 text") from error
    if not text:
        raise UsageError("stdin is empty", hint="'-' reads the text of a definition from stdin")
    return text
