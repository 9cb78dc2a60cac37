"""The whole of tfrq for notebooks and for the command line: one session, one method per question.

import tfrq

tfrq.open("sample-lake").count("MR4.5 for >= 2 years", by="country")
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tfrq import config
from tfrq.api.definitions import PHRASES_HINT, Resolved
from tfrq.api.factors import FactorQuestions
from tfrq.api.lakes import LakeQuestions
from tfrq.api.opened import NO_LAKE_HINT
from tfrq.api.outcomes import Outcomes
from tfrq.api.questions import Questions
from tfrq.api.sites import Sites
from tfrq.api.trajectories import Trajectories

if TYPE_CHECKING:
    from tfrq.ingest.profile import Profile
    from tfrq.ingest.synth.publish import Synthesized

__all__ = [
    "NO_LAKE_HINT",
    "PHRASES_HINT",
    "Resolved",
    "Session",
    "make_key",
    "new_lake",
    "open",
    "profile",
    "synthesize",
]


class Session(Questions, Outcomes, FactorQuestions, Trajectories, LakeQuestions, Sites):
    """Definitions, and questions to one lake, which is opened when the first is asked."""


def open(  # noqa: A001 - tfrq.open(...) reads well; nothing in this file opens a file
    lake: str | Path | None = None,
    *,
    queries: str | Path | None = None,
    release: str | None = None,
    min_cell: int | None = None,
) -> Session:
    """A session on a lake ("sample": the synthetic one in the package). What is left out comes
    from TFRQ_*, tfrq.toml, or ./sample-lake and ./queries, as on the command line.

    Raises UsageError where no lake is at the place named, DataError where it is damaged."""
    flags = {"lake": lake, "queries": queries, "release": release, "min-cell": min_cell}
    given = {key: str(value) for key, value in flags.items() if value is not None}
    opened = Session(config.settings(given))
    if lake is not None:
        opened.check_there()  # a wrong name is told at once, not at the first question
    return opened


def synthesize(patients: int, seed: int, out: str | Path, *, dry_run: bool = False) -> Synthesized:
    """Simulate a registry and publish it as the first release of a new lake at `out`.

    The lake is there whole or not at all, and for the same numbers has the same files. Raises
    UsageError where `out` holds anything.
    """
    from tfrq.ingest.synth import publish

    return publish.synthesize(patients, seed, Path(out), dry_run=dry_run)


def new_lake(
    folder: str | Path, name: str, *, synthetic: bool = False, dry_run: bool = False
) -> str:
    """Start a lake that has no sites yet, with the policy that hides most; the text of its
    lake.toml comes back. Raises UsageError where `folder` holds anything."""
    from tfrq.ingest import board

    return board.new_lake(Path(folder), name, synthetic=synthetic, dry_run=dry_run)


def profile(files: Sequence[str | Path], *, dictionary: str | Path | None = None) -> Profile:
    """What is in the files of an upload (folders stand for the files in them): layout, and of each
    column its type, missing codes, values seen 5 times or more, and whether it identifies.
    `dictionary`: the data dictionary of a REDCap project. Raises UsageError and DataError."""
    from tfrq.ingest import profile as profiles

    return profiles.profile([str(file) for file in files], dictionary and str(dictionary))


def make_key(file: str | Path) -> None:
    """Write a new random key for a site's pseudonyms to a file that its owner alone can read.
    Raises UsageError where a file is there."""
    from tfrq.ingest import pseudonyms

    pseudonyms.make_key(Path(file))
