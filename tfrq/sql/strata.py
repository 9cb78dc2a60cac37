"""Definition and axis → the query that counts by the strata of the axis (semantics §7)."""

from __future__ import annotations

from collections.abc import Callable

from tfrq import vocabulary
from tfrq.model import Definition
from tfrq.sql.pieces import END_OF_TIME, Pieces
from tfrq.sql.query import Compiler, Query
from tfrq.sql.render import SQL, name, render

SEVERAL = "several"
NOT_FOLLOWED = "not followed"  # where strata are groups of those on a curve
UNKNOWN = "unknown"  # who is in no stratum
NO_INDEX = "no index"
FIRST_YEAR = 1990
EARLIER = f"before {FIRST_YEAR}"


def _age(pieces: Pieces) -> SQL:
    return pieces.named("stratum", "stratum_age")


def _drug(pieces: Pieces) -> SQL:
    pieces.treatment()
    return pieces.named(
        "stratum",
        "stratum_drug",
        tkis=vocabulary.TKIS,
        several=SEVERAL,
        no_index=NO_INDEX,
        end_of_time=END_OF_TIME,
    )


def _first_line(pieces: Pieces) -> SQL:
    return pieces.named("stratum", "stratum_first_line", tkis=vocabulary.TKIS, several=SEVERAL)


def _score(score: str) -> Callable[[Pieces], SQL]:
    def stratum(pieces: Pieces) -> SQL:
        pieces.named("baseline", "baseline")
        return pieces.named("stratum", "stratum_score", score=pieces.named(name(score), score))

    return stratum


def _transcript(pieces: Pieces) -> SQL:
    pieces.named("transcript_set", "transcript_set")
    return pieces.named("stratum", "stratum_transcript", several=SEVERAL)


def _year(pieces: Pieces) -> SQL:
    return pieces.named(
        "stratum", "stratum_year", no_index=NO_INDEX, earlier=EARLIER, first=FIRST_YEAR
    )


STRATUM: dict[str, Callable[[Pieces], SQL]] = {
    "age": _age,
    "drug": _drug,
    "first-line": _first_line,
    "sokal": _score("sokal"),
    "elts": _score("elts"),
    "transcript": _transcript,
    "year": _year,
}


def compile_strata(definition: Definition, axis: str) -> Query:
    """One row per stratum of one of STRATUM that holds a patient: the columns of count_strata, or
    of count_attempts_strata where the rows are attempts."""
    compiler = Compiler(definition)
    STRATUM[axis](compiler.pieces)
    index = definition.index
    attempts = index is not None and index.kind == "each TFR attempt"
    template = "count_attempts_strata" if attempts else "count_strata"
    return compiler.query(render(template, answers=name("answer"), unknown=UNKNOWN))
