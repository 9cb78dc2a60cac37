"""`tfrq trajectory`."""

from __future__ import annotations

import click

from tfrq.cli.arguments import (
    cohort_argument,
    definition_options,
    endpoint_option,
    exact_option,
)
from tfrq.cli.choices import detail_files, note, session
from tfrq.cli.commands import Command, figure_options
from tfrq.cli.completing import complete_markers
from tfrq.cli.output import check_output, deliver
from tfrq.cli.progress import asking
from tfrq.vocabulary import MARKERS


@click.command(cls=Command)
@cohort_argument
@definition_options
@click.option(
    "--marker",
    required=True,
    metavar="MARKER",
    help=f"BCR::ABL1, {', '.join(MARKERS)}.",
    shell_complete=complete_markers,
)
@click.option("--unit", default="", metavar="UNIT", help="Default: the marker's first.")
@click.option(
    "--around",
    type=click.Choice(("index",)),
    default="index",
    help="What the bands of time lie around: the index, and nothing else so far.",
)
@endpoint_option
@click.option(
    "--horizon", default="", metavar="TIME", help="By when it happens. Default: '24 months'."
)
@exact_option
@figure_options
def trajectory(
    cohort: str,
    index: str,
    options: tuple[str, ...],
    marker: str,
    unit: str,
    around: str,
    endpoint: str,
    horizon: str,
    exact: bool,
) -> None:
    """Median and quartiles of a marker over time, before and after the index.

    With an endpoint, or the definition's own, patients are told apart by how it went on: with the
    event by the horizon, event-free, not known. Bands of time and ranges of values are joined
    until no number of 1 to 4 patients is left to hide (--min-cell).

    \b
    tfrq trajectory euro-ski --marker "NK cells" --endpoint "loss of MMR"
    tfrq trajectory euro-ski --marker BCR::ABL1 -o figure.svg
    """
    from tfrq.render import trajectories

    check_output(figure=True)
    asked = session()
    detail_files(asked, (cohort,), index, options, endpoint)
    found = asking(
        "reading values",
        lambda: asked.trajectory(
            cohort,
            marker=marker,
            unit=unit,
            endpoint=endpoint,
            horizon=horizon,
            index=index,
            options=options,
            exact=exact,
        ),
    )
    deliver(trajectories.trajectory(found), lambda: trajectories.figure(found))
    for line in found.released.notes:
        note(f"note: {line}")
