"""docs/python.md is what the docstrings say, and what it says of hidden numbers is so."""

import csv
import io
import json
import re

import pyarrow.parquet

from tests.docs.python_page import WIDTH, page, public
from tests.transcript import ROOT
from tests.unit.render.released import released
from tfrq.render import Style, counts, render

PAGE = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")


def test_the_page_is_up_to_date():
    assert page() == PAGE, "python -m tests.docs.python_page > docs/python.md"


def test_every_method_has_a_docstring():
    for _, member in public():
        assert member.__doc__


def test_no_line_is_too_long():
    assert max(map(len, PAGE.splitlines())) <= WIDTH


def test_the_example_runs(capsys):
    (example,) = re.findall(r"```python\n(import.*?)```", PAGE, re.DOTALL)
    exec(example, {})
    assert capsys.readouterr().out.splitlines()[-1].startswith("total ")


def test_a_hidden_number_in_each_format():
    count = released({"DK": (3, 20, 0), "FI": (30, 5, 4)})
    assert count.total.not_met is None
    sheet = counts.count(count)
    assert " * " in render(sheet, "table", Style())
    last = list(csv.DictReader(io.StringIO(render(sheet, "csv", Style()))))[-1]
    assert last["not_met"] == "*"
    assert json.loads(render(sheet, "json", Style()))["rows"][-1]["not_met"] is None
    file = io.BytesIO(render(sheet, "parquet", Style()))
    assert pyarrow.parquet.read_table(file).to_pylist()[-1]["not_met"] is None


def test_a_share_of_nobody_in_each_format():
    nobody = counts.count(released({"DK": (0, 0, 0), "FI": (30, 5, 40)}, exact=True))
    assert "–\n" in render(nobody, "table", Style())
    first = next(csv.DictReader(io.StringIO(render(nobody, "csv", Style()))))
    assert (first["population"], first["share"]) == ("0", "")
    row = json.loads(render(nobody, "json", Style()))["rows"][0]
    assert (row["population"], row["share"]) == (0, None)
