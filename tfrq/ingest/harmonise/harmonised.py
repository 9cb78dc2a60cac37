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
    order and Polars types, `patient_id` still the site's own text, then where it comes from
    (`frames.record_types`). `refused` (`frames.refused_types`) has a row for each patient and
    table of which records could not be made.
    """

    tables: Mapping[str, polars.DataFrame]
    rejects: polars.DataFrame
    refused: polars.DataFrame
