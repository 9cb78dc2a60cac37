"""`tfrq table`."""

from __future__ import annotations

import click

from tfrq.cli.arguments import cohort_argument, definition_options
from tfrq.cli.choices import detail_files, session
from tfrq.cli.codes import CONDITION_HOLDS
from tfrq.cli.commands import Command, Whole, result_options
from tfrq.cli.completing import complete_column, complete_columns
from tfrq.cli.output import check_output, deliver
from tfrq.cli.progress import asking


@click.command(cls=Command)
@cohort_argument
@definition_options
@click.option(
    "--answer",
    type=click.Choice(("met", "not-met", "not-assessable")),
    default="met",
    show_default=True,
    help="Of whom the whole definition is this.",
)
@click.option(
    "--columns",
    default=None,
    metavar="A,B,C",
    help="These columns, in this order.",
    shell_complete=complete_columns,
)
@click.option(
    "--sort",
    default="",
    metavar="COLUMN",
    help="In order of this column, empty last.",
    shell_complete=complete_column,
)
@click.option("--descending", is_flag=True, help="With --sort: the largest first.")
@click.option("--limit", type=Whole(1), default=None, metavar="N", help="The first N rows.")
@click.option("--fail-on", type=click.Choice(("empty",)), default=None, help="Exit with 1 if so.")
@result_options
@click.pass_context
def table(
    context: click.Context,
    cohort: str,
    index: str,
    options: tuple[str, ...],
    answer: str,
    columns: str | None,
    sort: str,
    descending: bool,
    limit: int | None,
    fail_on: str | None,
) -> None:
    """List the members of a cohort, with the evidence of each criterion.

    One row per patient, or per attempt: patient, country, site, index_date, answer; then for
    each criterion criterion_1 (its answer), criterion_1_first_day, _last_day, _days, _tests,
    _value and _basis. The lake's policy must allow lists of patients; they may not leave.

    \b
    tfrq table nccn -o members.csv
    tfrq table nccn --answer not-met --columns patient,site,criterion_4_days
    """
    from tfrq.render import members

    check_output()
    chosen = () if columns is None else tuple(map(str.strip, columns.split(",")))
    asked = session()
    detail_files(asked, (cohort,), index, options)
    found = asking(
        "looking for members",
        lambda: asked.members(
            cohort,
            index=index,
            options=options,
            answer=answer,
            columns=chosen,
            sort=sort,
            descending=descending,
            limit=limit,
        ),
    )
    in_all = len(found.rows)
    if limit == in_all:  # there may be more
        in_all = asking(
            "counting",
            lambda: asked.number_of_members(cohort, index=index, options=options, answer=answer),
        )
    deliver(members.members(found, in_all))
    if fail_on and not found.rows:
        context.exit(CONDITION_HOLDS)
