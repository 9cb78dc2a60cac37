"""What a shell is offered when somebody presses Tab. Nothing here may fail aloud."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import click
from click.shell_completion import CompletionItem

Complete = Callable[[click.Context, click.Parameter, str], list[str]]


def _quiet(find: Callable[[click.Context], Iterable[str]]) -> Complete:
    """Those that begin with what was typed; none where something is wrong."""

    def complete(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
        try:
            return [found for found in find(context) if found.startswith(incomplete)]
        except Exception:
            return []

    return complete


@_quiet
def complete_names(context: click.Context) -> Iterable[str]:
    """Names of definitions."""
    # The groups' own options have been read; those after the cursor's command have not.
    names: tuple[str, ...] = context.find_root().obj.session().library.names()
    return names


@_quiet
def complete_releases(context: click.Context) -> Iterable[str]:
    """Releases of the lake."""
    from tfrq.lake import release_names

    return release_names(context.find_root().obj.session().settings.lake)


@_quiet
def complete_indexes(context: click.Context) -> Iterable[str]:
    """What an index can be called; they have spaces in them, so begin with a quote."""
    from tfrq.language.indexes import INDEXES

    return (*INDEXES, "first MR4.5")


@_quiet
def complete_tables(context: click.Context) -> Iterable[str]:
    """Names of tables."""
    from tfrq.schema import TABLES

    return TABLES


@_quiet
def complete_markers(context: click.Context) -> Iterable[str]:
    """Markers; one with a space in it begins with a quote."""
    from tfrq.vocabulary import MARKERS

    return ("BCR::ABL1", *MARKERS)


@_quiet
def complete_sites(context: click.Context) -> Iterable[str]:
    """Codes of the lake's sites."""
    from tfrq.lake import read_settings

    return read_settings(context.find_root().obj.session().settings.lake).countries()


@_quiet
def complete_phases(context: click.Context) -> Iterable[str]:
    """Phases of a site; one with a space in it begins with a quote, or has hyphens."""
    from tfrq.vocabulary import SITE_STATUSES

    return SITE_STATUSES


@_quiet
def complete_column(context: click.Context) -> Iterable[str]:
    """A column of the members of the cohort given."""
    given = context.params
    # click gives up on a line that ends in an option without its value; what it read is there.
    cohort = given.get("cohort") or context.args[0]
    columns: tuple[str, ...] = (
        context.find_root()
        .obj.session()
        .member_columns(cohort, index=given.get("index") or "", options=given.get("options") or ())
    )
    return columns


def complete_columns(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[str]:
    """The last of some columns with commas between them."""
    before, comma, last = incomplete.rpartition(",")
    chosen = before.split(",")
    found = complete_column(context, parameter, last)
    return [f"{before}{comma}{name}" for name in found if name not in chosen]


def complete_folders(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Let the shell complete folders; a path need not exist yet."""
    return [CompletionItem(incomplete, type="dir")]
