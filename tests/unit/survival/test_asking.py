"""The people of a curve as a count: what the text of a definition leaves them."""

from __future__ import annotations

import pytest

from tests.transcript import ROOT
from tfrq import api, language, survival


@pytest.mark.parametrize(
    ("text", "decided", "left"),
    [
        # All of SE01 are in the cohort by its text: followed, or left out of the curve.
        ("site SE01 or MR5 at index", "", ("met", "not_met")),
        # None of them is: they are everybody else.
        ("not site SE01, MR4 at index", "not_assessable", ()),
        ("MR4 at index", "", ()),
    ],
)
def test_what_a_text_leaves_the_people_of_a_site(text, decided, left):
    lake = api.open(ROOT / "sample-lake").lake
    definition = language.parse(text, index="first TFR attempt")
    found = survival.times(lake, definition, language.parse_endpoint("MRFS"), axis="site")
    (site,) = (one for one in found.people.strata if one.name == "SE01")
    (part,) = site.parts
    assert (part.decided, part.left) == (decided, left)
    assert sum(day.leaving for of in found.days for day in of) == sum(
        one.rows.met for one in found.people.strata
    )
