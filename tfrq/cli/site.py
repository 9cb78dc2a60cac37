"""`tfrq site`: the project board."""

from __future__ import annotations

import click

from tfrq.cli.choices import note, session
from tfrq.cli.commands import Group, Whole, result_options, text_options
from tfrq.cli.completing import complete_phases, complete_sites
from tfrq.cli.output import check_output, deliver, deliver_text
from tfrq.cli.profile import profile

dry_run = click.option("--dry-run", is_flag=True, help="Say what would be done; write nothing.")
code = click.argument("code", metavar="SITE", shell_complete=complete_sites)


@click.group(cls=Group)
def site() -> None:
    """The project board: which site is how far, and how it came there.

    Phases: on hold, transferring, awaiting mapping, mapping, finalising, finalised. They follow
    from what happens (uploads, drafts, dry runs, publications); 'advance' sets one by hand.
    """


@site.command()
@click.argument("code", metavar="SITE")
@click.option("--country", required=True, metavar="CC", help="ISO 3166-1 alpha-2, as in SE.")
@click.option(
    "--region", default="", metavar="NAME", help="Needed for a country that is new to the lake."
)
@click.option(
    "--expected", type=Whole(0), default=None, metavar="N", help="Patients that it announced."
)
@dry_run
@text_options
def add(code: str, country: str, region: str, expected: int | None, dry_run: bool) -> None:
    """Add a site to the tree of lake.toml, as the last of its country.

    A dry run prints the whole lake.toml as it would be.

    \b
    tfrq site add SE03 --country SE --region Nordic --expected 250
    """
    opened = session()
    added = opened.add_site(
        code, country=country, region=region, expected=expected, dry_run=dry_run
    )
    if added.new_region:
        note(f"region {added.region} is new")
    if dry_run:
        deliver_text(added.content)
        note(f"dry run: {code} would be added in {country}, region {added.region}")
    else:
        note(f"added {code} in {country}, region {added.region}")


@site.command(name="list")
@result_options
def list_() -> None:
    """List the sites by phase, and what they come to."""
    from tfrq.render import board

    check_output()
    found = session().sites()
    deliver(board.board(found))
    if not found.sites:
        note("no sites yet: 'tfrq site add SITE' adds one")


@site.command()
@code
@result_options
def show(code: str) -> None:
    """Show what happened to a site, when, and how far it came."""
    from tfrq.render import board

    check_output()
    found = session().sites()
    deliver(board.site(found, found.site(code)))


@site.command()
@code
@click.argument("phase", default="", shell_complete=complete_phases)
@click.option(
    "--reason", default="", metavar="WORDS", help="Why (needed). It is kept: name no person in it."
)
@click.option(
    "--expected", type=Whole(0), default=None, metavar="N", help="Patients it announces now."
)
@dry_run
def advance(code: str, phase: str, reason: str, expected: int | None, dry_run: bool) -> None:
    """Set a site's phase by hand, or the number it announced.

    A phase may go forward or back. What happens next moves it forward again, but never out of
    'on hold': that ends by hand too.

    \b
    tfrq site advance SE03 on-hold --reason "waiting for the ethics board"
    tfrq site advance SE03 --expected 300 --reason "a second hospital joined"
    """
    from tfrq.render import board

    facts = session().advance_site(code, phase, reason=reason, expected=expected, dry_run=dry_run)
    for fact in facts:
        note(f"{'dry run: ' if dry_run else ''}{code}: {board.words(fact)}")
    if not facts:
        note(f"{code} is so already: nothing is written")


site.add_command(profile)


@site.command()
@click.argument("file", metavar="FILE")
def key(file: str) -> None:
    """Make a new key for a site's pseudonyms: a file that its owner alone can read.

    The site keeps it, and uses the same one for every export. It never enters the lake.
    """
    from tfrq import api

    api.make_key(file)
    note(f"wrote {file}: keep it with the site, and a copy in a safe place")
