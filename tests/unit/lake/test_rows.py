"""The hash of rows is what lake-layout.md says, worked out here without DuckDB."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest

from tests.unit.lake.small_lake import LAB, PATIENT, table
from tfrq.lake import rows
from tfrq.lake.rows import _bytes, rows_of
from tfrq.lake.running import sandbox
from tfrq.schema import TABLES


def field(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        text = str(value).lower()
    elif isinstance(value, list):
        text = ";".join(value)
    else:
        text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    return f"{len(text.encode())}:{text}"


PEOPLE = [
    PATIENT | {"patient_id": 0, "baseline_bcr_abl1": Decimal("0.0000001")},
    PATIENT | {"patient_id": 2**63 - 1, "transcripts": [], "birth_year": None},
    PATIENT | {"patient_id": 7, "transcripts": None, "additional_chromosomal_abnormalities": True},
]
LABS = [LAB | {"patient_id": 7, "panel": panel} for panel in ("Ä/β", "", None, "a\nb", "-", "1:x")]


@pytest.mark.parametrize(("name", "people"), [("patients", PEOPLE), ("labs", LABS)])
def test_the_hash_by_hand(tmp_path: Path, name: str, people: list[dict[str, Any]]) -> None:
    arrow = table(name, "SE01", people)
    pyarrow.parquet.write_table(arrow, tmp_path / "a.parquet")
    by_hand = "".join(field(value) for row in arrow.to_pylist() for value in row.values())
    with sandbox(folder=tmp_path) as connection:
        hashed = rows_of(connection, str(tmp_path / "a.parquet"), TABLES[name])
    assert hashed == (len(people), hashlib.sha256(by_hand.encode()).hexdigest())


@pytest.mark.parametrize("kind", [pyarrow.string(), pyarrow.large_string()])
def test_texts_are_taken_from_a_slice_of_their_buffers(kind: pyarrow.DataType) -> None:
    texts = pyarrow.array(["not me", "ä", "", "β;1", "nor me"], kind)
    assert bytes(_bytes(texts.slice(1, 3))) == "äβ;1".encode()
    assert bytes(_bytes(texts.slice(2, 0))) == b""
    assert bytes(_bytes(pyarrow.array([], kind))) == b""


def test_rows_of_several_chunks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    labs = table("labs", "SE01", [LAB | {"patient_id": number} for number in range(5000)])
    pyarrow.parquet.write_table(labs, tmp_path / "a.parquet")
    with sandbox(folder=tmp_path) as connection:
        at_once = rows_of(connection, str(tmp_path / "a.parquet"), TABLES["labs"])
        monkeypatch.setattr(rows, "_CHUNK", 2048)
        assert rows_of(connection, str(tmp_path / "a.parquet"), TABLES["labs"]) == at_once
    assert at_once[0] == 5000
