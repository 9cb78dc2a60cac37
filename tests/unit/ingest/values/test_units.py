"""Units: every one of the lake is known, and what is converted is converted exactly."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tfrq import schema, vocabulary
from tfrq.ingest.values.units import conversion

FACTORS = [
    *(
        ("leukocytes", unit, "10^9/L", "1")
        for unit in ("x10^9/L", "× 10⁹/L", "10*9/L", "G/L", "G/l")
    ),
    *(("leukocytes", unit, "10^9/L", "1") for unit in ("x10E9/L", "Gpt/l", "109/L", "/nL")),
    *(("platelets", unit, "10^9/L", "1") for unit in ("10^3/µL", "K/uL", "10*3/uL", "Tsd/µl")),
    *(("platelets", unit, "10^9/L", "0.001") for unit in ("/µL", "/μl", "cells/uL", "/mm³")),
    ("haemoglobin", "g/dL", "g/L", "10"),
    ("haemoglobin", "mmol/L", "g/L", "16.114"),
    ("blasts", "fraction", "%", "100"),
    ("spleen", "mm", "cm", "0.1"),
    ("daily_dose", "g", "mg", "1000"),
    ("daily_dose", "mg/day", "mg", "1"),
    ("daily_dose", "Mio. IE", "MU", "1"),
    ("baseline_bcr_abl1", "ratio IS", "% IS", "100"),
    ("NK cells", "cells/µL", "10^9/L", "0.001"),
    ("NK cells", "% lymphocytes", "% of lymphocytes", "1"),
    ("Tregs", "fraction of CD4+ T cells", "% of CD4 T cells", "100"),
    ("CD86+ pDC", "/10⁵ lymphocytes", "per 10^5 lymphocytes", "1"),
]


@pytest.mark.parametrize(("name", "unit", "lake_unit", "factor"), FACTORS)
def test_what_is_converted(name: str, unit: str, lake_unit: str, factor: str) -> None:
    assert conversion(name, unit) == (lake_unit, Decimal(factor))


UNKNOWN = [
    ("leukocytes", "%"),
    ("leukocytes", "g/dL"),
    *((counted, unit) for counted in ("leukocytes", "NK cells") for unit in ("g/L", "g/l")),
    ("blasts", "10^9/L"),
    ("NK cells", "%"),
    ("Tregs", "% of lymphocytes"),
    ("CD86+ pDC", "10^9/L"),
    ("daily_dose", "mg/week"),
    ("daily_dose", "µg"),
    ("baseline_bcr_abl1", "% local"),
    ("spleen", "inch"),
    ("sex", "cm"),
]


@pytest.mark.parametrize(("name", "unit"), UNKNOWN)
def test_what_is_not(name: str, unit: str) -> None:
    assert conversion(name, unit) is None


def test_the_lakes_own_units_are_known_for_every_marker_and_column() -> None:
    for marker, units in vocabulary.MARKERS.items():
        for unit in units:
            assert conversion(marker, unit) == (unit, 1)
    columns = [column for table in schema.TABLES.values() for column in table.columns]
    # These have several units, or count what no export does.
    others = {"value", "daily_dose", "expected_patients"}
    for column in columns:
        if column.unit and column.name not in others:
            assert conversion(column.name, column.unit) == (column.unit, 1)


def test_a_unit_that_a_definition_may_name_is_converted_as_the_language_does() -> None:
    for said, (lake_unit, factor) in vocabulary.UNIT_FACTORS.items():
        for marker, units in vocabulary.MARKERS.items():
            if lake_unit in units:
                assert conversion(marker, said) == (lake_unit, factor)
    for synonym, said in vocabulary.UNIT_SYNONYMS.items():
        assert conversion("NK cells", synonym) == vocabulary.UNIT_FACTORS[said]
