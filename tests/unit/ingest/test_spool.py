"""Records go through the spool whole, in the order of patients."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from tfrq.ingest.spool import Spool


@pytest.mark.parametrize("bits", [0, 3])
def test_what_goes_in_comes_out_by_ranges_of_patients(tmp_path: Path, bits: int) -> None:
    random = np.random.default_rng(3)
    patients = pl.Series("patient_id", [0, 2**63 - 1, *random.integers(0, 2**63 - 1, 998)])
    frames = [
        pl.DataFrame({"patient_id": patients, "row": range(first, first + 1000)}).sample(
            fraction=1, shuffle=True, seed=first
        )
        for first in (0, 1000)
    ]
    spool = Spool(tmp_path / "spool", bits)
    for frame in frames:
        spool.add("molecular", frame)
    read = [spool.read("molecular", bucket) for bucket in spool.buckets]
    assert spool.read("events", 0) is None
    there = [frame for frame in read if frame is not None]
    assert len(there) == 2**bits
    assert pl.concat(there).sort("row").equals(pl.concat(frames).sort("row"))
    highest = [frame["patient_id"].max() for frame in there]
    lowest = [frame["patient_id"].min() for frame in there]
    assert all(low > high for high, low in zip(highest, lowest[1:], strict=False))


def test_dropped_buckets_leave_no_file(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool", 1)
    spool.add("events", pl.DataFrame({"patient_id": [1, 2**62]}))
    for bucket in spool.buckets:
        spool.drop(bucket)
    assert not list((tmp_path / "spool").iterdir())
