"""`tfrq factors`."""

from __future__ import annotations

import click

from tfrq.cli.arguments import cohort_argument, definition_options
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
@click.option(
    "--endpoint",
    default="",
    metavar="ENDPOINT",
    help="What is waited for, as in 'loss of MMR'; a name may have its own.",
)
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
    "--strata", type=click.Choice(STRATA), default=None, help="Each has its own baseline hazard."
)
@click.option(
    "--landmark",
    default="",
    metavar="DURATION",
    help="Begin so long after the index, as in '6 months'.",
)
@click.option("--exact", is_flag=True, help="Numbers that may not leave; the policy must allow it.")
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

    What cannot be estimated is said in words in the place of the number, and the exit code is 0.

    \b
    Factors: tki-duration, deep-response, depth, drug, line, resistance,
    interferon, transcript, sokal, elts, age, sex, halving-time, or the text
    of a criterion (met against not met), as "NK cells >= 0.2 x10^9/L"

    \b
    tfrq factors euro-ski --endpoint "loss of MMR" --factor tki-duration
    tfrq factors euro-ski --factor sokal --factor interferon --strata country
    """
    import tfrq.render.factors as drawn

    check_output(figure=True)
    asked = session()
    detail_files(asked, cohort, index, options)
    result = asking(
        "comparing",
        lambda: asked.factors(  # type: ignore[attr-defined, unused-ignore]
            cohort,
            endpoint=endpoint,
            factors=factors,
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
