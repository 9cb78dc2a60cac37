"""Numbers in words and in files, and which ratios are drawn."""

import json
from types import SimpleNamespace

import duckdb
import pytest

from tfrq.render import Sheet, Style, factors, render
from tfrq.render.numbers import months_text, p_digits, p_short, p_text
from tfrq.render.sheet import Column
from tfrq.survival.factors import HazardRatio

SMALL = 4.123456789e-12


def test_a_small_p_is_short_on_screens_and_has_its_digits_in_files(tmp_path):
    sheet = Sheet("factors", (Column("p", "p", "float"),), ((p_digits(SMALL),), (None,)))
    assert render(sheet, "csv", Style()).splitlines()[1] == "4.12346e-12"
    assert json.loads(render(sheet, "json", Style()))["rows"][0]["p"] == 4.12346e-12
    path = tmp_path / "p.parquet"
    path.write_bytes(render(sheet, "parquet", Style()))
    assert duckdb.read_parquet(str(path)).fetchall() == [(4.12346e-12,), (None,)]
    assert (p_short(SMALL), p_text(SMALL)) == ("<0.001", "p < 0.001")
    assert (p_short(0.04567), p_text(0.04567)) == ("0.046", "p = 0.046")


@pytest.mark.parametrize(("number", "words"), [(1, "1 month"), (24.0, "24 months"), (0.5, "0.5")])
def test_months_are_counted_in_words(number, words):
    assert months_text(number).startswith(words)
    assert months_text(number).endswith("s") is (number != 1)


def test_an_adjusted_plot_has_adjusted_ratios_alone():
    def ratio(level, value):
        return HazardRatio("sokal", level, "low", 10, 5, value, value, value, 0.5, "")

    alone = SimpleNamespace(ratios=(ratio("high", 2.0), ratio("intermediate", 3.0)))
    together = SimpleNamespace(ratios=(ratio("high", None),))
    asked = (SimpleNamespace(name="sokal"),)
    both = SimpleNamespace(asked=asked, alone=(alone,), together=together)
    assert [row.estimate for row in factors.forest_rows(both)] == [None, None]
    one = SimpleNamespace(asked=asked, alone=(alone,), together=None)
    assert [row.estimate for row in factors.forest_rows(one)] == [None, 2.0, 3.0]
