"""`tfrq survival`."""

from __future__ import annotations

import click

from tfrq.cli.arguments import cohorts_argument, definition_options
from tfrq.cli.choices import note, session
from tfrq.cli.commands import Command, figure_options
from tfrq.cli.output import check_output, deliver
from tfrq.cli.progress import asking


@click.command(cls=Command)
@cohorts_argument
@definition_options
@click.option(
    "--endpoint",
    default="",
    metavar="ENDPOINT",
    help="What is waited for; else the definition's own.",
)
@click.option(
    "--by",
    default="",
    metavar="WHAT",
    help="A curve for each: an axis of count, attempt, a factor of factors, or a criterion's text.",
)
@click.option(
    "--at", default="6,12,24,36,60", show_default=True, metavar="MONTHS", help="Estimates at these."
)
@click.option(
    "--landmark", default="", metavar="TIME", help="Begin there, with whoever is still at risk."
)
@click.option("--exact", is_flag=True, help="Curves that may not leave; the policy must allow it.")
@figure_options
def survival(
    cohorts: tuple[str, ...],
    index: str,
    options: tuple[str, ...],
    endpoint: str,
    by: str,
    at: str,
    landmark: str,
    exact: bool,
) -> None:
    """Draw how long the patients of a cohort stay free of an endpoint.

    Kaplan-Meier curves with 95 % limits, numbers at risk, medians, log-rank test; cumulative
    incidence and Gray's test where the endpoint names what competes. Several cohorts are a curve
    each; a patient is in the first of them that holds him or her. Steps are joined until none
    tells of 1 to 4 patients: whatever is printed may leave, taken alone.

    \b
    tfrq survival euro-ski
    tfrq survival euro-ski --by sokal --endpoint "loss of MMR competing death" -o curve.svg
    tfrq survival "MR4 for >= 2 years" --index "first TFR attempt" --endpoint TFS --at 12,24
    """
    from tfrq.render import curves, figures

    check_output(figure=True)
    asked = session()
    found = asking(
        "following",
        lambda: asked.survival(
            cohorts,
            endpoint=endpoint,
            by=by,
            at=at.split(","),
            landmark=landmark,
            index=index,
            options=options,
            exact=exact,
        ),
    )
    deliver(curves.survival(found), lambda: figures.figure(found))
    for line in (*found.released.notes, *found.notes):
        note(f"note: {line}")
