"""Model → SQL for DuckDB."""

from tfrq.sql.members import MembersQuery, compile_members
from tfrq.sql.query import COMPILE, Query, compile_count, compile_query
from tfrq.sql.recorded import compile_agreement, compile_recorded
from tfrq.sql.strata import compile_strata
from tfrq.sql.times import compile_subjects, compile_times

__all__ = [
    "COMPILE",
    "MembersQuery",
    "Query",
    "compile_agreement",
    "compile_count",
    "compile_members",
    "compile_query",
    "compile_recorded",
    "compile_strata",
    "compile_subjects",
    "compile_times",
]
