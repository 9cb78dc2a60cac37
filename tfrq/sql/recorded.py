"""What a lake has any record of: queries that answer no more than whether something is there."""

from __future__ import annotations

from tfrq import vocabulary
from tfrq.model import Definition, RiskScore
from tfrq.sql.query import Compiler, Query
from tfrq.sql.render import name, render

_PLAIN = {
    "marker": ("recorded_marker", ("labs",)),
    "depth": ("recorded_depth", ("molecular",)),
    "transcript": ("recorded_transcript", ("patients",)),
}


def compile_recorded(what: str) -> Query:
    """Distinct markers with units, reference genes with copies, transcripts; or the groups of a
    score by its name. Rows are values that somebody has."""
    if what in _PLAIN:
        template, tables = _PLAIN[what]
        return Query(render(template), tables)
    assert what in vocabulary.SCORES
    compiler = Compiler(Definition((RiskScore(what, vocabulary.SCORES[what]),)))
    return compiler.query(render("recorded_score", score=name(what.lower())))


def compile_agreement() -> Query:
    """One row per site and sex: the columns by which a lake shows that it agrees with itself, as
    every count has them."""
    return Query(render("agreement"), ("patients", "sites"))
