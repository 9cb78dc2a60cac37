"""`tfrq cohort`: named definitions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from tfrq.cli.arguments import (
    cohort_argument,
    definition_options,
    endpoint_option,
    name_argument,
    text_of,
)
from tfrq.cli.choices import note, session
from tfrq.cli.codes import CONDITION_HOLDS, DEFINITION_ERROR
from tfrq.cli.commands import Group, result_options, text_options
from tfrq.cli.completing import complete_names
from tfrq.cli.output import check_output, deliver, deliver_text
from tfrq.cli.progress import asking
from tfrq.errors import UsageError, nearest

if TYPE_CHECKING:
    from tfrq.language.phrases import Phrase, Word

dry_run = click.option("--dry-run", is_flag=True, help="Say what would be done; write nothing.")


@click.group(cls=Group)
def cohort() -> None:
    """Named cohort definitions: define, list, explain, change.

    A definition is a TOML file in the --queries folder. The package's own are read-only; a file
    of the same name in the folder hides one.
    """


@cohort.command()
@click.argument("name")
@click.argument("text", metavar="TEXT|-")
@definition_options
@endpoint_option
@click.option("--title", default="", metavar="WORDS", help="A title for listings.")
@click.option("--source", default="", metavar="WORDS", help="Where the definition comes from.")
@click.option(
    "--force",
    is_flag=True,
    help="Replace the whole file of one with another meaning, or the endpoint of one with another.",
)
@dry_run
def define(
    name: str,
    text: str,
    index: str,
    options: tuple[str, ...],
    endpoint: str,
    title: str,
    source: str,
    force: bool,
    dry_run: bool,
) -> None:
    """Give a definition a name. '-' reads its text from stdin.

    \b
    tfrq cohort define deep "MR4.5 for >= 2 years" --index "data cut"
    tfrq cohort define off "TKI >= 3 years" --index "data cut" --endpoint MRFS
    """
    written = session().define(
        name,
        text_of(text),
        index=index,
        options=options,
        endpoint=endpoint,
        title=title,
        source=source,
        force=force,
        dry_run=dry_run,
    )
    if written.outcome == "unchanged":
        note(f"'{name}' already means this: {written.path} stays as it is")
    elif dry_run:
        deliver_text(written.content)
        note(f"dry run: {written.path} would be {written.outcome}")
    else:
        old = ": nothing of the old one is left" if written.outcome == "replaced" else ""
        note(f"{written.outcome} '{name}' in {written.path}{old}")


@cohort.command(name="list")
@result_options
def list_() -> None:
    """List every named definition."""
    from tfrq.render import cohorts

    check_output()
    entries = session().cohorts()
    deliver(cohorts.cohorts(entries))
    broken = [entry.name for entry in entries if entry.problem]
    if broken:
        note(f"broken: 'tfrq cohort show {broken[0]}' says where")
    if not entries:
        note("no definitions yet: 'tfrq cohort define NAME TEXT' makes one")


@cohort.command()
@name_argument()
@result_options
def show(name: str) -> None:
    """Show what a definition says, and the file it is in."""
    from tfrq.language import definition_hash
    from tfrq.render import cohorts

    check_output()
    named = session().cohort(name)
    deliver(cohorts.cohort(named, definition_hash(named.definition)))


@cohort.command()
@cohort_argument
@definition_options
@endpoint_option
@result_options
def explain(cohort: str, index: str, options: tuple[str, ...], endpoint: str) -> None:
    """Explain a definition in plain words, its endpoint, and its conventions."""
    from tfrq.render import cohorts

    check_output()
    explained = session().explain(cohort, index=index, options=options, endpoint=endpoint)
    deliver(cohorts.explanation(explained, cohort))


@cohort.command()
@cohort_argument
@definition_options
@endpoint_option
@text_options
def sql(cohort: str, index: str, options: tuple[str, ...], endpoint: str) -> None:
    """Print views and query as one script that runs in DuckDB as it is.

    Without --endpoint its rows are the patients who are judged, and each answer. With --endpoint
    they are those of the cohort: patient, index, how they left the curve, after how many days. A
    definition's own endpoint is not taken unless it is given.

    \b
    tfrq cohort sql deep --lake sample | duckdb
    tfrq cohort sql euro-ski --endpoint "loss of MMR" -o times.sql
    """
    script = session().sql(cohort, index=index, options=options, endpoint=endpoint)
    deliver_text(script)


@cohort.command()
@click.argument("name", default="", shell_complete=complete_names)
@click.option("--all", "every", is_flag=True, help="Every definition, as without a NAME.")
@click.option(
    "--fail-on", type=click.Choice(("warning",)), default=None, help="Exit with 1 on warnings too."
)
@result_options
@click.pass_context
def check(context: click.Context, name: str, every: bool, fail_on: str | None) -> None:
    """Check definitions: what cannot be read, met or answered.

    An error is a definition that does not parse, names another that is not there or leads back
    to itself, that nobody can ever meet, or that names a site which the lake (if there is one)
    does not have; exit code 2. What excludes nobody, is said already, or stands on what the
    lake has nowhere recorded is a warning. Only what is certain is reported.
    """
    from tfrq.render import checks

    check_output()
    if name and every:
        raise UsageError("give a NAME or --all, not both")
    opened = session()
    found = asking("checking", lambda: opened.check_cohorts(*([name] if name else [])))
    deliver(checks.findings(found, 1 if name else len(opened.library.names())))
    if any(one.severity == "error" for one in found):
        context.exit(DEFINITION_ERROR)
    if found and fail_on:
        context.exit(CONDITION_HOLDS)


@cohort.command()
@click.argument("word", default="")
@result_options
def phrases(word: str) -> None:
    """Show what can be written: phrases with examples, and the vocabulary.

    WORD picks those that have it in them.

    \b
    tfrq cohort phrases nilotinib
    tfrq cohort phrases depth
    """
    from tfrq.language.phrases import found
    from tfrq.render import phrases as rendered

    check_output()
    picked = found(word)
    if not picked:
        near = nearest(word, _words_of(found("")))
        hint = f"did you mean '{near}'? " if near else ""
        raise UsageError(
            f"no phrase has '{word}' in it", hint=f"{hint}'tfrq cohort phrases' shows them all"
        )
    deliver(rendered.phrases(picked))


def _words_of(rows: Iterable[Phrase | Word]) -> set[str]:
    texts = (getattr(row, "phrase", "") or getattr(row, "word", "") for row in rows)
    return {word.strip("(),;") for text in texts for word in (text, *text.split())}


@cohort.command()
@name_argument("old")
@click.argument("new")
@dry_run
def rename(old: str, new: str, dry_run: bool) -> None:
    """Give a definition another name, if no other definition names it."""
    written = session().library.rename(old, new, dry_run=dry_run)
    note(f"{'would rename' if dry_run else 'renamed'} '{old}' to '{new}': {written.path}")


@cohort.command()
@name_argument()
@click.option("--force", is_flag=True, help="Even if other definitions name it.")
@dry_run
def remove(name: str, force: bool, dry_run: bool) -> None:
    """Delete a definition."""
    library = session().library
    written = library.remove(name, force=force, dry_run=dry_run)
    note(f"{'would remove' if dry_run else 'removed'} {written.path}")
    if not dry_run and name in library:
        note(f"'{name}' is now the package's own definition again")
