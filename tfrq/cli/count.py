"""`tfrq count`."""

from __future__ import annotations

import click

from tfrq.cli.arguments import cohort_argument, definition_options, exact_option
from tfrq.cli.choices import detail_files, note, session
from tfrq.cli.codes import CONDITION_HOLDS
from tfrq.cli.commands import Command, result_options
from tfrq.cli.output import check_output, deliver
from tfrq.cli.progress import asking

# As in tfrq.cohort, which costs too much to import for help.
AXES = (
    "country",
    "site",
    "sex",
    "age",
    "drug",
    "first-line",
    "sokal",
    "elts",
    "transcript",
    "year",
)


@click.command(cls=Command)
@cohort_argument
@definition_options
@click.option(
    "--by",
    type=click.Choice(AXES, case_sensitive=False),
    default=None,
    help="One row for each.",
)
@exact_option
@click.option(
    "--fail-on", type=click.Choice(("empty",)), default=None, help="Exit with 1 if nobody is met."
)
@result_options
@click.pass_context
def count(
    context: click.Context,
    cohort: str,
    index: str,
    options: tuple[str, ...],
    by: str | None,
    exact: bool,
    fail_on: str | None,
) -> None:
    """Count the patients of a cohort: met, not met, not assessable.

    Numbers of 1 to 4 patients are hidden (--min-cell), and strata are joined until none is left
    to hide: whatever is printed may leave, taken alone.

    \b
    tfrq count eln2020-minimal --by country
    tfrq count "MR4.5 for >= 2 years" --index "first TFR attempt" -o table.csv
    """
    from tfrq.render import counts

    check_output()
    asked = session()
    detail_files(asked, (cohort,), index, options)
    released = asking(
        "counting",
        lambda: asked.count(cohort, by=by or "", index=index, options=options, exact=exact),
    )
    deliver(counts.count(released))
    for line in released.notes:
        note(f"note: {line}")
    # What is hidden is not empty: the exit code says no more than the rows do.
    if fail_on and released.total.met == 0:
        context.exit(CONDITION_HOLDS)
