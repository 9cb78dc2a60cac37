"""What curves are told apart by, as people write it: a name in any case, or a text."""

from __future__ import annotations

from collections.abc import Callable

from tfrq.errors import DefinitionError, UsageError, nearest
from tfrq.library.names import looks_like_name
from tfrq.model import Definition
from tfrq.survival.factors.known import KNOWN
from tfrq.survival.groups import AXES

_OR_A_NAME = "axes and factors: 'tfrq survival --help'"
NAMES = tuple(dict.fromkeys((*AXES, *KNOWN)))


def named(by: str) -> str:
    """What curves are told apart by: a name of an axis or a factor as it is spelled here, in
    whatever case, or the text of a criterion."""
    name = by.strip().lower()
    return name if name in NAMES else by


def parsed(by: str, parse: Callable[[str], Definition]) -> Definition:
    """The text of a criterion, read by `parse`. Raises UsageError with the nearest name where it is
    none, and was meant as a name; else DefinitionError."""
    try:
        return parse(by)
    except DefinitionError as error:
        near = nearest(by, NAMES) if looks_like_name(by) else None
        if near is None:
            error.hint = "; ".join(filter(None, (error.hint, _OR_A_NAME)))
            raise
        raise UsageError(
            f"there is no axis or factor '{by}', and no criterion",
            hint=f"did you mean '{near}'? 'tfrq survival --help' lists them",
        ) from error
