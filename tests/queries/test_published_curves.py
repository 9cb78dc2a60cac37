"""Shipped endpoints on the sample lake, beside what the trials published."""

from __future__ import annotations

import pytest

from tests.queries.definitions import LIBRARY, NAMES
from tests.transcript import ROOT
from tfrq import api

WITHIN = 5  # percentage points


@pytest.fixture(scope="module")
def session() -> api.Session:
    return api.open(ROOT / "sample-lake", queries=ROOT / "queries")


def test_euro_ski_lies_by_its_published_curve(session):
    result = session.survival("euro-ski")
    (curve,) = result.curves
    found = {one.month: one.share for one in curve.at}
    published = {rate.month: rate.percent for rate in result.published}
    assert set(published) == {6, 24, 36}
    for month, percent in published.items():
        assert found[month] is not None
        assert abs(found[month].value - percent) <= WITHIN


@pytest.mark.parametrize("name", [name for name in NAMES if LIBRARY.find(name).outcome])
def test_every_shipped_endpoint_has_a_curve(session, name):
    """With all that are followed on it, exactly."""
    result = session.survival(name, exact=True)
    (curve,) = result.curves
    left = [step.events + step.competing + step.censored for step in curve.released.steps]
    assert sum(left) == curve.released.followed
    met = session.count(name, exact=True).total.met
    assert curve.released.followed + curve.released.left_out == met
