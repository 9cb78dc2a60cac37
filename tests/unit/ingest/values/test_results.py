"""Results of BCR::ABL1 tests: every dirty value of docs/domain.md §1.5, in every unit."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tfrq import vocabulary
from tfrq.errors import UsageError
from tfrq.ingest.mapping.model import ColumnMapping, NumberStyle
from tfrq.ingest.rules import RULES
from tfrq.ingest.values.logarithms import percent_units
from tfrq.ingest.values.result_texts import read_result
from tfrq.ingest.values.result_units import RESULT_UNITS
from tfrq.ingest.values.results import SCHEMA, read_results, rounded

POINT, COMMA, EITHER = NumberStyle(), NumberStyle(","), NumberStyle("either")
UNMAPPED, SPREADSHEET = "unmapped value", "changed by a spreadsheet"
UNREADABLE, AMBIGUOUS, RANGE = "unreadable number", "ambiguous number", "number out of range"
Read = tuple[str | None, bool | None, str | None] | str


def column(unit: str, numbers: NumberStyle = POINT, **more: object) -> ColumnMapping:
    return ColumnMapping("result", "svar", unit=unit, numbers=numbers, **more)  # type: ignore[arg-type]


def read_one(text: str, mapping: ColumnMapping) -> Read:
    """Operator and value, detected, level; or the rule that the text breaks."""
    frame = read_results(pl.Series([text]), mapping)
    assert frame.schema == {**SCHEMA, "problem": pl.String()}
    row = frame.row(0, named=True)
    if row["problem"]:
        assert row["problem"] in RULES
        assert [name for name in SCHEMA if row[name] is not None] == []
        return str(row["problem"])
    value = None if row["value"] is None else f"{row['operator']}{row['value'].normalize():f}"
    assert (row["value"] is None) == (row["operator"] is None)
    return value, row["detected"], row["reported_level"]


NOTHING = (None, None, None)
NOT_DETECTED: Read = (None, False, None)
DETECTED: Read = (None, True, None)


def number(text: str) -> Read:
    return text, None, None


def level(name: str, detected: bool | None = None) -> Read:
    return None, detected, name


# May say that the level is not met.
LEVEL_OR_RESULT = (
    *("MMR: neg", "MMR (negative)", "MMR - not detected", "MMR; neg", "MMR, negative", "MMR neg"),
    *("DMR (negativ)", "DMR undetectable", "MR3 neg", "MR3 not detected", "MR4 negative"),
    *("MR4.5 not detected", "MR4.5 (neg)", "MR5: neg", "MR3 undetectable", "MMR not detected"),
    *("neg, MMR", "not detected: MR3", "undetectable (DMR)", "0 (MR4.5), neg"),
)
# Each with a decimal point; the same with a comma has to mean the same.
PER_CENT: list[tuple[str, Read]] = [
    ("0.0032", number("=0.0032")),
    ("0.0032%", number("=0.0032")),
    ("0.0032 % IS", number("=0.0032")),
    ("0.0032 % (IS)", number("=0.0032")),
    ("=0.0032", number("=0.0032")),
    ("<0.0032", number("<0.0032")),
    ("< 0.0032 %", number("<0.0032")),
    ("＜0.0032", number("<0.0032")),
    ("&lt;0.0032", number("<0.0032")),
    ("<0.0069", number("<0.0069")),
    ("≤0.01", number("<=0.01")),
    ("=<0.01", number("<=0.01")),
    ("<= 0.01", number("<=0.01")),
    ("&le; 0.01", number("<=0.01")),
    (">10", number(">10")),
    ("≥10", number(">=10")),
    ("=>10", number(">=10")),
    ("1e-4", number("=0.0001")),
    ("1.0E-04", number("=0.0001")),
    ("0", number("=0")),
    ("0.000", number("=0")),
    ("0 %", number("=0")),
    ("-0.0", number("=0")),
    ("100", number("=100")),
    ("0.00000001", number("=0.0000001")),
    ("0.00320000001", number("=0.0032001")),
    ("<0.00000001", number("<0.0000001")),
    (">0.00999999999", number(">0.0099999")),
    (">0.00000001", number(">0.0000001")),
    ("'0.0032", number("=0.0032")),
    ('="0.0032"', number("=0.0032")),
    ("4.52", number("=4.52")),
    ("undetectable", NOT_DETECTED),
    ("not detected", NOT_DETECTED),
    ("Undetected", NOT_DETECTED),
    ("NEGATIVE", NOT_DETECTED),
    ("negativ", NOT_DETECTED),
    ("neg", NOT_DETECTED),
    ("neg.", NOT_DETECTED),
    ("nicht nachweisbar", NOT_DETECTED),
    ("UMRD", NOT_DETECTED),
    ("CMR", NOT_DETECTED),
    ("ND", UNMAPPED),
    ("MR4.5", level("MR4.5")),
    ("MR 4.5", level("MR4.5")),
    ("mr4^5", level("MR4.5")),
    ("MR^4.5", level("MR4.5")),
    ("MR⁴·⁵", level("MR4.5")),
    ("MR4", level("MR4")),
    ("MR4.0", level("MR4")),
    ("MR5.0", level("MR5")),
    ("MMR", level("MR3")),
    ("DMR", level("MR4")),
    # No level of the lake; said of both sides of it; said in logarithms.
    ("MR4.7", UNMAPPED),
    (">MR4", UNMAPPED),
    ("4.52 log", UNMAPPED),
    ("positive", DETECTED),
    ("pos", DETECTED),
    ("detected", DETECTED),
    ("pos <LOQ", DETECTED),
    ("pos (< LOQ)", DETECTED),
    ("detected, not quantifiable", DETECTED),
    ("<LOQ", UNMAPPED),
    ("pos <0.0069", ("<0.0069", True, None)),
    ("detected (<0.0069 %)", ("<0.0069", True, None)),
    ("0.05 (pos)", ("=0.05", True, None)),
    ("positive, 0.05 %", ("=0.05", True, None)),
    ("0 (pos)", ("=0", True, None)),
    ("neg (<0.0032)", ("<0.0032", False, None)),
    ("not detected, <0.0032 %", ("<0.0032", False, None)),
    ("neg (0.000)", ("=0", False, None)),
    # Validation refuses it by its own rule.
    ("neg (>0.1)", (">0.1", False, None)),
    # The number may be a sensitivity.
    ("neg (0.0032)", UNMAPPED),
    ("neg, pos", UNMAPPED),
    ("not detected, MR4.5", level("MR4.5", False)),
    ("not detected (MR5)", level("MR5", False)),
    ("MR5.0 (undetected)", level("MR5", False)),
    ("undetectable MR4.5", level("MR4.5", False)),
    ("MR4 (detected)", level("MR4", True)),
    ("0 (MR4.5)", level("MR4.5", False)),
    ("MR4.5 (CMR)", level("MR4.5", False)),
    ("neg MR4", level("MR4", False)),
    ("0 % (neg, MR4.5)", level("MR4.5", False)),
    *((text, UNMAPPED) for text in LEVEL_OR_RESULT),
    ("0.1¹", UNREADABLE),
    ("0.01²", UNREADABLE),
    ("4.5²", UNREADABLE),
    ("<0.1³", UNREADABLE),
    ("⁴", UNMAPPED),
    ("MR4.5¹", UNMAPPED),
    ("MR4⁵", UNMAPPED),
    ("MR⁴", level("MR4")),
    ("MR⁴.⁵", level("MR4.5")),
    ("MR^⁴·⁵", level("MR4.5")),
    ("no MMR", UNMAPPED),
    ("not positive", UNMAPPED),
    ("CMR 4.5", UNMAPPED),
    ("0.008 % (MR4)", number("=0.008")),
    ("0.02 (MR4)", "contradictory result"),
    ("-0.5", RANGE),
    ("<0", RANGE),
    (">0", RANGE),
    ("12345.6", RANGE),
    ("1e9", RANGE),
    ("~0.01", UNMAPPED),
    ("abc", UNMAPPED),
    ("0.01 abc", UNREADABLE),
    ("0.05, 0.06", UNMAPPED),
    ("()", UNMAPPED),
    ("NaN", UNMAPPED),
]


@pytest.mark.parametrize(("text", "expected"), PER_CENT)
def test_results_in_per_cent(text: str, expected: Read) -> None:
    assert read_one(text, column("% IS")) == expected


@pytest.mark.parametrize(("text", "expected"), PER_CENT)
def test_a_decimal_comma_makes_no_difference(text: str, expected: Read) -> None:
    assert read_one(text.replace(".", ",") if text != "neg." else text, column("% IS", COMMA)) == (
        expected
    )


DAYS = (
    *("3. Feb", "03.Feb", "3-Feb", "Feb-32", "Feb 32", "32-Feb", "03-Mär", "Mrz 32", "Okt. 15"),
    *("03-févr.", "2015-02-03", "2015-02-03 00:00:00", "2015-02-03T00:00:00", "03.02.2015"),
    *("3/2/15", "03-02-2015", "42038", "42038.0", "'2015-02-03", "3. Feb 2015", "1-Dec-99"),
)


@pytest.mark.parametrize("text", DAYS)
@pytest.mark.parametrize("unit", RESULT_UNITS)
def test_what_a_spreadsheet_has_made_a_date_of(text: str, unit: str) -> None:
    mapping = column(unit, EITHER, baseline=Decimal(50))
    assert read_one(text, mapping) == SPREADSHEET


LOGARITHMS: list[tuple[str, Read]] = [
    ("4.52", number("=0.00302")),
    ("4.5", number("=0.0031623")),
    ("4", number("=0.01")),
    ("4.0", number("=0.01")),
    ("3", number("=0.1")),
    ("0", number("=100")),
    ("-0.3", number("=199.5262315")),
    (">4.5", number("<0.0031623")),
    (">=4", number("<=0.01")),
    ("<3", number(">0.1")),
    ("≤4.5", number(">=0.0031622")),
    ("4.5 log", number("=0.0031623")),
    (">4.5-log", number("<0.0031623")),
    ("MR4.5", level("MR4.5")),
    ("MR 4.52", number("=0.00302")),
    *((text, UNMAPPED) for text in (">MR4", "<MR4", ">=MR4.5", "MR >4", "MR>4.52", "<MR 4.52")),
    ("=MR4.52", number("=0.00302")),
    ("MR4.5¹", UNMAPPED),
    ("4.5¹", UNREADABLE),
    ("0.0032", RANGE),
    ("<0.0032", RANGE),
    ("0.0499", RANGE),
    ("0.04999999999999999999", RANGE),
    ("0.05", number("=89.1250939")),
    ("0.3", number("=50.1187234")),
    ("0.00", number("=100")),
    ("neg (>4.5)", ("<0.0031623", False, None)),
    ("neg", NOT_DETECTED),
    ("0.0032%", number("=0.0032")),
    ("32", RANGE),
    ("-4.5", RANGE),
]


@pytest.mark.parametrize(("text", "expected"), LOGARITHMS)
def test_logarithms(text: str, expected: Read) -> None:
    assert read_one(text, column("MR")) == expected


RATIOS: list[tuple[str, Read]] = [
    ("0.000032", number("=0.0032")),
    ("3.2e-05", number("=0.0032")),
    ("<0.000032", number("<0.0032")),
    ("0.0032%", number("=0.0032")),
    ("1", number("=100")),
    ("0", number("=0")),
    ("MR4", level("MR4")),
    ("100", RANGE),
]


@pytest.mark.parametrize(("text", "expected"), RATIOS)
def test_ratios(text: str, expected: Read) -> None:
    assert read_one(text, column("ratio IS")) == expected


def test_a_log_reduction_is_against_the_laboratorys_own_baseline() -> None:
    mapping = column("log reduction", baseline=Decimal("41.325"))
    frame = read_results(pl.Series(["3", ">4.5", "0"]), mapping)
    assert frame["value"].to_list() == [
        Decimal("0.041325"),
        Decimal("0.0013069"),
        Decimal("41.325"),
    ]
    assert frame["operator"].to_list() == ["=", "<", "="]
    assert frame["scale"].to_list() == ["local"] * 3


def test_a_log_reduction_without_a_baseline_is_an_error() -> None:
    with pytest.raises(UsageError, match="svar") as raised:
        read_results(pl.Series(["3"]), column("log reduction"))
    assert "baseline" in raised.value.hint


def test_local_results_keep_what_rounding_took() -> None:
    texts = pl.Series(["0.012048192771", "'0.012048192771", "0.5", "'0.5"])
    frame = read_results(texts, column("% local"))
    assert frame["exact"].to_list() == [Decimal("0.012048192771")] * 2 + [None] * 2
    assert frame["value"].to_list() == [Decimal("0.0120482")] * 2 + [Decimal("0.5")] * 2
    assert read_one("0.5 % IS", column("% local")) == "unknown unit"
    assert read_one("0.5 (MMR)", column("% local")) == UNMAPPED


def test_the_mapping_comes_first() -> None:
    values = {"nd": "not detected", "ej gjord": "", "bdl": "<0.0032", "0": "", "9": "neg, MR4"}
    mapping = column("% IS", COMMA, values=values)
    assert read_one("ND", mapping) == NOT_DETECTED
    assert read_one("BDL", mapping) == number("<0.0032")
    assert read_one("9", mapping) == level("MR4", False)
    for text in ("ej  gjord", "0"):
        assert read_one(text, mapping) == NOTHING
        assert read_results(pl.Series([text]), mapping)["scale"].to_list() == [None]


def test_a_bound_says_nothing_on_detection_but_where_the_mapping_says_so() -> None:
    texts = pl.Series(["<0.0069", "'<0.0069", "≤0.01", "0.05", ">10", "neg (<0.0069)"])
    plain = read_results(texts, column("% IS"))["detected"].to_list()
    detected = read_results(texts, column("% IS", bounds_detected=True))["detected"].to_list()
    assert plain == [None] * 5 + [False]
    assert detected == [True, True, True, None, None, False]


def test_each_row_may_name_its_unit() -> None:
    mapping = column("", units={"proz.": "% IS"}, baseline=Decimal(50))
    texts = pl.Series(["0.5", "0.005", "4", "3", None, "1", "1"])
    units = pl.Series(["Proz.", "ratio IS", "mr", "Log Reduction", "MR", "furlong", None])
    frame = read_results(texts, mapping, units)
    values = [Decimal("0.5"), Decimal("0.5"), Decimal("0.01"), Decimal("0.05"), None, None, None]
    assert frame["value"].to_list() == values
    assert frame["scale"].to_list() == ["IS", "IS", "IS", "local", None, None, None]
    assert frame["problem"].to_list() == [None] * 5 + ["unknown unit"] * 2


def test_no_rows_are_no_error() -> None:
    empty = pl.Series([], dtype=pl.String)
    for frame in (read_results(empty, column("% IS")), read_results(empty, column("MR"), empty)):
        assert frame.is_empty()
        assert frame.schema == {**SCHEMA, "problem": pl.String()}


def test_a_number_that_misses_its_level_by_rounding_is_told_with_it() -> None:
    frame = read_results(pl.Series(["0.0063 % (MR4.5)", "0.0064 % (MR4.5)"]), column("% IS"))
    assert frame["value"].to_list() == [Decimal("0.0063"), None]
    assert frame["reported_level"].to_list() == ["MR4.5", None]
    assert frame["problem"].to_list() == [None, "contradictory result"]


plain = st.decimals(0, 20_000, places=9).map(lambda d: f"{d:f}")
short = st.decimals(0, 1, places=4).map(str)
written = st.builds(
    "".join,
    st.tuples(st.sampled_from(["", "<", "<=", "≤", "=<", "> ", ">="]), plain | short,
              st.sampled_from(["", "%", " %", "e-03", " is"])),
)  # fmt: skip
units = st.sampled_from(["% IS", "ratio IS", "% local", "ratio local"])


@settings(max_examples=150)
@given(st.lists(written | st.text("0123456789.,<%=e-", max_size=8), max_size=8), units,
       st.sampled_from([POINT, COMMA, EITHER, NumberStyle(",", ".")]), st.booleans())  # fmt: skip
@example(["0", "<0", "10000", "9999.9999999", "9999.99999991"], "% IS", POINT, True)
def test_a_column_is_read_as_its_texts_are(
    texts: list[str], unit: str, style: NumberStyle, bounds_detected: bool
) -> None:
    """A text behind an apostrophe is no plain one, so that it is read by itself."""
    mapping = column(unit, style, bounds_detected=bounds_detected)
    series = pl.Series(texts, dtype=pl.String)
    fast, slow = (read_results(one, mapping) for one in (series, "'" + series))
    assert fast.rows() == slow.rows()


@settings(max_examples=100)
@given(st.lists(written, max_size=8), units | st.just("MR"), st.sampled_from(vocabulary.OPERATORS))
@example(["0.1", "<0.1", ">0.1", "4.52", "=0.1", "never0.1", "0"], "% IS", ">")
def test_signs_beside_a_column_are_read_as_beside_its_texts(
    texts: list[str], unit: str, sign: str
) -> None:
    series, signs = (
        pl.Series(texts, dtype=pl.String),
        pl.Series([sign] * len(texts), dtype=pl.String),
    )
    mapping = column(unit)
    fast, slow = (read_results(one, mapping, None, signs) for one in (series, "'" + series))
    assert fast.rows() == slow.rows()
    # Behind a sign the serial number of a day is only a number that is too large.
    problems = fast["problem"]
    unsigned = [
        text
        for text, rule in zip(texts, problems, strict=True)
        if text[:1].isdigit() and rule != SPREADSHEET
    ]
    alone = read_results(pl.Series([sign + text for text in unsigned], dtype=pl.String), mapping)
    beside = read_results(pl.Series(unsigned, dtype=pl.String), mapping, None,
                          pl.Series([sign] * len(unsigned), dtype=pl.String))  # fmt: skip
    assert alone.rows() == beside.rows()


cutoffs = st.sampled_from([one.cutoff for one in vocabulary.LEVELS]) | st.decimals(
    "0.0000001", 10, places=7
)
values = st.decimals(0, 100, places=12) | st.builds(
    lambda cutoff, off: max(cutoff + off, Decimal(0)),
    cutoffs,
    st.decimals("-0.0000002", "0.0000002", places=12),
)


@settings(max_examples=200)
@given(values, cutoffs, st.sampled_from(["", "<", "<=", ">", ">="]))
def test_rounding_crosses_no_cut_off(value: Decimal, cutoff: Decimal, sign: str) -> None:
    """A value or an upper bound meets a cut-off that it is not above; a lower bound fails one
    that it is not below (docs/semantics.md §4)."""
    frame = read_results(pl.Series([f"{sign}{value:f}"]), column("% IS"))
    kept = frame["value"][0]
    if kept is None:
        assert value == 0
        assert sign
    elif sign.startswith(">"):
        assert (kept >= cutoff) == (value >= cutoff) or value < Decimal("0.0000001")
    else:
        assert (kept <= cutoff) == (value <= cutoff)
        assert (kept == 0) == (value == 0)


near_cutoffs = st.builds(
    lambda level, off, places: f"{(2 - level.cutoff.log10()) + off:.{places}f}",
    st.sampled_from(vocabulary.LEVELS),
    st.decimals(Decimal("-1e-9"), Decimal("1e-9"), allow_nan=False),
    st.integers(0, 19),
)
reductions = st.builds(
    lambda number, places: f"{number:.{places}f}",
    st.decimals(0, Decimal("9.5"), allow_nan=False, allow_infinity=False, places=19),
    st.integers(0, 19),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(reductions | near_cutoffs, max_size=20), st.sampled_from([POINT, COMMA, EITHER]))
def test_logarithms_are_read_as_columns_as_they_are_alone(
    texts: list[str], style: NumberStyle
) -> None:
    """Whatever is quickly read is exactly what exact reading makes of it."""
    written = [text.replace(".", ",") if style == COMMA else text for text in texts]
    fast = (
        pl.Series(written, dtype=pl.String)
        .to_frame("text")
        .select(value=percent_units(pl.col("text"), style).reinterpret(dtype=SCHEMA["value"]))
    )
    unit = RESULT_UNITS["MR"]
    for text, value in zip(written, fast["value"], strict=True):
        if value is not None:
            exact = read_result(text, unit, style, Decimal(100))
            assert exact.value is not None
            assert value == rounded(exact.value, "=", 7)


def test_nearly_all_logarithms_of_software_are_read_quickly() -> None:
    texts = pl.Series([f"{0.5 + n * 0.0041234567891:.14f}" for n in range(1000)])
    fast = texts.to_frame("text").select(percent_units(pl.col("text"), POINT)).to_series()
    assert fast.null_count() < 50
    read = read_results(texts, column("MR", values={texts[1]: "not detected"}))
    assert read["detected"].to_list()[:3] == [None, False, None]
    assert read["problem"].null_count() == len(texts)
