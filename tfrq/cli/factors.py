"""`tfrq factors`."""

from __future__ import annotations

import click

from tfrq.cli.arguments import (
    cohort_argument,
    definition_options,
    endpoint_option,
    exact_option,
    landmark_option,
)
from tfrq.cli.choices import detail_files, note, session
from tfrq.cli.commands import Command, figure_options
from tfrq.cli.output import check_output, deliver
from tfrq.cli.progress import asking

# As in tfrq.survival.factors, which costs too much to import for help.
FACTORS = (
    "tki-duration",
    "deep-response",
    "depth",
    "drug",
    "line",
    "resistance",
    "interferon",
    "transcript",
    "sokal",
    "elts",
    "age",
    "sex",
    "halving-time",
)
STRATA = ("country",)


@click.command(cls=Command)
@cohort_argument
@definition_options
@endpoint_option
@click.option(
    "--factor",
    "factors",
    multiple=True,
    metavar="FACTOR",
    help="A factor by name, or the text of a criterion. Repeatable.",
    shell_complete=lambda context, parameter, begun: [
        name for name in FACTORS if name.startswith(begun)
    ],
)
@click.option(
    "--strata",
    type=click.Choice(STRATA),
    default=None,
    help="Each has its own baseline hazard; with --exact only.",
)
@landmark_option
@exact_option
@figure_options
def factors(
    cohort: str,
    index: str,
    options: tuple[str, ...],
    endpoint: str,
    factors: tuple[str, ...],
    strata: str | None,
    landmark: str,
    exact: bool,
) -> None:
    """Hazard ratios of factors for an endpoint: each alone, and all in one Cox model.

    The endpoint is the definition's own, unless one is given. What cannot be estimated is said in
    words in the place of the number, and the exit code is 0. A model that may leave has no places,
    and no sexes beside other factors, since how many patients these have is known: such a model
    needs --exact.

    \b
    Factors: tki-duration, deep-response, depth, drug, line, resistance,
    interferon, transcript, sokal, elts, age, sex, halving-time, or the text
    of a criterion (met against not met), as "NK cells >= 0.2 x10^9/L"

    \b
    tfrq factors euro-ski --endpoint "loss of MMR" --factor tki-duration
    tfrq factors euro-ski --factor sokal --factor sex --strata country --exact
    """
    import tfrq.render.factors as drawn

    check_output(figure=True)
    asked = session()
    detail_files(asked, (cohort,), index, options, endpoint)
    result = asking(
        "comparing",
        lambda: asked.factors(
            cohort,
            factors=factors,
            endpoint=endpoint,
            strata=strata or "",
            index=index,
            options=options,
            landmark=landmark,
            exact=exact,
        ),
    )
    deliver(drawn.factors(result), figure=lambda: drawn.figure(result))
    for line in result.notes:
        note(f"note: {line}")
