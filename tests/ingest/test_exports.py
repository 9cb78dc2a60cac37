"""The example exports: made as the makers say, synthetic, and with every dirty value in them."""

from __future__ import annotations

from functools import cache
from itertools import chain
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.exports.make import EXPORTS, MAKERS
from tests.exports.makers import germany
from tests.exports.makers.writing import placed, with_wrong_check_digit
from tests.ingest.expected import SITES
from tfrq.ingest.mapping.reading import read_mapping
from tfrq.ingest.upload.batch import Layout
from tfrq.ingest.upload.reading import read

sites = pytest.mark.parametrize("site", SITES)
_WRITTEN_BY_HAND = {"mapping.toml", "expected.toml"}
# docs/domain.md §1.5, and a few more that sites send.
DIRTY = (
    *("0,0032", "0.0032%", "0.000032", "<0.0032", "≤0.01", "<0.0069", "undetectable"),
    *("not detected", "negativ", "neg", "ND", "nicht nachweisbar", "UMRD", "CMR", "MR4.5"),
    *("MR 4,5", "MR4^5", "4,52", "pos <LOQ", "0", "1e-4", "3-Jan", "120.000", "ej gjord"),
    *("saknas", "b3a2", "e14a2+e13a2", "Glivec", "31.02.2021", "3/4/21", "12. Mär 2021"),
)


@cache
def cells(site: str) -> frozenset[str]:
    """Every text of an export."""
    mapping = read_mapping(EXPORTS / site / "mapping.toml")
    found: set[str] = set()
    for file in mapping.files:
        for path in (EXPORTS / site).glob(file.match):
            for batch in read(path, file.layout):
                texts = chain.from_iterable(batch.cells.rows())
                found.update(text for text in texts if text is not None)
    return frozenset(found)


def test_there_is_a_maker_for_each() -> None:
    assert set(MAKERS) == set(SITES)


@sites
def test_the_files_are_what_the_makers_make(site: str, tmp_path: Path) -> None:
    MAKERS[site](tmp_path)
    files = {path.name for path in (EXPORTS / site).iterdir()} - _WRITTEN_BY_HAND
    assert {path.name for path in tmp_path.iterdir()} == files
    for name in sorted(files):
        assert contents(EXPORTS / site / name) == contents(tmp_path / name), name


def contents(path: Path) -> object:
    """What a file says. The bytes of workbooks and Parquet files vary with what wrote them."""
    if path.suffix == ".parquet":
        return pq.read_table(path).to_pylist()
    if path.suffix == ".xlsx":
        layouts = [Layout(sheet=name, header_row=germany.FIRST_ROW - 1) for name in SHEETS]
        return [batch.cells.rows() for one in layouts for batch in read(path, one)]
    return path.read_bytes()


SHEETS = tuple(germany.sheets())


def test_every_dirty_value_is_somewhere() -> None:
    every = frozenset().union(*(cells(site) for site in SITES))
    assert [text for text in DIRTY if text not in every] == []


@sites
def test_who_is_in_it_is_nobody(site: str) -> None:
    mapping = read_mapping(EXPORTS / site / "mapping.toml")
    for table in mapping.tables:
        file = next(one for one in mapping.files if one.name == table.file)
        source = next(one.source for one in table.columns if one.target == "patient_id")
        for path in (EXPORTS / site).glob(file.match):
            for batch in read(path, file.layout):
                assert all(map(is_synthetic, batch.cells[source].drop_nulls()))


def is_synthetic(identifier: str) -> bool:
    """A text that says so, or the number of a person in the CDM, which is no one's outside it."""
    return identifier.startswith(("SYNTHETIC-", "SYN-")) or 1001 <= int(identifier) <= 1099


def test_a_personal_number_fails_its_check_digit() -> None:
    assert with_wrong_check_digit("7992739871") == "79927398714"  # 3 is the right one
    numbers = [text for text in cells("SE01") if len(text) == 13 and text[8] == "-"]
    assert numbers
    for text in numbers:
        assert not luhn(text[2:].replace("-", ""))


def luhn(digits: str) -> bool:
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(digits)]
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0


def test_an_nhs_number_fails_its_check_digit() -> None:
    numbers = [text for text in cells("GB01") if len(text) == 10 and text.isdigit()]
    assert numbers
    for text in numbers:
        total = sum(int(digit) * (10 - place) for place, digit in enumerate(text[:9]))
        assert (11 - total % 11) % 11 != int(text[9])


def test_a_special_row_stands_where_it_was_put() -> None:
    assert placed("abc", {3: "X", 6: "Y"}) == ["a", "X", "b", "c", "Y"]
    with pytest.raises(AssertionError, match="9"):
        placed("abc", {9: "X"})
