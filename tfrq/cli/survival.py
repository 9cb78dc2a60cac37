"""`tfrq survival`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from tfrq.cli.arguments import (
    cohorts_argument,
    definition_options,
    endpoint_option,
    exact_option,
    landmark_option,
)
from tfrq.cli.choices import detail_files, note, session
from tfrq.cli.commands import Command, figure_options
from tfrq.cli.count import AXES
from tfrq.cli.factors import FACTORS
from tfrq.cli.output import check_output, deliver
from tfrq.cli.progress import asking
from tfrq.errors import UsageError

if TYPE_CHECKING:
    from tfrq.api import Session

BY = tuple(dict.fromkeys((*AXES, "attempt", *FACTORS)))
_MONTHS = re.compile(r"[0-9.,]+")


@click.command(cls=Command)
@cohorts_argument
@definition_options
@endpoint_option
@click.option(
    "--by",
    default="",
    metavar="WHAT",
    help="A curve for each: what is listed above.",
    shell_complete=lambda context, parameter, begun: [
        name for name in BY if name.startswith(begun)
    ],
)
@click.option(
    "--at", default="6,12,24,36,60", show_default=True, metavar="MONTHS", help="Estimates at these."
)
@landmark_option
@exact_option
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
    tells of 1 to 4 patients: whatever is printed may leave, taken alone. The endpoint is the
    definition's own, unless one is given.

    \b
    --by has a curve for each stratum of an axis (country, site, sex, age, drug,
    first-line, sokal, elts, transcript, year), for each attempt, or for each
    level of a factor (tki-duration, deep-response, depth, line, resistance,
    interferon, halving-time), or for those who meet a criterion and those who
    do not, as "NK cells >= 0.2 x10^9/L"

    \b
    tfrq survival euro-ski
    tfrq survival euro-ski --by sokal --landmark "6 months" -o curve.svg
    tfrq survival "MR4 for >= 2 years" --index "first TFR attempt" --endpoint TFS
    tfrq survival euro-ski --endpoint "loss of MMR competing death" --at 12,24
    """
    from tfrq.render import curves, figures

    check_output(figure=True)
    asked = session()
    _refuse_months(cohorts, asked)
    detail_files(asked, cohorts, index, options, endpoint)
    found = asking(
        "following",
        lambda: asked.survival(
            cohorts,
            endpoint=endpoint,
            by=by,
            at=at,
            landmark=landmark,
            index=index,
            options=options,
            exact=exact,
        ),
    )
    deliver(curves.survival(found), lambda: figures.figure(found))
    for line in (*found.released.notes, *found.notes):
        note(f"note: {line}")


def _refuse_months(cohorts: tuple[str, ...], asked: Session) -> None:
    """Tell whoever wrote months with spaces between them that these were read as cohorts."""
    for one in cohorts:
        if _MONTHS.fullmatch(one) and one not in asked.library:
            raise UsageError(
                f"'{one}' is no cohort", hint="several months have commas between: --at 6,12,24"
            )
