"""`tfrq trajectory`."""

from __future__ import annotations

import click

from tfrq.cli.arguments import cohort_argument, definition_options
from tfrq.cli.choices import note, session
from tfrq.cli.commands import Command, figure_options
from tfrq.cli.output import check_output, deliver
from tfrq.cli.progress import asking


@click.command(cls=Command)
@cohort_argument
@definition_options
@click.option("--marker", required=True, metavar="MARKER", help="As 'NK cells', or BCR::ABL1.")
@click.option("--unit", default="", metavar="UNIT", help="Default: the marker's first.")
@click.option(
    "--around",
    type=click.Choice(("index",)),
    default="index",
    help="The day that the bands of time lie around.",
)
@click.option(
    "--endpoint",
    default="",
    metavar="ENDPOINT",
    help="One group for each outcome. Default: the endpoint of the definition.",
)
@click.option(
    "--horizon", default="", metavar="TIME", help="By when it happens. Default: '24 months'."
)
@click.option("--exact", is_flag=True, help="Numbers that may not leave; the policy must allow it.")
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

    With an endpoint, patients are told apart by how it went on: with the event by the horizon,
    event-free, not known. Bands of time and ranges of values are joined until no number of 1 to 4
    patients is left to hide (--min-cell).

    \b
    tfrq trajectory euro-ski --marker "NK cells" --endpoint "loss of MMR"
    tfrq trajectory euro-ski --marker BCR::ABL1 -o figure.svg
    """
    from tfrq.render import trajectories

    check_output(figure=True)
    asked = session()
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
