"""How dates and numbers are written."""

from decimal import Decimal

import pytest

from tfrq.ingest.mapping.model import NumberStyle
from tfrq.ingest.profile import dates, numbers
from tfrq.ingest.values.date_formats import parts


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("2015-03-01", "%Y-%m-%d"),
        ("2015/3/1", "%Y/%m/%d"),
        ("20150301", "%Y%m%d"),
        ("31.12.2015", "%d.%m.%Y"),
        ("1.2.15", "%d.%m.%y"),
        ("31/12/2015", "%d/%m/%Y"),
        ("01-MAR-2015", "%d-%b-%Y"),
        ("01-okt-15", "%d-%b-%y"),
        ("01MAR2015", "%d%b%Y"),
        ("1. März 2015", "%d. %b %Y"),
        ("March 1, 2015", "%b %d, %Y"),
        ("2015-03", "%Y-%m"),
        ("03/2015", "%m/%Y"),
        ("2015-03-01 14:05:00", "%Y-%m-%d %H:%M:%S"),
        ("2015-03-01T14:05:00", "%Y-%m-%dT%H:%M:%S"),
        ("3/1/2015 9:05", "%d/%m/%Y %H:%M"),
    ],
)
def test_the_shape_of_a_date_is_a_format_that_reads_it(text, form):
    assert dates.shape(text).form == form
    assert parts(text, form, 2024) is not None


@pytest.mark.parametrize("text", ["", "2015", "0.0032", "32.13.2015", "13/32/2015", "99-99-9999"])
def test_no_date(text):
    assert dates.shape(text) is None


@pytest.mark.parametrize(
    ("texts", "formats", "order", "ambiguous"),
    [
        (["03/04/2015", "25/04/2015"], ("%d/%m/%Y",), "day", "50.0"),
        (["03/04/2015", "04/25/2015"], ("%m/%d/%Y",), "month", "50.0"),
        (["03/04/2015"], ("%d/%m/%Y", "%m/%d/%Y"), "undecided", "100.0"),
        (["03.04.2015"], ("%d.%m.%Y",), "day", "100.0"),
        (["05/05/2015"], ("%d/%m/%Y", "%m/%d/%Y"), "undecided", "0.0"),
        (["25/04/2015", "04/26/2015"], ("%d/%m/%Y", "%m/%d/%Y"), "both", "0.0"),
        (["2015-04-03"], ("%Y-%m-%d",), "", "0.0"),
    ],
)
def test_the_order_of_day_and_month(texts, formats, order, ambiguous):
    found, rows = dates.dates(dict.fromkeys(texts, 1))
    assert (found.formats, found.order, rows) == (formats, order, len(texts))
    assert found.ambiguous == Decimal(ambiguous)


@pytest.mark.parametrize("text", ["5-May", "Jan-05", "12. Okt", "1-mars"])
def test_made_by_a_spreadsheet(text):
    assert dates.made_by_spreadsheet(text)


@pytest.mark.parametrize("text", ["MR4", "5-Fold", "MR-4", "1.5", "2-abc"])
def test_not_made_by_a_spreadsheet(text):
    assert not dates.made_by_spreadsheet(text)


@pytest.mark.parametrize(
    ("texts", "style"),
    [
        (["1", "20"], None),
        (["0.5", "12"], NumberStyle(".", "")),
        (["0,5", "12"], NumberStyle(",", "")),
        (["0,5", "0.25"], NumberStyle("either", "")),
        (["1.234,5"], NumberStyle(",", ".")),
        (["1,234.5"], NumberStyle(".", ",")),
        (["120.000", "34.500"], NumberStyle(",", ".")),
        (["1.234.567"], NumberStyle(",", ".")),
        (["12 000", "1 200,5"], NumberStyle(",", " ")),
        (["1.234"], NumberStyle(".", "")),
        (["1.234", "0.5"], NumberStyle(".", "")),
        (["120.000", "0,5"], NumberStyle(",", ".")),
        (["<0.0032", "5.1%"], NumberStyle(".", "")),
    ],
)
def test_marks_of_numbers(texts, style):
    assert numbers.number_style(dict.fromkeys(texts, 1)) == style


@pytest.mark.parametrize("text", ["12", "-0.5", "1e-4", ".5", "1'000", "1.234,5"])
def test_numbers(text):
    assert numbers.is_number(text)


@pytest.mark.parametrize("text", ["", "1-2", "12a", "<5", "5%", "e5"])
def test_no_numbers(text):
    assert not numbers.is_number(text)
