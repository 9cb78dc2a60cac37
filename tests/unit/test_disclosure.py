"""The release rule, docs/release-rule.md: known tables, the types, and larger trees."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfrq.disclosure import Answers, ReleasedCount, ReleasedRow, release
from tfrq.disclosure.parts import KnownPart
from tfrq.errors import Fault, PolicyError
from tfrq.results import Count, Node, Part, Policy, Provenance, Stratum, Tally


def provenance(exact: str = "refuse") -> Provenance:
    return Provenance(
        "0", "r1", True, "2024-01-01", "", "0" * 12, "MMR ever", "", (), Policy(exact=exact)
    )


def stratum(name: str, *numbers: int) -> Stratum:
    """A stratum from (met, not met, not assessable), or with those without index before."""
    tally = Tally(*(0,) * (4 - len(numbers)), *numbers)
    return Stratum(name, sum(numbers), tally, tally)


def table(*strata: Stratum, axis: str = "country", has_index: bool = False) -> Count:
    tree = Node("", tuple(Node(one.name) for one in strata))
    return Count(axis, tree, strata, has_index, "patients", provenance())


def labels(released: ReleasedCount) -> list[str]:
    return [row.label for row in released.rows]


def numbers(row: ReleasedRow) -> tuple[int | None, ...]:
    return row.population, row.met, row.not_met, row.not_assessable


def test_large_strata_stand_alone_with_their_share() -> None:
    released = release(table(stratum("DK", 20, 10, 0), stratum("FI", 5, 10, 6)))
    assert labels(released) == ["DK", "FI"]
    assert numbers(released.total) == (51, 25, 20, 6)
    assert released.rows[0].share == Decimal("66.7")


def test_a_small_number_joins_the_neighbours() -> None:
    released = release(
        table(*(stratum(name, *n) for name, n in zip("ABCD", NEIGHBOURS, strict=True)))
    )
    assert labels(released) == ["A+B", "C", "D"]


NEIGHBOURS = ((20, 20, 20), (60, 60, 3), (20, 20, 20), (20, 20, 20))


def by_age(*strata: Stratum) -> Count:
    """Nobody knows how many patients a stratum has."""
    (young, middle, old, unknown) = (Node(one.name) for one in strata)
    node = Node("<60", (young, middle))
    tree = Node("all", (node, Node("", (old, unknown))))
    return replace(table(*strata, axis="age"), tree=tree, public_totals=False)


def test_a_named_block_is_printed_by_its_name() -> None:
    """And one without a name by all the names in it, of those too that hold nobody."""
    middle, old = stratum("40–59", 60, 60, 3), stratum("60+", 20, 20, 20)
    nobody = stratum("unknown", 0, 0, 0)
    assert labels(release(by_age(stratum("<40", 20, 20, 20), middle, old, nobody))) == [
        "<60",
        "60+",
    ]
    assert labels(
        release(by_age(stratum("<40", 20, 20, 20), middle, old, stratum("unknown", 1, 0, 0)))
    ) == ["<60", "60++unknown"]
    assert labels(
        release(by_age(stratum("<40", 0, 0, 0), middle, stratum("60+", 20, 20, 4), nobody))
    ) == ["all"]


def test_no_name_tells_which_strata_of_a_block_hold_anybody() -> None:
    """high+unknown 20 of 7, 7 and 6, whoever is in which of the two."""
    low, middle = stratum("low", 60, 40, 20), stratum("intermediate", 40, 20, 20)
    seen = set()
    for few in range(5):
        high, unknown = stratum("high", 6, 7, 7 - few), stratum("unknown", 0, 0, few)
        released = release(by_age(low, middle, high, unknown))
        seen.add((released.rows[-1].label, numbers(released.rows[-1]), released.notes))
    assert {label for label, *_ in seen} == {"high", "high+unknown"}
    assert len(seen) == 2  # nobody is unknown, or somebody is


def test_those_without_the_index_are_in_no_year() -> None:
    """A year of 3 patients: all of them have the index, as everybody knows."""
    none = Stratum("no index", 100, Tally(100, 0, 0, 0), Tally(100, 0, 0, 0))
    none = parted(none, Part(100, "without_index"))
    years = [
        parted(stratum(name, *n), KnownPart(sum(n), indexed=True))
        for name, n in (("2011", (1, 1, 1)), ("2012", (20, 20, 20)))
    ]
    tree = Node("all", (Node("no index"), Node("2011–2012", (Node("2011"), Node("2012")))))
    count = table(none, *years, axis="year", has_index=True)
    count = replace(count, tree=tree, public_totals=False)
    released = release(count)
    assert labels(released) == ["2011–2012"]
    assert numbers(released.total) == (63, 21, 21, 21)
    assert not any("No patients" in note for note in released.notes)


def test_what_the_text_decides_of_everybody_is_said() -> None:
    """Even where a part is small: three of unknown sex do not meet `country AU` either."""
    nobody = parted(stratum("SE01", 0, 63, 0), Part(63, "not_met"))
    count = replace(table(nobody, axis="site"), others=((Part(60, "not_met"), Part(3, "not_met")),))
    released = release(count)
    assert numbers(released.total) == (63, 0, 63, 0)
    assert "Nobody in this lake can meet the definition, by its text alone." in released.notes


def test_exact_margins_give_nothing_away() -> None:
    """DK (20, 0, 5) and FI (30, 5, 4): printed as one block."""
    released = release(table(stratum("DK", 20, 0, 5), stratum("FI", 30, 5, 4)))
    assert labels(released) == ["DK+FI"]


def test_a_two_way_table_shows_no_margin_of_a_stratum() -> None:
    """[[3, 9], [8, 0]]: the totals 12 and 8 beside 11 and 9 would force the first cell."""
    released = release(table(stratum("A", 3, 9, 0), stratum("B", 8, 0, 0)))
    assert released.answers is Answers.NOTHING


def test_a_known_total_does_not_force_a_small_number() -> None:
    """Totals 10 and 30, block met 32, other 8: the first has met at least 2."""
    released = release(table(stratum("A", 3, 7, 0), stratum("B", 29, 1, 0)))
    assert released.answers is Answers.NOTHING
    assert released.rows == ()
    assert numbers(released.total) == (None, None, None, None)


def test_answers_degrade_in_order() -> None:
    rest = release(table(stratum("A", 50, 30, 2), stratum("B", 40, 30, 1)))
    assert rest.answers is Answers.MET_AND_THE_REST
    assert numbers(rest.total) == (153, 90, None, None)
    indexed = release(
        table(stratum("A", 20, 2, 10, 10), stratum("B", 20, 1, 10, 10), has_index=True)
    )
    assert indexed.answers is Answers.INDEX_ONLY
    assert numbers(indexed.total) == (43, None, None, None)
    assert indexed.total.share is None


def test_without_an_axis_there_is_only_the_total() -> None:
    released = release(table(stratum("A", 20, 20, 22), stratum("B", 20, 20, 20), axis=""))
    assert released.rows == ()
    assert numbers(released.total) == (122, 40, 40, 42)


def test_a_sum_of_answers_is_judged_as_an_answer_is() -> None:
    """Of 90 patients 50 met or are not assessable, and B has 48: at least 2 of A's 42."""
    for parts, answers in (((42, 48), Answers.NOTHING), ((15, 75), Answers.ALL)):
        both = parted(stratum("AB", 40, 40, 10), *map(Part, parts))
        assert release(table(both, axis="")).answers is answers


def test_a_total_is_printed_where_its_blocks_by_site_may_be() -> None:
    """Together they could hide 2 of A's 42, but apart from each other they are large enough."""
    split = table(stratum("A", 20, 22, 0), stratum("B", 20, 28, 0), axis="")
    assert numbers(release(split).total) == (90, 40, 50, 0)
    whole = parted(stratum("AB", 40, 50, 0), Part(42), Part(48))
    assert release(table(whole, axis="")).answers is Answers.NOTHING


def test_a_stratum_without_patients_in_the_lake_is_named_in_words_and_not_printed() -> None:
    tree = Node("", (Node("", (Node("", (Node("DK01"),)),)), Node("FI01")))
    strata = (stratum("DK01", 20, 20, 20), stratum("FI01", 0, 0, 0))
    count = replace(table(*strata), tree=tree)
    released = release(count)
    assert labels(released) == ["DK01"]
    assert "No patients in the lake from: FI01." in released.notes


def test_few_patients_with_many_attempts_are_few() -> None:
    rows, people = Tally(20, 6, 20, 20), Tally(20, 3, 20, 20)
    count = table(Stratum("A", 60, rows, people), has_index=True)
    released = release(replace(count, unit="attempts"))
    assert released.total.met is None
    assert released.total.population == 46


def test_exact_needs_the_policy_and_is_marked() -> None:
    count = table(stratum("A", 3, 7, 0), stratum("B", 29, 1, 0))
    with pytest.raises(PolicyError):
        release(count, exact=True)
    allowed = release(replace(count, provenance=provenance(exact="allow")), exact=True)
    assert allowed.not_for_release
    assert [row.met for row in allowed.rows] == [3, 29]
    assert "NOT FOR RELEASE" in allowed.notes[0]


def test_only_disclosure_makes_what_may_leave() -> None:
    with pytest.raises(Fault):
        ReleasedRow(object(), "DK", 1, 1, 0, 0, None)


def test_a_count_that_does_not_add_up_is_a_fault() -> None:
    with pytest.raises(Fault):
        release(table(replace(stratum("A", 20, 20, 20), lake_patients=61)))
    with pytest.raises(Fault):
        release(replace(table(stratum("A", 20, 20, 20)), tree=Node("B")))


def parted(one: Stratum, *parts: Part) -> Stratum:
    return replace(one, parts=parts)


SE01, FI01 = stratum("SE01", 520, 0, 0), stratum("FI01", 2, 128, 0)
ONE_MET = table(parted(SE01, Part(520, "met")), parted(FI01, Part(130)), axis="site")
NOT_MET = (parted(stratum("SE01", 0, 520, 0), Part(520, "not_met")),)
ONE_NOT_MET = table(*NOT_MET, parted(stratum("FI01", 127, 3, 0), Part(130)), axis="site")
SITES = (Part(520, "not_met"), Part(130))
WOMEN, MEN = stratum("female", 60, 240, 0), stratum("male", 67, 283, 0)
BY_SEX = replace(table(WOMEN, MEN, axis="sex"), others=(SITES,))
DE = parted(stratum("DE", 77, 103, 0), Part(100, "not_met"), Part(80))


@pytest.mark.parametrize(
    "count",
    [
        pytest.param(ONE_MET, id="site SE01 or (site FI01 and age 61)"),
        pytest.param(ONE_NOT_MET, id="site FI01, age >= 18"),
        pytest.param(BY_SEX, id="site FI01, age >= 20, by sex"),
        pytest.param(table(DE), id="site DE02, age >= 18, by country"),
    ],
)
def test_a_definition_that_names_strata_gives_no_small_number_away(count: Count) -> None:
    for axis in (count.axis, ""):
        assert release(replace(count, axis=axis)).answers is Answers.NOTHING


def test_what_holds_for_everybody_of_a_part_gives_no_small_number_away() -> None:
    """(site SE01 and age >= 0) or (site FI01 and age 61) or (site DE01 and age < 0): the text
    leaves all three open, and a reader knows that all of SE01 and none of DE01 meet it."""
    names, rows = ("SE01", "FI01", "DE01"), ((520, 0, 0), (2, 128, 0), (0, 210, 0))
    sites = [
        parted(stratum(name, *n), KnownPart(sum(n), kind=name))
        for name, n in zip(names, rows, strict=True)
    ]
    one_kind = [parted(one, Part(one.lake_patients)) for one in sites]
    assert release(table(*sites, axis="")).answers is Answers.NOTHING
    assert release(table(*one_kind, axis="")).answers is Answers.ALL


def test_a_definition_that_names_strata_is_answered_where_nothing_is_small() -> None:
    large = parted(stratum("FI01", 60, 70, 0), Part(130))
    released = release(table(*NOT_MET, large, axis="site"))
    assert [row.met for row in released.rows] == [0, 60]


NUMBER = st.one_of(st.integers(0, 8), st.integers(0, 300))


@st.composite
def tables(draw: st.DrawFn) -> Count:
    """Up to fifteen strata in a tree of two storeys, with an index."""
    sizes = draw(st.lists(st.integers(1, 5), min_size=1, max_size=3))
    names = [[f"{letter}{number}" for number in range(n)] for letter, n in zip("ABC", sizes)]  # noqa: B905
    tree = Node("", tuple(Node("", tuple(map(Node, one))) for one in names))
    strata = tuple(stratum(n, *draw(st.tuples(*[NUMBER] * 4))) for one in names for n in one)
    return Count(draw(st.sampled_from(("", "site"))), tree, strata, True, "patients", provenance())


@given(tables())
def test_every_printed_number_is_zero_or_large(count: Count) -> None:
    released = release(count)
    for row in (*released.rows, released.total):
        assert all(number in (None, 0) or number >= 5 for number in numbers(row))


@given(tables())
def test_blocks_partition_the_strata_and_add_up(count: Count) -> None:
    released = release(count)
    if not released.rows:
        return
    printed = [name for label in labels(released) for name in label.split("+")]
    assert printed == [one.name for one in count.strata if one.lake_patients]
    columns = zip(*(numbers(row) for row in released.rows), strict=True)
    assert numbers(released.total) == tuple(
        None if None in column else sum(n for n in column if n is not None) for column in columns
    )


@given(tables())
def test_notes_follow_from_what_is_printed(count: Count) -> None:
    released = release(count)
    assert released == release(count)
    joined = any("+" in label for label in labels(released))
    assert any("joined" in note for note in released.notes) == joined
