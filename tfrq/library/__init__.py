"""Named definitions: one TOML file each, in a person's folder or, read-only, in the package."""

from tfrq.library.comparing import comparable
from tfrq.library.files import NamedDefinition
from tfrq.library.names import check_name
from tfrq.library.published import Published
from tfrq.library.shelf import Entry, Library, Written

__all__ = [
    "Entry",
    "Library",
    "NamedDefinition",
    "Published",
    "Written",
    "check_name",
    "comparable",
]
