"""What validation makes of the records of some patients."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars


@dataclass(frozen=True)
class Validated:
    """Records that may enter the lake, and what was found.

    `tables` has every table of patients' data by name: the columns of the lake's table without
    `country` and `site`, then FILE and ROW (null where the record was derived). `rejects` has a
    row per record, rule and columns; `rejected` says of each table how many records are in it.
    `merged`: FILE and ROW of records that were equal to one that entered (`distinct`). `derived`:
    what was derived → how many records, as "TKI line numbers" → 120. `lost`: patients that enter,
    and of whom a record was rejected that is in no other one; `lost_tests`: of whom a test was:
    the one that was lost may have broken a response.
    """

    tables: Mapping[str, polars.DataFrame]
    rejects: polars.DataFrame
    warnings: polars.DataFrame
    merged: polars.DataFrame
    rejected: Mapping[str, int]
    derived: Mapping[str, int]
    lost: int
    lost_tests: int
