"""`tfrq lake releases` and `tfrq lake diff`."""

from __future__ import annotations

import click

from tfrq.cli.arguments import exact_option
from tfrq.cli.choices import note, session
from tfrq.cli.commands import Command, result_options
from tfrq.cli.completing import complete_releases, complete_sites
from tfrq.cli.output import check_output, deliver
from tfrq.cli.progress import asking


@click.command(cls=Command)
@result_options
def releases() -> None:
    """List every release of the lake, and which is in force."""
    from tfrq.render import releases as sheets

    check_output()
    deliver(sheets.releases(session().releases()))


@click.command(cls=Command)
@click.argument("before", default="", metavar="[A", shell_complete=complete_releases)
@click.argument("after", default="", metavar="[B]]", shell_complete=complete_releases)
@click.option(
    "--site", default="", metavar="SITE", shell_complete=complete_sites, help="One alone."
)
@exact_option
@result_options
def diff(before: str, after: str, site: str, exact: bool) -> None:
    """Show what changed from release A to release B, by site and table.

    Patients and records added, changed and gone; with --exact also figures that move when an
    export has changed its meaning: units, decimals, columns that are missing. B is the release in
    force (or --release) unless given, A the parent of B.

    \b
    tfrq lake diff
    tfrq lake diff 2024-01 2024-06 --site SE01
    """
    from tfrq.render import releases as sheets

    check_output()
    asked = session()
    released = asking("comparing", lambda: asked.difference(before, after, site, exact=exact))
    deliver(sheets.difference(released))
    for line in released.notes:
        note(f"note: {line}")
