"""`tfrq site profile`: what is in an upload, and the first mapping of it."""

from __future__ import annotations

import click

from tfrq.cli.choices import choices, note, session
from tfrq.cli.commands import Command, result_options
from tfrq.cli.output import check_output, deliver
from tfrq.cli.progress import working
from tfrq.errors import UsageError


@click.command(cls=Command)
@click.argument("files", nargs=-1, metavar="FILE...", type=click.Path())
@click.option("--dictionary", metavar="REDCAP.csv", help="Data dictionary of a REDCap project.")
@click.option("--draft", "draft_file", metavar="MAPPING.toml", help="Write a first mapping.")
@click.option(
    "--site", "code", default="", metavar="CODE", help="The site's, for the draft and the board."
)
@click.option("--force", is_flag=True, help="Let the draft write over a file that is there.")
@result_options
def profile(
    files: tuple[str, ...], dictionary: str | None, draft_file: str | None, code: str, force: bool
) -> None:
    """Show what is in the files of an upload, or in a folder of them.

    Types, missing codes, date formats, values, probable identifiers, and the column of the lake
    that each may be. Values seen fewer than 5 times are not shown. Where --lake and --site are
    given, the board is told of the upload and of the draft.
    """
    check_output()
    if not files:
        raise UsageError("missing argument 'FILE...'", hint="tfrq site profile pcr.csv tki.xlsx")
    if draft_file is None and force:
        raise UsageError("--force is for a draft", hint="--draft mapping.toml")
    named = bool(code and choices().lake)
    if named:
        session().site(code)  # a wrong code is told before anything is read
    from tfrq.ingest import profile as profiles
    from tfrq.render import profiles as sheets

    if draft_file is not None:
        profiles.check_draft(draft_file, code, force=force)
    with working("reading"):
        found = profiles.profile(files, dictionary)
        text = None if draft_file is None else profiles.draft(found, code)
    if draft_file is not None and text is not None:
        profiles.write_draft(text, draft_file, force=force)
        note(f"wrote {draft_file}: check every line of it before it is used")
    if named:
        session().received(code, [*profiles.expanded(files)], drafted=draft_file is not None)
    targets = {
        place: profiles.suggested(file, found).targets() for place, file in enumerate(found.files)
    }
    deliver(sheets.profile(found, targets))
