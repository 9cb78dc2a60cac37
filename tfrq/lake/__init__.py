"""Releases, manifests, views, locks: the lake on disk. It runs queries and publishes.

A question walks `open_lake` → `Lake` → `run`; a site's data walk `Publication` → `Release`.
DuckDB and pyarrow are imported where they are used: this import stays cheap.
"""

from tfrq.lake.opening import Lake, open_lake, release_names
from tfrq.lake.release import File, Release
from tfrq.lake.running import connect, run
from tfrq.lake.settings import Settings, read_settings, tightened
from tfrq.lake.views import files, view_statements

__all__ = [
    "File",
    "Lake",
    "Release",
    "Settings",
    "connect",
    "files",
    "open_lake",
    "read_settings",
    "release_names",
    "run",
    "tightened",
    "view_statements",
]
