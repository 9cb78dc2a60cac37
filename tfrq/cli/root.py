"""The root command and what hangs on it."""

from __future__ import annotations

import click

from tfrq import __version__
from tfrq.cli.cohort import cohort
from tfrq.cli.commands import Group
from tfrq.cli.count import count
from tfrq.cli.factors import factors
from tfrq.cli.lake import lake
from tfrq.cli.site import site
from tfrq.cli.survival import survival
from tfrq.cli.table import table
from tfrq.cli.trajectory import trajectory

EPILOG = """\b
Settings: options > TFRQ_LAKE, TFRQ_QUERIES, TFRQ_RELEASE, TFRQ_MIN_CELL >
tfrq.toml here or above > ~/.config/tfrq/tfrq.toml > ./sample-lake, ./queries

\b
Exit codes: 0 done, 1 what --fail-on names is so, 2 usage, configuration or
definition, or a result that cannot be written (a full disk, a closed stdout),
3 refused by the lake's policy, 4 data invalid, 70 a fault of tfrq,
75 the lake is locked, 130 interrupted

\b
Completion: eval "$(_TFRQ_COMPLETE=bash_source tfrq)", in zsh with zsh_source;
in fish: _TFRQ_COMPLETE=fish_source tfrq | source
"""


@click.group(cls=Group, epilog=EPILOG)
@click.version_option(__version__, prog_name="tfrq", message="%(prog)s %(version)s")
def root() -> None:
    """Treatment-free remission query: cohorts of CML patients, counted from a registry lake.

    \b
    tfrq count "MR4.5 for >= 2 years" --by country --lake sample
    tfrq cohort define deep "MR4.5 for >= 2 years, TKI >= 5 years"
    tfrq cohort explain deep
    """


root.add_command(count)
root.add_command(survival)
root.add_command(factors)
root.add_command(trajectory)
root.add_command(table)
root.add_command(cohort)
root.add_command(lake)
root.add_command(site)
