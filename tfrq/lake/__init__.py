"""Releases, manifests, views, locks: the lake on disk. It runs queries and publishes.

A question walks `open_lake` → `Lake` → `run`; a site's data walk `Publication` → `Published`.
DuckDB and pyarrow are imported where they are used, and what writes and checks is loaded when
it is asked for: a query pays for neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tfrq.lake.opening import Lake, check_sizes, open_lake, open_unchecked, release_names
from tfrq.lake.patient import patient_id, patient_text
from tfrq.lake.release import File, Release
from tfrq.lake.running import connect, records, run
from tfrq.lake.settings import Settings, read_settings, tightened
from tfrq.lake.views import files, view_statements

if TYPE_CHECKING:
    from tfrq.lake.arrow import Writer, arrow_schema
    from tfrq.lake.checking import check
    from tfrq.lake.description import Description, Releases, describe, describe_releases
    from tfrq.lake.differing import difference, lake_difference
    from tfrq.lake.findings import Finding
    from tfrq.lake.layout import column_tables
    from tfrq.lake.publishing import Publication, Published, publish

_LATER = {
    "Description": "description",
    "Finding": "findings",
    "Publication": "publishing",
    "Published": "publishing",
    "Releases": "description",
    "Writer": "arrow",
    "arrow_schema": "arrow",
    "check": "checking",
    "column_tables": "layout",
    "describe": "description",
    "describe_releases": "description",
    "difference": "differing",
    "lake_difference": "differing",
    "publish": "publishing",
}

__all__ = [
    "Description",
    "File",
    "Finding",
    "Lake",
    "Publication",
    "Published",
    "Release",
    "Releases",
    "Settings",
    "Writer",
    "arrow_schema",
    "check",
    "check_sizes",
    "column_tables",
    "connect",
    "describe",
    "describe_releases",
    "difference",
    "files",
    "lake_difference",
    "open_lake",
    "open_unchecked",
    "patient_id",
    "patient_text",
    "publish",
    "read_settings",
    "records",
    "release_names",
    "run",
    "tightened",
    "view_statements",
]


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
