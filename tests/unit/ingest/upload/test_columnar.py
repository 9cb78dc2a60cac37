"""Parquet: every value as text, every row accounted for."""

from __future__ import annotations

import contextlib
import math
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfrq.errors import DataError
from tfrq.ingest.upload import Layout, columnar, doubles, header, kind, read


@pytest.fixture
def parquet(tmp_path: Path) -> Path:
    return tmp_path / "pcr.parquet"


def texts(path: Path, values: pa.Array) -> list[str | None]:
    pq.write_table(pa.table({"a": values}), path)
    [batch] = read(path, Layout())
    return batch.cells["a"].to_list()


MOMENTS = [
    datetime(2015, 3, 1),
    datetime(2015, 3, 1, 13, 45),
    datetime(2015, 3, 1, 0, 0, 0, 500000),
]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (pa.array([1, None, -3]), ["1", None, "-3"]),
        (pa.array([0.0032, 120000.0, 3.2e-5, None]), ["0.0032", "120000", "0.000032", None]),
        (pa.array([0.0032], pa.float32()), ["0.0032"]),
        (
            pa.array([0.010000000000000002, 0.1 + 0.2, -0.1 - 0.2, None]),
            ["0.01", "0.3", "-0.3", None],
        ),
        (pa.array([120000.00000000001, 1234567890123456.0]), ["120000", "1234567890123456"]),
        (pa.array([0.010000001, 12345678, 1.25], pa.float32()), ["0.01", "12345678", "1.25"]),
        (pa.array([float("nan"), float("inf")]), ["NaN", "inf"]),
        (pa.array([Decimal("0.0032000"), Decimal("100")], pa.decimal128(12, 7)), ["0.0032", "100"]),
        (pa.array([Decimal(100)], pa.decimal128(12, 0)), ["100"]),
        (pa.array([True, False, None]), ["true", "false", None]),
        (pa.array([date(2015, 3, 1)]), ["2015-03-01"]),
        (pa.array([time(13, 45)]), ["13:45:00"]),
        (pa.array([date(1, 1, 1), date(9999, 12, 31)]), ["0001-01-01", "9999-12-31"]),
        (pa.array([-719163, 2**31 - 1, None], pa.date32()), ["-719163", "2147483647", None]),
        (pa.array([2**62], pa.timestamp("ms")), [str(2**62)]),
        (pa.array(["  a  b ", "", " "]), ["a b", None, None]),
        (pa.array(["a", "b", "a", None]).dictionary_encode(), ["a", "b", "a", None]),
        (pa.array([None, None], pa.null()), [None, None]),
        *[
            (
                pa.array(MOMENTS, pa.timestamp(unit, zone)),
                ["2015-03-01", "2015-03-01 13:45:00", "2015-03-01 00:00:00.500"],
            )
            for unit, zone in (("ms", None), ("ns", None), ("us", "UTC"))
        ],
    ],
    ids=lambda value: str(value.type) if isinstance(value, pa.Array) else "",
)
def test_values_as_text(parquet: Path, values: pa.Array, expected: list[str | None]) -> None:
    assert texts(parquet, values) == expected


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1))
def test_numbers_come_back(tmp_path_factory: pytest.TempPathFactory, values: list[float]) -> None:
    found = texts(tmp_path_factory.mktemp("floats") / "a.parquet", pa.array(values))
    assert [float(text or "nan") for text in found] == [doubles.meant(value) for value in values]
    assert [doubles.meant(value) for value in values] == pytest.approx(values, rel=1e-14, abs=0)


@given(st.decimals(-(10**6), 10**6, places=8))
def test_decimals_that_went_through_arithmetic_come_back(
    tmp_path_factory: pytest.TempPathFactory, meant: Decimal
) -> None:
    nearly = [float(meant), math.nextafter(float(meant), 2e6)]
    for text in texts(tmp_path_factory.mktemp("floats") / "a.parquet", pa.array(nearly)):
        assert abs(Decimal(text or "nan") - meant) < Decimal("1E-300")


@pytest.mark.parametrize(
    "values",
    [
        pa.array([[1]]),
        pa.array([{"x": 1}]),
        pa.array([b"\xff"]),
        pa.array([1], pa.duration("s")),
        pa.array([[["x"]]]),
    ],
    ids=lambda value: str(value.type),
)
def test_values_that_no_text_stands_for(parquet: Path, values: pa.Array) -> None:
    pq.write_table(pa.table({"fine": [1], "odd one": values}), parquet)
    with pytest.raises(DataError, match="no text stands for the values of column 2 "):
        header(parquet, Layout())


def test_rows_are_counted_across_batches(parquet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columnar, "BATCH_CELLS", 20)
    table = pa.table({"a": range(95), "b": ["x"] * 95})
    pq.write_table(table, parquet, row_group_size=17)
    batches = list(read(parquet, Layout()))
    assert max(batch.cells.height for batch in batches) <= 10
    rows = [row for batch in batches for row in batch.rows.to_list()]
    assert rows == list(range(1, 96))
    assert [text for batch in batches for text in batch.cells["a"].to_list()] == [
        str(number) for number in range(95)
    ]


def test_no_rows_and_names_that_stand_twice(parquet: Path) -> None:
    pq.write_table(pa.table({"a": pa.array([], pa.int64())}), parquet)
    assert header(parquet, Layout()) == ["a"]
    assert list(read(parquet, Layout())) == []
    pq.write_table(pa.table([pa.array([1]), pa.array([2])], names=["a", "a"]), parquet)
    with pytest.raises(DataError, match="has no name of its own"):
        header(parquet, Layout())


def content(path: Path) -> bytes:
    pq.write_table(pa.table({"a": range(1000), "b": ["text"] * 1000}), path)
    return path.read_bytes()


@given(st.floats(0.01, 1, exclude_max=True))
def test_cut_short_anywhere(tmp_path_factory: pytest.TempPathFactory, share: float) -> None:
    path = tmp_path_factory.mktemp("cut") / "a.parquet"
    whole = content(path)
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(DataError):
        list(read(path, Layout()))


@given(st.data())
def test_any_changed_byte_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("byte") / "a.parquet"
    whole = bytearray(content(path))
    whole[data.draw(st.integers(4, len(whole) - 5))] ^= data.draw(st.integers(1, 255))
    path.write_bytes(whole)
    with contextlib.suppress(DataError):
        assert sum(batch.cells.height for batch in read(path, Layout())) == 1000


def test_damage_within(parquet: Path) -> None:
    whole = content(parquet)
    parquet.write_bytes(whole[:4] + bytes([whole[4]]) + b"\xff" * 400 + whole[405:])
    assert kind(parquet) == "parquet"
    with pytest.raises(DataError, match="damaged"):
        list(read(parquet, Layout()))
