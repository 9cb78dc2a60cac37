"""`tfrq lake`: what is in the lake, and where."""

from __future__ import annotations

import click

from tfrq.cli.choices import note, session
from tfrq.cli.codes import CHECK_FAILED
from tfrq.cli.commands import Group, Whole, result_options, text_options
from tfrq.cli.completing import complete_folders, complete_tables
from tfrq.cli.ingest import ingest
from tfrq.cli.output import check_output, deliver, deliver_text
from tfrq.cli.progress import asking, working
from tfrq.cli.releases import diff, releases
from tfrq.errors import UsageError


@click.group(cls=Group)
def lake() -> None:
    """The lake: sites, files, views; checks; new and synthetic ones."""


@lake.command()
@click.argument("folder", metavar="DIR", shell_complete=complete_folders)
@click.option("--name", required=True, metavar="WORDS", help="What the lake is called.")
@click.option("--synthetic", is_flag=True, help="No patient in it is real; every result says so.")
@click.option("--dry-run", is_flag=True, help="Print its lake.toml; write nothing.")
@text_options
def init(folder: str, name: str, synthetic: bool, dry_run: bool) -> None:
    """Start a lake in a folder that holds nothing yet.

    Its policy hides most; 'tfrq site add' gives it sites.

    \b
    tfrq lake init registry --name "CML registry"
    """
    from tfrq import api

    content = api.new_lake(folder, name, synthetic=synthetic, dry_run=dry_run)
    if dry_run:
        deliver_text(content)
        note(f"dry run: {folder} would become a lake")
    else:
        note(f"wrote {folder}/lake.toml; next: tfrq site add SITE --lake {folder} ...")


lake.add_command(releases)
lake.add_command(diff)


@lake.command()
@result_options
def show() -> None:
    """Show the lake's sites, release and policy."""
    from tfrq.render import lakes

    check_output()
    deliver(lakes.description(session().describe()))


@lake.command()
@click.argument("table", default="", metavar="TABLE", shell_complete=complete_tables)
@result_options
def files(table: str) -> None:
    """Print the files of a table in the release, one a line.

    Other tools go by these: a glob would read superseded files too.
    """
    from tfrq.render import lakes
    from tfrq.schema import TABLES

    check_output()
    if not table:
        raise UsageError("missing argument 'TABLE'", hint=f"tables: {', '.join(TABLES)}")
    opened = session()
    deliver(lakes.files(opened.lake, opened.files(table)))


@lake.command()
@text_options
def views() -> None:
    """Print the CREATE VIEW statements of every table."""
    deliver_text(session().views())


@lake.command()
@result_options
@click.pass_context
def check(context: click.Context) -> None:
    """Check every file of the release, and the release as a whole.

    Exit code 4 if anything is wrong; what is merely implausible is a warning.
    """
    from tfrq.render import lakes

    check_output()
    opened = session()
    found = asking("checking", opened.check)
    deliver(lakes.findings(found, opened.release))
    if any(one.severity == "error" for one in found):
        context.exit(CHECK_FAILED)


@lake.command()
@click.option("--patients", type=Whole(1), required=True, metavar="N")
@click.option("--seed", type=Whole(0), default=1, show_default=True, metavar="S")
@click.option("--out", required=True, metavar="DIR", help="A folder that holds nothing yet.")
@click.option("--dry-run", is_flag=True, help="Simulate, print the shares, write nothing.")
@result_options
def synth(patients: int, seed: int, out: str, dry_run: bool) -> None:
    """Make a lake of synthetic patients, the same for the same numbers.

    Prints the share without molecular recurrence after stopping beside EURO-SKI's.
    """
    from tfrq import api
    from tfrq.render import lakes

    check_output()
    with working("simulating"):
        made = api.synthesize(patients, seed, out, dry_run=dry_run)
    deliver(lakes.recurrence(made.simulated, made.published, made.published_name, made.release))
    note(f"{'dry run: would write' if dry_run else 'wrote'} release {made.release} to {out}")


lake.add_command(ingest)
