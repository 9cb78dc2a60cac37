"""One column at a time: kinds, missing codes, ranges, identifiers."""

from decimal import Decimal

import polars as pl
import pytest

from tfrq.ingest.profile import ranges, tally
from tfrq.ingest.profile.columns import column
from tfrq.ingest.profile.model import LEAST_SEEN, Seen
from tfrq.ingest.upload.batch import BadRow, Batch


def batch(texts, name="x", start=2, bad=()):
    rows = pl.Series(range(start, start + len(texts)))
    return Batch(rows, pl.DataFrame({name: pl.Series(texts, dtype=pl.String)}), tuple(bad))


def profiled(texts, name="x"):
    return column(tally.tallied([name], [batch(texts, name)]).columns[0])


@pytest.mark.parametrize(
    ("texts", "kind"),
    [
        ([None] * 5, "empty"),
        (["saknas", "-9", None] * 5, "empty"),
        (["2015-03-01", "2015-03-02"], "date"),
        (["1", "2", "3"] * 4, "whole number"),
        (["1.250", "120.000"] * 3, "whole number"),
        (["0,5", "1,25"], "number"),
        (["1e-4", "0.02"], "number"),
        (["<0.0032", "0.01", "MR4.5"] * 3, "result of a test"),
        (["pos", "neg"] * 9, "result of a test"),
        (["red", "green"] * 9, "word list"),
        ([f"word {n}" for n in range(30)], "free text"),
        (["a long remark on what was said in the clinic that day, and by whom"] * 9, "free text"),
    ],
)
def test_kinds(texts, kind):
    assert profiled(texts).kind == kind


def test_words_for_missing_are_told_however_rare():
    codes = profiled(["red"] * 10 + ["saknas"] * 2 + ["k.A."] * 6).missing_codes
    assert codes == (Seen("k.A.", 6), Seen("saknas", None))


@pytest.mark.parametrize(
    ("texts", "codes"),
    [
        (["5"] * 9 + ["-9"] * 5, {"-9"}),
        (["5"] * 9 + ["-9"] * 4, set()),
        (["5", "-3"] * 9 + ["-9"] * 5, set()),
        (["40"] * 9 + ["999"] * 5, {"999"}),
        (["640"] * 9 + ["999"] * 5, set()),
        (["2015-01-31"] * 9 + ["1900-01-01"] * 5, {"1900-01-01"}),
        (["red"] * 9 + ["-9"] * 5, {"-9"}),
        (["ND"] * 9, set()),
    ],
)
def test_numbers_for_missing_only_where_they_are_out_of_line(texts, codes):
    assert {code.text for code in profiled(texts).missing_codes} == codes


def test_missing_counts_codes_and_empty_cells():
    found = profiled(["7", "7", None, "NA", "."])
    assert (found.filled, found.missing) == (2, Decimal("60.0"))


def test_a_range_has_five_values_beyond_each_end_and_is_rounded():
    found = profiled([str(n) for n in range(1001, 1101)])
    assert (found.low, found.high) == ("1000", "1100")
    texts = ["3", *["100"] * 30, "9999"]
    assert (profiled(texts).low, profiled(texts).high) == ("100", "100")
    assert profiled(["1", "2"] * 9).low == ""


@pytest.mark.parametrize("rows", [20, 57, 100, 1000])
def test_ends_hold_enough_rows(rows):
    values = [(float(n), 1) for n in range(rows)]
    low, high = ranges.ends(values)
    least = max(LEAST_SEEN, rows // 20)
    assert sum(value <= low for value, _ in values) >= least
    assert sum(value >= high for value, _ in values) >= least


@pytest.mark.parametrize(
    ("value", "shown"), [(0.0, "0"), (1234.0, "1200"), (0.00321, "0.0032"), (-56.7, "-57")]
)
def test_two_digits(value, shown):
    assert ranges.rounded(value) == shown


@pytest.mark.parametrize(
    ("text", "year"), [("2015-03-01", 2015), ("01.02.99", 1999), ("1/2/15", 2015), ("x", None)]
)
def test_the_year_of_a_date(text, year):
    assert ranges.year(text) == year


@pytest.mark.parametrize(
    ("name", "texts", "why"),
    [
        ("Nachname", ["a", "b"], "name, by its name"),
        ("löpnr", ["1", "2"], "patient number, by its name"),
        ("Behandelnder Arzt", ["a", "b"] * 9, "names of physicians"),
        ("q1", ["131052-308T", "290296-7808", "010100-123D"] * 2, "Finnish"),
        ("q1", [f"person{n}@example.org" for n in range(9)], "e-mail"),
        ("q1", [f"1942-0{1 + n % 9}-11" for n in range(40)], "dates of birth"),
        ("q1", [str(700001 + n) for n in range(40)], "a long number"),
        ("q1", [f"Person Muster{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(40)], "names"),
    ],
)
def test_identifiers(name, texts, why):
    found = profiled(texts, name)
    assert found.identifier.startswith(why)
    assert (found.kind, found.values, found.low, found.rarer) == ("identifier", (), "", 0)


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("diagnosis date", [f"2012-0{1 + n % 9}-11" for n in range(40)]),
        ("ABL1 copies", [str(120000 + 7 * n) for n in range(40)]),
        ("drug", ["Imatinib", "Dasatinib"] * 20),
        ("q1", ["Kronisk Fas", "Blast Fas"] * 20),
    ],
)
def test_what_is_no_identifier(name, texts):
    assert profiled(texts, name).identifier == ""


def test_a_text_that_identifies_somebody_is_hidden_however_often_it_stands():
    found = profiled(["red"] * 20 + ["131052-308T"] * 9 + ["call 0701234567"] * 9)
    assert found.values == (Seen("red", 20),)
    assert found.rarer == 2


def test_notes():
    assert "garbled" in profiled(["Ã–rebro"] * 9).notes[0]
    assert profiled(["0.1"] * 20 + ["5-May"] * 2).notes == (
        "a spreadsheet has made dates of fewer than 5 cells",
    )
    assert profiled(["0.1"] * 19 + ["bad"]).notes == ("5.0 % are neither numbers nor results",)
    assert profiled(["2015-01-01"] * 19 + ["then"]).notes == ("5.0 % are no dates",)
    dates = ["2015-01-01"] * 9 + ["3-tammi-2015"]
    assert profiled(dates).notes[0].startswith("months in words that no format reads")


def test_batches_add_up():
    halves = [batch(["a", "b", None]), batch(["a", "c"], start=5, bad=[BadRow(7, "cut short")])]
    found = tally.tallied(["x"], halves)
    assert (found.rows, found.bad) == (5, 1)
    assert found.columns[0].texts == {"a": 2, "b": 1, "c": 1}
    assert found.columns[0].filled == 4


def test_memory_is_bounded_and_says_so(monkeypatch):
    monkeypatch.setattr(tally, "KEPT_OF_A_COLUMN", 200)
    often = ["often"] * 3
    parts = [batch([f"t{part}.{n}" for n in range(300)] + often) for part in range(4)]
    found = tally.tallied(["x"], parts).columns[0]
    assert len(found.texts) == 200
    assert found.capped
    assert found.texts["often"] == 12
    assert found.filled == 1212
    assert "different texts: the rarest are left out" in column(found).notes[-1]


def test_a_file_of_many_columns_keeps_fewer_texts_of_each(monkeypatch):
    monkeypatch.setattr(tally, "KEPT_IN_ALL", 1)
    monkeypatch.setattr(tally, "LEAST_KEPT", 3)
    found = tally.tallied(["x"], [batch(list("abcdef"))])
    assert len(found.columns[0].texts) == 3
