"""Counting along axes that are no places: nobody is lost, and every stratum is declared."""

from __future__ import annotations

import pytest

from tfrq import api, cohort, language
from tfrq.cohort import axes, trees
from tfrq.errors import UsageError
from tfrq.lake import open_lake, run


@pytest.fixture(scope="module")
def lake(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lakes") / "lake"
    api.synthesize(150, 1, folder)
    return open_lake(folder)


def counted(lake, text, index, by):
    return cohort.count(lake, language.parse(text, index=index), by=by)


def total(count):
    return sum((stratum.rows for stratum in count.strata[1:]), count.strata[0].rows)


@pytest.mark.parametrize("axis", axes.AXES)
def test_strata_add_up(lake, axis):
    for index in ("first TFR attempt", "data cut"):
        along, whole = (counted(lake, "MR4 ever", index, by) for by in (axis, ""))
        assert total(along) == total(whole)
        patients = (sum(s.lake_patients for s in one.strata) for one in (along, whole))
        assert len(set(patients)) == 1
        assert {one.name for one in along.strata} & {"unknown", "no index"}
        assert sum(stratum.lake_patients > 0 for stratum in along.strata) > 1


def inner(node):
    if node.children:
        yield node
    for child in node.children:
        yield from inner(child)


@pytest.mark.parametrize("axis", axes.AXES)
def test_every_block_has_a_name_that_no_count_decides(axis):
    tree = trees.of_axis(axis, 2025)
    assert all(node.name and len(node.children) == 2 for node in inner(tree))
    assert not {node.name for node in inner(tree)} & set(tree.leaves())


@pytest.mark.parametrize("axis", ["", *cohort.AXES])
def test_only_of_places_and_sexes_the_totals_are_public(lake, axis):
    along = counted(lake, "MR4 ever", "first TFR attempt", axis)
    assert along.public_totals == (axis in ("", "country", "site", "sex"))


@pytest.mark.parametrize("axis", ["age", "drug", "year"])
def test_attempts_have_no_one_stratum(lake, axis):
    with pytest.raises(UsageError, match="different strata"):
        counted(lake, "MR4 ever", "each TFR attempt", axis)


def test_attempts_by_what_belongs_to_the_patient(lake):
    along = counted(lake, "MR4 ever", "each TFR attempt", "sokal")
    whole = counted(lake, "MR4 ever", "each TFR attempt", "")
    assert along.unit == "attempts"
    assert total(along) == total(whole)


def test_without_an_index_there_is_no_year(lake):
    with pytest.raises(UsageError, match="no year"):
        counted(lake, "MR4 ever", "", "year")
    assert total(counted(lake, "MR4 ever", "", "drug")) == total(counted(lake, "MR4 ever", "", ""))


# Each stratum as a definition of its own counts the same patients.
@pytest.mark.parametrize(
    ("axis", "stratum", "text"),
    [
        ("age", "<40", "age < 40 at index"),
        ("age", "40–59", "age 40-59 at index"),
        ("age", "60+", "age >= 60 at index"),
        ("sokal", "low", "Sokal low"),
        ("elts", "high", "ELTS high"),
        ("transcript", "e14a2", "transcript e14a2"),
        ("first-line", "imatinib", "first-line imatinib ever"),
        ("drug", "nilotinib", "stopped nilotinib"),
        ("drug", "imatinib", "stopped imatinib"),
    ],
)
def test_a_stratum_is_what_the_language_says(lake, axis, stratum, text):
    index = "first TFR attempt"
    along = counted(lake, "female or male", index, axis)
    rows = next(one.rows for one in along.strata if one.name == stratum)
    expected = total(counted(lake, text, index, "")).met
    unknown_sex = rows.not_assessable
    assert rows.met + unknown_sex == expected > 0


def test_years_are_those_of_the_index(lake):
    along = counted(lake, "female or male", "first TFR attempt", "year")
    answers = cohort.members(
        lake, language.parse("female or male", index="first TFR attempt"), columns=("index_date",)
    )
    years = [str(date.year) for (date,) in answers.rows]
    assert {one.name: one.rows.met for one in along.strata if one.rows.met} == {
        year: years.count(year) for year in years
    }
    (people,) = run(lake, "SELECT count(*) FROM patients")[1][0]
    by_name = {one.name: one for one in along.strata}
    assert by_name["no index"].rows.without_index == by_name["no index"].lake_patients
    assert (
        by_name["no index"].lake_patients
        + sum(one.rows.met + one.rows.not_met + one.rows.not_assessable for one in along.strata)
        == people
    )
