"""What a check found, as people and scripts read it."""

import csv
import io

from tfrq.cohort.checking import DefinitionFinding
from tfrq.errors import Span
from tfrq.render import Style, checks, render

SOURCE = "age >= 18\n" + "no transplant and " * 6 + "imatinib >= 3 years"
START = SOURCE.index("imatinib")
FOUND = DefinitionFinding(
    "warning",
    "deep",
    "it excludes nobody",
    "leave it out",
    step=2,
    source=SOURCE,
    span=Span(START, len(SOURCE)),
)


def test_the_words_are_shown_with_carets_under_them():
    text = render(checks.findings([FOUND], 1), "table", Style(60))
    first, words, carets, hint, counted = text.splitlines()
    assert first == "warning in deep, step 2: it excludes nobody"
    assert words.endswith("imatinib >= 3 years")
    assert words.strip().startswith("…")
    assert carets.count("^") == len("imatinib >= 3 years")
    assert len(words) == len(carets) <= 60
    assert hint == "    hint: leave it out"
    assert counted == "1 definition checked: 0 errors, 1 warning"


def test_a_row_has_the_words_too():
    (row,) = csv.DictReader(io.StringIO(render(checks.findings([FOUND], 1), "csv", Style())))
    assert (row["step"], row["text"]) == ("2", "imatinib >= 3 years")


def test_nothing_found():
    assert render(checks.findings([], 3), "table", Style()) == (
        "3 definitions checked: nothing found\n"
    )
