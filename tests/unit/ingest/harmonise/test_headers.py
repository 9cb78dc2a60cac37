"""A header that lacks what the mapping reads: said without its names, which may be data."""

from __future__ import annotations

import pytest

from tfrq.errors import DataError
from tfrq.ingest.harmonise.recipes import check_header, recipes
from tfrq.ingest.mapping.reading import parse_mapping

MAPPING = """
site = "SE01"
version = "1"
data_cut = 2024-12-31

[[files]]
name = "pcr"
match = "*"

[[tables]]
table = "molecular"
file = "pcr"
[tables.columns]
patient_id = { from = "id" }
test_date = { from = "test_day" }
result = { from = "result", unit = "% IS" }
"""


def refused(header: list[str]) -> DataError:
    mapping = parse_mapping(MAPPING, "m.toml")
    (source,) = mapping.files
    with pytest.raises(DataError) as caught:
        check_header(recipes(mapping, source), source, header)
    return caught.value


def test_a_row_of_data_is_not_shown() -> None:
    error = refused(["19500101-1234", "Svensson", "female", "1950-01-01"])
    assert "has no column 'id'" in error.message
    assert error.hint == "its header has 4 columns: check header_row, delimiter and sheet"
    for cell in ("19500101", "Svensson", "female"):
        assert cell not in error.message + error.hint


def test_a_delimiter_given_wrongly() -> None:
    assert "its header has 1 column:" in refused(["P1;Svensson;0,0032"]).hint


def test_a_name_that_is_near_is_named() -> None:
    assert refused(["id", "Test day", "result"]).hint == "did you mean 'Test day'?"
