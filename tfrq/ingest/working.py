"""A folder in the lake for records on their way, which goes at the end, however that comes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tfrq.errors import LockedError, UsageError
from tfrq.lake.in_force import WORKING
from tfrq.lake.lock import locked

_RECORDS = "records"


@contextmanager
def working(root: Path, site: str) -> Iterator[Path]:
    """An empty folder that nobody else uses while this lasts. What killed runs have left, of this
    site or another, is cleared away first. LockedError while the site is being ingested."""
    place = root / WORKING / site
    try:
        place.mkdir(parents=True, exist_ok=True)
        place.parent.chmod(0o700)
        _clear(root)
    except OSError as problem:
        raise UsageError(f"the lake at {root} cannot be written to: {problem}") from None
    with locked(place):
        folder = place / _RECORDS
        shutil.rmtree(folder, ignore_errors=True)
        try:
            folder.mkdir()
            yield folder
        except OSError as problem:
            if problem.filename and not str(problem.filename).startswith(str(folder)):
                raise
            why = problem.strerror or problem
            raise UsageError(f"the working folder {folder} cannot be written to: {why}") from None
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _clear(root: Path) -> None:
    for place in (root / WORKING).iterdir():
        # One that is locked is at work.
        with suppress(LockedError), locked(place):
            shutil.rmtree(place / _RECORDS, ignore_errors=True)
