"""What the mapping makes of a batch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars


@dataclass(frozen=True)
class Harmonised:
    """Records by table of the lake, and rejects (tfrq.ingest.rejects).

    A frame of records has the columns of the lake's table without `country` and `site`, in their
    order and Polars types, `patient_id` still the site's own text, then FILE, ROW and DISTINCT.
    """

    tables: Mapping[str, polars.DataFrame]
    rejects: polars.DataFrame
