"""Local results on the International Scale."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from tfrq.ingest.mapping.model import ColumnMapping, ConversionFactor
from tfrq.ingest.values.conversion import to_is
from tfrq.ingest.values.results import read_results

DAY = date(2013, 5, 1)


def local_tests(
    *texts: str,
    unit: str = "% local",
    laboratory: str | None = "LAB1",
    gene: str | None = "ABL1",
    method: str | None = None,
    day: date | None = DAY,
) -> pl.DataFrame:
    read = read_results(pl.Series(texts), ColumnMapping("result", "svar", unit=unit))
    return read.with_columns(
        laboratory=pl.lit(laboratory, dtype=pl.String),
        reference_gene=pl.lit(gene, dtype=pl.String),
        method=pl.lit(method, dtype=pl.String),
        test_date=pl.lit(day, dtype=pl.Date),
    )


def factor(value: str, laboratory: str = "LAB1", **limits: object) -> ConversionFactor:
    return ConversionFactor(laboratory, Decimal(value), **limits)  # type: ignore[arg-type]


def test_values_and_bounds_are_converted_once_and_exactly() -> None:
    found = to_is(local_tests("1", "<0.0069", ">=10", "0.00012"), [factor("0.83")])
    assert found.schema == {
        "value": pl.Decimal(12, 7),
        "scale": pl.String(),
        "conversion_factor": pl.Decimal(8, 5),
        "problem": pl.String(),
    }
    expected = ["0.83", "0.005727", "8.3", "0.0000996"]
    assert found["value"].to_list() == [Decimal(text) for text in expected]
    assert found["scale"].to_list() == ["IS"] * 4
    assert found["conversion_factor"].to_list() == [Decimal("0.83")] * 4


def test_results_on_the_international_scale_are_left_alone() -> None:
    found = to_is(local_tests("1", "neg", unit="% IS"), [factor("0.83")])
    assert found.rows() == [(Decimal(1), "IS", None, None), (None, "IS", None, None)]


def test_a_number_needs_a_factor_and_nothing_else_does() -> None:
    tests = local_tests("1", "<1", "0", "neg", "MR4", laboratory="LAB2")
    refused = to_is(tests, [factor("0.83")])
    assert refused["problem"].to_list() == ["no conversion factor"] * 2 + [None] * 3
    kept = to_is(tests, [factor("0.83")], "local")
    assert kept["problem"].to_list() == [None] * 5
    assert kept["scale"].to_list() == ["local"] * 5
    assert kept["value"].to_list()[:3] == [Decimal(1), Decimal(1), Decimal(0)]
    assert to_is(tests, [])["problem"].to_list() == refused["problem"].to_list()


def test_zero_stays_zero_and_nothing_else_becomes_it() -> None:
    found = to_is(local_tests("0", "0.0000001", ">0.0000001"), [factor("0.001")])
    assert found["value"].to_list() == [Decimal(0)] + [Decimal("0.0000001")] * 2


def test_the_factor_meets_what_the_laboratory_said_and_not_its_rounding() -> None:
    """0.012048192771 x 0.83 is 0.00999999999993: MR4. Rounded up first it would be none."""
    found = to_is(local_tests("0.012048192771"), [factor("0.83")])
    assert found["value"].to_list() == [Decimal("0.01")]


def test_a_factor_fits_by_all_that_it_names() -> None:
    factors = [
        factor("0.6", reference_gene="ABL1", method="dPCR"),
        factor("0.7", reference_gene="GUSB", first_day=DAY, last_day=DAY),
        factor("0.9", "LAB2"),
    ]

    def applied(**test: object) -> Decimal | None:
        tests = local_tests("1", **test)  # type: ignore[arg-type]
        value = to_is(tests, factors)["conversion_factor"][0]
        assert value is None or isinstance(value, Decimal)
        return value

    assert applied(method="dPCR") == Decimal("0.6")
    assert applied(gene="GUSB") == Decimal("0.7")
    assert applied(laboratory="LAB2", gene=None) == Decimal("0.9")
    assert applied() is None
    assert applied(gene="GUSB", day=date(2013, 5, 2)) is None
    assert applied(gene="GUSB", day=None) is None
    assert applied(laboratory=None) is None


def test_the_last_day_is_included() -> None:
    factors = [factor("0.5", last_day=DAY), factor("0.6", first_day=date(2013, 5, 2))]
    for day, value in ((DAY, "0.5"), (date(2013, 5, 2), "0.6")):
        found = to_is(local_tests("1", day=day), factors)
        assert found["value"].to_list() == [Decimal(value)]


def test_a_product_that_no_assay_finds_is_out_of_range() -> None:
    found = to_is(local_tests("9000", "1"), [factor("1.5")])
    assert found["problem"].to_list() == ["number out of range", None]
    assert found["value"].to_list() == [None, Decimal("1.5")]


@settings(max_examples=150)
@given(
    st.decimals("0.0000001", 10, places=15),
    st.decimals("0.1", 3, places=5),
    st.sampled_from(["", "<", ">"]),
    st.sampled_from(["0.1", "0.01", "0.0032", "0.001"]).map(Decimal),
)
def test_conversion_crosses_no_cut_off(
    value: Decimal, by: Decimal, sign: str, cutoff: Decimal
) -> None:
    found = to_is(local_tests(f"{sign}{value:f}"), [ConversionFactor("LAB1", by)])
    kept, true = found["value"][0], value * by
    if sign == ">":
        assert (kept >= cutoff) == (true >= cutoff)
    else:
        assert (kept <= cutoff) == (true <= cutoff)
