"""Model → SQL for DuckDB."""

from tfrq.sql.query import COMPILE, Query, compile_count, compile_query

__all__ = ["COMPILE", "Query", "compile_count", "compile_query"]
