"""Numbers: what is read, what is refused, and that whole columns are read as single texts are."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tfrq.errors import Fault
from tfrq.ingest.mapping.model import NumberStyle
from tfrq.ingest.rules import RULES
from tfrq.ingest.values.distinct import Unreadable
from tfrq.ingest.values.number_texts import EXACT, exact_number
from tfrq.ingest.values.numbers import Target, read_numbers

POINT, GERMAN, EITHER = NumberStyle(), NumberStyle(",", "."), NumberStyle("either")
SWEDISH, SWISS = NumberStyle(",", " "), NumberStyle(".", "'")
UNREADABLE, AMBIGUOUS, RANGE = "unreadable number", "ambiguous number", "number out of range"


def read_one(
    text: str | None, style: NumberStyle, column_type: str, factor: str = "1"
) -> Decimal | int | str | None:
    """The number, or the name of the rule that the text breaks."""
    frame = read_numbers(pl.Series([text], dtype=pl.String), style, column_type, Decimal(factor))
    number, problem = frame.row(0)
    assert number is None or problem is None
    assert problem is None or problem in RULES
    return problem if problem is not None else number


DECIMALS = [
    (POINT, "1.2", "1.2"),
    (POINT, "1.234", "1.234"),
    (POINT, ".5", "0.5"),
    (POINT, "1e-4", "0.0001"),
    (POINT, "1.2E+03", "1200"),
    (POINT, "-0.4", "-0.4"),
    (POINT, "−0.4", "-0.4"),
    (POINT, "'7.5", "7.5"),
    (POINT, '="7.5"', "7.5"),
    (POINT, "１.５", "1.5"),
    (POINT, "\u200b1.5", "1.5"),
    (POINT, "1,234", AMBIGUOUS),
    (POINT, "0,5", UNREADABLE),
    (POINT, "1 234", UNREADABLE),
    (POINT, "5.", UNREADABLE),
    (POINT, "5%", UNREADABLE),
    (POINT, "", UNREADABLE),
    *((POINT, text, UNREADABLE) for text in ("NaN", "inf", "-Infinity", "0x1F", "1_0", "1e", "e4")),
    (POINT, "٣", UNREADABLE),
    (POINT, "1.2.3", UNREADABLE),
    (POINT, "9" * 61, UNREADABLE),
    (POINT, "1e999", RANGE),
    (POINT, "100000", RANGE),
    (POINT, "99999.99999995", RANGE),
    (GERMAN, "1.234,5", "1234.5"),
    (GERMAN, "1.234", "1234"),
    (GERMAN, "1234,5", "1234.5"),
    (GERMAN, "1.2", UNREADABLE),
    (GERMAN, "12.34", UNREADABLE),
    (GERMAN, "0.123", UNREADABLE),
    (GERMAN, "1.234e2", AMBIGUOUS),
    (SWEDISH, "1 234,5", "1234.5"),
    (SWEDISH, "1\u202f234,5", "1234.5"),
    (SWEDISH, "1\u00a0234", "1234"),
    (SWEDISH, "12 34", UNREADABLE),
    (SWISS, "12'345.5", "12345.5"),
    (SWISS, "12’345.5", "12345.5"),
    (EITHER, "1,234", AMBIGUOUS),
    (EITHER, "1.234", AMBIGUOUS),
    (EITHER, "0,123", "0.123"),
    (EITHER, "12,34", "12.34"),
    (EITHER, "1234,567", "1234.567"),
    (EITHER, "1.234,5", "1234.5"),
    (EITHER, "1,234.5", "1234.5"),
    (EITHER, "1,234e-2", "0.01234"),
    (EITHER, "1.234.5", UNREADABLE),
    (EITHER, "1,234.567,8", UNREADABLE),
]


@pytest.mark.parametrize(("style", "text", "expected"), DECIMALS)
def test_decimals(style: NumberStyle, text: str, expected: str) -> None:
    found = read_one(text, style, "DECIMAL(12,7)")
    assert found == (expected if expected in RULES else Decimal(expected))


INTEGERS = [
    (POINT, "120000", 120_000),
    (POINT, "120.0", 120),
    (POINT, "120.00", 120),
    (POINT, "1.2E+05", 120_000),
    (POINT, "1.200E+05", 120_000),
    (POINT, "0.000", 0),
    (POINT, "1234.000", 1234),
    (POINT, "120.000", AMBIGUOUS),
    (POINT, "120,000", AMBIGUOUS),
    (POINT, "120.5", RANGE),
    (POINT, "2147483648", RANGE),
    (GERMAN, "120.000", 120_000),
    (GERMAN, "1.200.000", 1_200_000),
    (GERMAN, "120,000", AMBIGUOUS),
    (EITHER, "120,000", AMBIGUOUS),
    (EITHER, "120,0", 120),
]


@pytest.mark.parametrize(("style", "text", "expected"), INTEGERS)
def test_integers(style: NumberStyle, text: str, expected: int | str) -> None:
    assert read_one(text, style, "INTEGER") == expected


def test_a_number_that_a_small_integer_cannot_hold_is_out_of_range() -> None:
    assert read_one("32767", POINT, "SMALLINT") == 32767
    assert read_one("32768", POINT, "SMALLINT") == RANGE


def test_null_stays_null_without_a_problem() -> None:
    assert read_one(None, POINT, "INTEGER") is None
    assert read_numbers(pl.Series([None, None]), POINT, "INTEGER").rows() == [(None, None)] * 2
    assert read_numbers(pl.Series([], dtype=pl.String), POINT, "DECIMAL(7,2)").height == 0


def test_the_types_are_those_of_the_column() -> None:
    for column_type, dtype in {
        "DECIMAL(7,2)": pl.Decimal(7, 2),
        "INTEGER": pl.Int32(),
        "SMALLINT": pl.Int16(),
    }.items():
        frame = read_numbers(pl.Series(["1", "'2"]), POINT, column_type)
        assert frame.schema == {"number": dtype, "problem": pl.String()}


def test_a_type_without_numbers_is_a_fault() -> None:
    with pytest.raises(Fault, match="VARCHAR"):
        Target.of("VARCHAR")


def test_a_factor_is_applied_before_rounding() -> None:
    assert read_one("8.2", POINT, "DECIMAL(5,1)", "16.114") == Decimal("132.1")
    assert read_one("0.05", POINT, "DECIMAL(5,1)", "10") == Decimal("0.5")
    assert read_one("12.5", POINT, "INTEGER", "1000") == 12_500


def test_a_percent_sign_is_read_where_the_caller_says_so() -> None:
    frame = read_numbers(pl.Series(["5 %", "5%", "5"]), POINT, "DECIMAL(5,2)", percent=True)
    assert frame["number"].to_list() == [Decimal(5)] * 3


def test_rounding_is_as_asked() -> None:
    texts = pl.Series(["0.00000001", "'0.00000001"])
    up = read_numbers(texts, POINT, "DECIMAL(12,7)", rounding=ROUND_CEILING)
    down = read_numbers(texts, POINT, "DECIMAL(12,7)", rounding=ROUND_FLOOR)
    assert up["number"].to_list() == [Decimal("0.0000001")] * 2
    assert down["number"].to_list() == [Decimal(0)] * 2


styles = st.sampled_from(
    [POINT, GERMAN, EITHER, SWEDISH, SWISS, *map(NumberStyle, (".", "either"), (",", "."))]
)
digits = st.text("0123456789", min_size=1, max_size=14)
numbers = st.builds("".join, st.tuples(digits, st.sampled_from(["", ".", ","]), digits))
grouped = st.builds(
    lambda groups, mark, rest: mark.join(groups) + rest,
    st.lists(st.text("0123456789", min_size=1, max_size=3), min_size=1, max_size=4),
    st.sampled_from([".", ",", " ", "'"]),
    st.sampled_from(["", ".5", ",5", ",25", ".000", ",000", "e-05", ".123456789e-6", ",1E-3"]),
)
anything = st.text("0123456789.,e-+ '%", max_size=12)
places = st.sampled_from([("DECIMAL(12,7)", 7), ("DECIMAL(7,2)", 2), ("INTEGER", 0)])
factors = st.sampled_from(["1", "0.001", "0.1", "100", "16.114", "1000"])
roundings = st.sampled_from([ROUND_HALF_UP, ROUND_CEILING, ROUND_FLOOR])


def expected(
    text: str, style: NumberStyle, kind: tuple[str, int], factor: str, rounding: str
) -> Decimal | str:
    """What one text means: the definition that the columns are held against."""
    column_type, decimals = kind
    whole = column_type == "INTEGER"
    # Cells per µL are counted; a sign that is declared for thousands tells the other one.
    counted = whole or (factor == "0.001" and not style.thousands)
    try:
        number = EXACT.multiply(exact_number(text, style, whole=counted), Decimal(factor))
    except Unreadable as problem:
        return problem.rule
    limit = Decimal(2**31) if whole else Decimal(10) ** (int(column_type[8:-3]) - decimals)
    kept = Decimal(number).quantize(Decimal(1).scaleb(-decimals), rounding, EXACT)
    return RANGE if abs(kept) >= limit or (whole and kept != number) else kept


@settings(max_examples=150)
@given(st.lists(numbers | grouped | anything, max_size=8), styles, places, factors, roundings)
@example(["120.000"], NumberStyle("either", "."), ("INTEGER", 0), "1", ROUND_HALF_UP)
@example(["1.000", "250000.00", "0.5"], POINT, ("DECIMAL(12,7)", 7), "0.001", ROUND_HALF_UP)
@example(["1.25e-05", "1e-06", "123456789012.5"], POINT, ("DECIMAL(12,7)", 7), "0.1", ROUND_CEILING)
def test_a_column_is_read_as_its_texts_are(
    texts: list[str], style: NumberStyle, kind: tuple[str, int], factor: str, rounding: str
) -> None:
    series = pl.Series(texts, dtype=pl.String)
    frame = read_numbers(series, style, kind[0], Decimal(factor), rounding)
    found = [problem or number for number, problem in frame.rows()]
    assert found == [expected(text, style, kind, factor, rounding) for text in texts]


@settings(max_examples=100)
@given(st.decimals(0, 99_999, places=9), st.decimals("0.0000001", 100, places=7))
def test_rounding_up_crosses_no_cut_off(value: Decimal, cutoff: Decimal) -> None:
    frame = read_numbers(pl.Series([f"{value:f}"]), POINT, "DECIMAL(12,7)", rounding=ROUND_CEILING)
    assert (frame["number"][0] <= cutoff) == (value <= cutoff)
