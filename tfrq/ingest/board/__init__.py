"""The project board: which site is how far, and how it came there.

What happens to a site is recorded as facts (`record`), and never changed after; where it stands
(`read`) follows from them, from lake.toml and from the releases.
"""

from tfrq.ingest.board.changes import AddedSite, add, advance
from tfrq.ingest.board.facts import (
    Added,
    Advanced,
    Drafted,
    Entry,
    ExpectedChanged,
    Fact,
    Found,
    Published,
    Tried,
    Uploaded,
)
from tfrq.ingest.board.lake_file import new_lake
from tfrq.ingest.board.reading import read
from tfrq.ingest.board.recording import check_open, record, site_row
from tfrq.ingest.board.state import Board, Rejects, Site, Step

__all__ = [
    "Added",
    "AddedSite",
    "Advanced",
    "Board",
    "Drafted",
    "Entry",
    "ExpectedChanged",
    "Fact",
    "Found",
    "Published",
    "Rejects",
    "Site",
    "Step",
    "Tried",
    "Uploaded",
    "add",
    "advance",
    "check_open",
    "new_lake",
    "read",
    "record",
    "site_row",
]
