"""`tfrq lake ingest`."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

import click

from tfrq.cli.choices import choices, note, session
from tfrq.cli.codes import CHECK_FAILED
from tfrq.cli.commands import Command, result_options
from tfrq.cli.completing import complete_sites
from tfrq.cli.output import check_output, check_target, deliver
from tfrq.cli.progress import working
from tfrq.errors import UsageError


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """A job that is told to end, or whose terminal goes, ends as on Ctrl-C: with what it has made
    of patients' rows cleared away."""

    def end(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    before = {one: signal.signal(one, end) for one in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


@click.command(cls=Command)
@click.argument("site", shell_complete=complete_sites)
@click.argument("files", nargs=-1, required=True, metavar="FILES...")
@click.option("--mapping", required=True, metavar="TOML", help="How to read them: docs/mapping.md.")
@click.option("--key-file", required=True, metavar="FILE", help="The site's key: tfrq site key.")
@click.option("--name", default="", metavar="NAME", help="Of the new release; else the day.")
@click.option("--rejects", default="rejects.csv", metavar="FILE", show_default=True)
@click.option("--warnings", default="warnings.csv", metavar="FILE", show_default=True)
@click.option("--show-values", is_flag=True, help="Raw values in rejects and warnings.")
@click.option("--dry-run", is_flag=True, help="Do everything but publish.")
@result_options
@click.pass_context
def ingest(
    context: click.Context,
    site: str,
    files: tuple[str, ...],
    mapping: str,
    key_file: str,
    name: str,
    rejects: str,
    warnings: str,
    show_values: bool,
    dry_run: bool,
) -> None:
    """Publish the export of a site: read, pseudonymised, validated, as a new release.

    Every row of FILES enters the lake or stands in rejects.csv, and the sum is printed, beside
    what would change. The site is replaced whole. Exit code 4 where a threshold is exceeded;
    nothing is published then. The report has exact numbers and is not for release.

    \b
    tfrq lake ingest SE01 --mapping se01.toml --key-file se01.key *.csv --dry-run
    """
    from tfrq.ingest.rules import RULES
    from tfrq.render import ingests

    check_output()
    if choices().release:
        raise UsageError("--release names a release to read", hint="--name names the new one")
    check_target()
    with working(f"ingesting {site}"), ended_by_signals():
        done = session().ingest(
            site,
            files,
            mapping=mapping,
            key_file=key_file,
            name=name,
            rejects=rejects,
            warnings=warnings,
            show_values=show_values,
            dry_run=dry_run,
        )
    # Said before the report is written, which may fail: whoever tries again has to know.
    if not (dry_run or done.hindrances):
        note(f"published release {done.release}")
    note(f"wrote {rejects} and {warnings}; keep them with the site's data")
    deliver(ingests.ingested(done))
    for rule in done.hindrances:
        where = f"in {rule.share:.1f} % of {rule.table or 'all rows'}"
        note(f"not published: '{rule.rule}' {where}: {RULES[rule.rule].hint}")
    if done.hindrances:
        context.exit(CHECK_FAILED)
