"""Who left a curve when: docs/survival.md, rule by rule, on lakes of a patient or a few."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import pytest

from tests.oracle import random_lake
from tests.oracle.build import attempt, bad, drug, event, good, lake_of, on, sample
from tests.property.differential import EPOCH, connection
from tests.queries.definitions import LIBRARY, NAMES, ROOT
from tests.unit.sql.endpoints import DEPTH, INDEX, MRFS, TFS, TIMED, Timed, levels, outcome
from tfrq import lake as lakes
from tfrq import language, sql
from tfrq.errors import DefinitionError, Fault
from tfrq.model import Levels
from tfrq.sql.strata import STRATUM

START = 1000  # The day of the index in these lakes; every other day is counted from it.
EVERYBODY = language.parse("country SE", index=INDEX)
LEFT_OUT = ("left out", None)
Rows = list[dict[str, Any]]


def record(
    tests: Sequence[dict[str, Any]] = (),
    *,
    restart: int | None = None,
    cut: int = 1000,
    **events: int,
) -> dict[str, Any]:
    """A patient off treatment from day 0 of the index: events by name, and what was tested."""
    treatments = [drug("imatinib", 0, START)]
    treatments += [] if restart is None else [drug("imatinib", START + restart)]
    return lake_of(
        tests=tests,
        treatments=treatments,
        attempts=[attempt(START)],
        events=[event(_NAMES.get(name, name), START + day) for name, day in events.items()],
        cut=START + cut,
    )


_NAMES = {"progression": "blast phase"}


def met(*days: int) -> list[dict[str, Any]]:
    """Tests that meet every level asked for here."""
    return good(*(START + day for day in days))


def lost(*days: int) -> list[dict[str, Any]]:
    """Tests that fail every level asked for here."""
    return bad(*(START + day for day in days))


def shallow(*days: int) -> list[dict[str, Any]]:
    """Tests that meet MR4 and say nothing of a deeper level."""
    return [sample(START + day, "0.0032", copies=12_000) for day in days]


def _with(lake: dict[str, Any], *events: dict[str, Any]) -> dict[str, Any]:
    """The same patient, to whom more happened."""
    return lake | {"events": [*lake["events"], *events]}


def rows(lake: dict[str, Any], query: sql.Query) -> Rows:
    with connection(lake) as opened:
        found = opened.execute(query.sql)
        columns = [column[0] for column in found.description]
        return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]


def subject(lake: dict[str, Any], text: str, landmark: int = 0) -> tuple[str, int | None]:
    """How the only patient left, and when."""
    query = sql.compile_subjects(EVERYBODY, outcome(text), landmark=landmark)
    (row,) = rows(lake, query)
    return row["state"], row["time"]


def part(found: Rows, name: str) -> Rows:
    return [row for row in found if row["part"] == name]


CASES = {
    # Events, and the last test.
    "a loss": (record(met(100) + lost(200)), "loss of MMR", ("event", 200)),
    "the first of two losses": (record(lost(100, 200)), "loss of MMR", ("event", 100)),
    "a test on the index day is no test after it": (record(lost(0)), "loss of MMR", LEFT_OUT),
    "a test on the next day is": (record(lost(1)), "loss of MMR", ("event", 1)),
    "censored at the last test": (record(met(100, 200)), "loss of MMR", ("censored", 200)),
    "not tested": (record(), "loss of MMR", LEFT_OUT),
    "any positive test": (record(met(100)), "any positive test", ("event", 100)),
    "an uninformative test is none": (record(shallow(100)), "loss of MR4.5", LEFT_OUT),
    "a record after the data cut is none": (
        record(met(100) + lost(300), cut=200, progression=250),
        MRFS,
        ("censored", 100),
    ),
    # Confirmation.
    "a last unconfirmed failure is no event": (
        record(met(100) + lost(200)),
        "confirmed loss of MMR",
        ("censored", 200),
    ),
    "a confirmed loss": (record(lost(200, 300)), "confirmed loss of MMR", ("event", 200)),
    "a confirmed loss dated at confirmation": (
        record(lost(200, 300)),
        "confirmed loss of MMR (dated at confirmation)",
        ("event", 300),
    ),
    "a failure before the index confirms none": (
        record(lost(-5, 5)),
        "confirmed loss of MMR",
        ("censored", 5),
    ),
    "confirmed on the day of the restart": (
        record(lost(200, 250), restart=250),
        "confirmed loss of MMR",
        ("event", 200),
    ),
    "confirmed after the restart": (
        record(lost(200, 300), restart=250),
        "confirmed loss of MMR",
        ("censored", 200),
    ),
    # The restart: neither part nor competing, part, competing.
    "a loss after the restart": (
        record(met(100) + lost(200), restart=150),
        "loss of MMR",
        ("censored", 100),
    ),
    "a loss on the day of the restart": (
        record(met(100) + lost(150), restart=150),
        "loss of MMR",
        ("event", 150),
    ),
    "a meeting test on the day of the restart": (
        record(met(100, 150, 180), restart=150),
        "loss of MMR",
        ("censored", 150),
    ),
    "tested after the restart only": (record(met(200), restart=150), "loss of MMR", LEFT_OUT),
    "a restart as part": (record(met(100), restart=150), "loss of MMR or restart", ("event", 150)),
    "a restart as part, not tested": (record(restart=150), "loss of MMR or restart", LEFT_OUT),
    "a restart that competes": (
        record(met(100), restart=150),
        "loss of MMR competing restart",
        ("competing", 150),
    ),
    "lost on the day of the restart that competes": (
        record(met(100) + lost(150), restart=150),
        "loss of MMR competing restart",
        ("event", 150),
    ),
    "lost before the restart that competes": (
        record(lost(100), restart=150),
        "loss of MMR competing restart",
        ("event", 100),
    ),
    "a restart is no end without a molecular part": (
        record(restart=150, death=200),
        "death",
        ("event", 200),
    ),
    "a restart that competes with death": (
        record(restart=150, death=200),
        "death competing restart",
        ("competing", 150),
    ),
    "death competes with a restart": (
        record(death=200),
        "restart competing death",
        ("competing", 200),
    ),
    # Recorded events beside a molecular part.
    "death after the last test": (record(met(100), death=400), MRFS, ("event", 400)),
    "death after the restart": (
        record(met(100), restart=150, death=400),
        MRFS,
        ("censored", 100),
    ),
    "death on the day of the restart": (
        record(met(100), restart=150, death=150),
        MRFS,
        ("event", 150),
    ),
    "death after the restart, which is a part": (
        record(met(100), restart=150, death=400),
        TFS,
        ("event", 150),
    ),
    "death and no test": (record(death=400), MRFS, LEFT_OUT),
    "a molecular part among what competes ends the search as well": (
        record(met(100), restart=150, death=400),
        "death competing loss of MMR",
        ("censored", 100),
    ),
    "the earliest part": (record(lost(300), progression=200, death=400), MRFS, ("event", 200)),
    "the endpoint wins on the same day": (
        record(met(100) + lost(200), death=200),
        "loss of MMR competing death",
        ("event", 200),
    ),
    "what competes comes first": (
        record(met(100) + lost(200), progression=199),
        "loss of MMR competing death or progression",
        ("competing", 199),
    ),
    # Several levels.
    "two levels, with different last tests": (
        record(met(100) + shallow(300)),
        "loss of MMR or loss of MR4.5",
        ("censored", 100),
    ),
    "two levels, one never tested": (
        record(shallow(100)),
        "loss of MMR or loss of MR4.5",
        LEFT_OUT,
    ),
    "an event after the earliest of the last tests": (
        record(met(100) + shallow(300), death=400),
        "loss of MMR or loss of MR4.5 competing death",
        ("competing", 400),
    ),
    # From the restart.
    "regained": (
        record(lost(160) + met(250), restart=150),
        "regained MMR",
        ("event", 100),
    ),
    "regained on the day of the restart is not after it": (
        record(met(150) + lost(200), restart=150),
        "regained MMR",
        ("censored", 50),
    ),
    "regained without a restart": (record(met(100)), "regained MMR", LEFT_OUT),
    "regained, not tested": (record(met(100), restart=150), "regained MMR", LEFT_OUT),
    "dead on the day of the restart": (
        record(met(100, 150), restart=150, death=150),
        "regained MMR competing death",
        LEFT_OUT,
    ),
    "dead before a response is regained": (
        record(lost(200), restart=150, death=300),
        "regained MMR competing death",
        ("competing", 150),
    ),
    "a progression before the restart": (
        record(lost(200), restart=150, progression=120),
        "regained MMR competing progression",
        ("censored", 50),
    ),
    "a progression before the restart, and another one after it": (
        _with(record(lost(200), restart=150, progression=120), event("blast phase", START + 180)),
        "regained MMR competing progression",
        ("competing", 30),
    ),
    "two levels are regained: the first": (
        record(shallow(200) + met(300), restart=150),
        "regained MMR or regained MR4.5",
        ("event", 50),
    ),
    # The end of the observation.
    "observed to the end": (record(cut=365), "death", ("censored", 365)),
    "observed for one day": (record(cut=1), "death", ("censored", 1)),
    "not observed beyond the index": (record(cut=0), "death", LEFT_OUT),
    "dead on the day of the index": (record(death=0), "death", LEFT_OUT),
    "dead on the next day": (record(death=1), "death", ("event", 1)),
}


@pytest.mark.parametrize("case", CASES)
def test_how_and_when_a_patient_leaves(case: str) -> None:
    lake, text, wanted = CASES[case]
    assert subject(lake, text) == wanted


@pytest.mark.parametrize(
    ("leaves", "wanted"), [(99, LEFT_OUT), (100, LEFT_OUT), (101, ("event", 1))]
)
def test_who_has_left_by_the_landmark_is_left_out(
    leaves: int, wanted: tuple[str, int | None]
) -> None:
    lake = record(met(10) + lost(leaves))
    assert subject(lake, "loss of MMR", landmark=100) == wanted
    found = rows(lake, sql.compile_times(EVERYBODY, outcome("loss of MMR"), landmark=100))
    followed = wanted[1] is not None
    assert [(row["met"], row["not_met"]) for row in part(found, "people")] == [
        (int(followed), int(not followed))
    ]
    assert [row["day"] for row in part(found, "days")] == ([wanted[1]] if followed else [])


def test_the_days_of_a_subject_are_told() -> None:
    query = sql.compile_subjects(EVERYBODY, outcome("regained MMR"))
    (row,) = rows(record(lost(160) + met(250), restart=150), query)
    days = [(row[name] - (on(START) - EPOCH).days) for name in ("index_day", "origin_day")]
    assert days == [0, 150]
    (row,) = rows(record(), query)
    assert row["origin_day"] is None


def paused(index: str, *tests: list[dict[str, Any]]) -> tuple[str, int | None]:
    """How a patient left who paused on days 100 to 130, and was off treatment from 500 to 700."""
    treatments = [drug("imatinib", 0, 100), drug("imatinib", 130, 500), drug("imatinib", 700)]
    lake = lake_of(
        tests=[one for day in tests for one in day], treatments=treatments, attempts=[attempt(500)]
    )
    definition = language.parse("country SE", index=index)
    (row,) = rows(lake, sql.compile_subjects(definition, outcome("loss of MMR")))
    return row["state"], row["time"]


@pytest.mark.parametrize(
    ("lost_on", "wanted"),
    [(120, ("event", 120)), (200, ("event", 200)), (700, ("event", 700)), (701, ("censored", 50))],
)
def test_the_restart_after_a_pause_does_not_end_the_search_and_that_of_an_attempt_does(
    lost_on: int, wanted: tuple[str, int | None]
) -> None:
    assert paused("TKI start", good(50), bad(lost_on)) == wanted


@pytest.mark.parametrize(("lost_on", "wanted"), [(130, ("event", 20)), (200, ("censored", 10))])
def test_the_restart_after_a_pause_ends_the_search_of_whoever_is_off_treatment_at_the_index(
    lost_on: int, wanted: tuple[str, int | None]
) -> None:
    """The index lies in the pause."""
    assert paused("first MR4.5", good(110, 120), bad(lost_on)) == wanted


def test_each_attempt_of_a_patient_is_followed() -> None:
    definition = language.parse("country SE", index="each TFR attempt")
    lake = record(lost(100, 700), restart=150)
    lake["treatments"][1]["stop_date"] = on(START + 500)
    lake["tfr_attempts"].append(attempt(START + 500, number=2))
    found = rows(lake, sql.compile_subjects(definition, outcome("loss of MMR")))
    assert [(row["state"], row["time"]) for row in found] == [("event", 100), ("event", 200)]
    with pytest.raises(Fault, match="each number"):
        sql.compile_times(definition, outcome("death"))


def test_times_need_an_index() -> None:
    definition = language.parse("country SE")
    for compiled in (sql.compile_times, sql.compile_subjects):
        with pytest.raises(DefinitionError, match="no index") as raised:
            compiled(definition, outcome("death"))
        assert "first TFR attempt" in raised.value.hint


def several(*records: dict[str, Any], **columns: Sequence[Any]) -> dict[str, Any]:
    """Patients 1, 2 … of one site in one lake; `columns` are those of their own rows."""
    together = {table: [] for table in records[0]} | {"sites": records[0]["sites"]}
    for place, lake in enumerate(records, start=1):
        for table in set(lake) - {"sites"}:
            together[table] += [row | {"patient_id": place} for row in lake[table]]
    for column, values in columns.items():
        for row, value in zip(together["patients"], values, strict=True):
            row[column] = value
    return together


COHORT = several(
    record(met(-100, 50, 400) + lost(500)),
    record(met(-400) + shallow(-10) + lost(200)),
    record(shallow(-50, 60)),
    record(lost(-10) + met(300)),
    record(met(90)),
    record(met(-5)),
    sex=["female", "male", "male", None, "female", "female"],
)


def test_people_are_followed_left_out_or_not_of_the_cohort() -> None:
    definition = language.parse("MMR at index", index=INDEX)
    found = rows(COHORT, sql.compile_times(definition, outcome("loss of MMR"), axis="sex"))
    names = ("sex", "lake_patients", "without_index", "met", "not_met", "not_assessable")
    assert [tuple(row[name] for name in names) for row in part(found, "people")] == [
        ("female", 3, 0, 1, 1, 1),
        ("male", 2, 0, 2, 0, 0),
        (None, 1, 0, 0, 0, 1),
    ]
    names = ("stratum", "day", "events", "competing", "censored")
    assert [tuple(row[name] for name in names) for row in part(found, "days")] == [
        ("female", 500, 1, 0, 0),
        ("male", 60, 0, 0, 1),
        ("male", 200, 1, 0, 0),
    ]
    assert part(found, "strata") == []


def test_the_strata_of_a_place_and_of_everybody_are_named() -> None:
    named = {}
    for axis in ("", "country", "site", "sex"):
        found = rows(COHORT, sql.compile_times(EVERYBODY, outcome("death"), axis=axis))
        named[axis] = {row["stratum"] for row in part(found, "days")}
    assert named == {
        "": {""},
        "country": {"SE"},
        "site": {"SE01"},
        "sex": {"female", "male", "unknown"},
    }


def names_of(lake: dict[str, Any], *groups: Levels) -> list[tuple[str, ...]]:
    query = sql.compile_subjects(EVERYBODY, outcome("death"), levels=groups)
    columns = [f"level_{place}" for place in range(1, len(groups) + 1)]
    return [tuple(row[column] for column in columns) for row in rows(lake, query)]


def test_a_subject_is_in_the_first_group_that_is_met_else_unknown_else_in_the_rest() -> None:
    assert names_of(COHORT, DEPTH) == [
        ("deep",),
        ("shallow",),  # Whether it was deep is unknown, and no matter.
        ("shallow",),
        ("other",),
        ("unknown",),
        ("deep",),
    ]


def test_groups_may_look_after_the_index_and_be_called_anything() -> None:
    tested = levels(
        "tested later", **{"it's early; --": "at least 1 test within 3 months after index"}
    )
    assert [name for (name,) in names_of(COHORT, tested)] == [
        *("it's early; --", "tested later", "it's early; --"),
        *("tested later", "it's early; --", "tested later"),
    ]


def test_joint_groups_are_strata_of_the_followed_and_all_others_are_one() -> None:
    sexes = levels("man", woman="female")
    definition = language.parse("MMR before index", index=INDEX)
    asked = sql.compile_times(definition, outcome("death"), levels=(DEPTH, sexes))
    found = part(rows(COHORT, asked), "strata")
    names = ("stratum", "lake_patients", "without_index", "met", "not_met", "not_assessable")
    assert [tuple(row[name] for name in names) for row in found] == [
        ("deep | woman", 2, 0, 2, 0, 0),
        ("not followed", 2, 0, 0, 0, 2),
        ("shallow | man", 2, 0, 2, 0, 0),
    ]
    with pytest.raises(Fault, match="not in both"):
        sql.compile_times(definition, outcome("death"), axis="sex", levels=(sexes,))


@pytest.mark.parametrize("asked", TIMED, ids=lambda asked: asked.name)
def test_nobody_of_the_cohort_is_lost(asked: Timed) -> None:
    """A subject lost in a join would silently be on no curve, whatever is asked."""
    what, how = (asked.definition, outcome(asked.outcome)), {"landmark": asked.landmark}
    with connection(random_lake(random.Random(11), 60)) as opened:
        (met, *_) = totals(answered(opened, sql.compile_count(asked.definition)), COUNTED)
        subjects = answered(opened, sql.compile_subjects(*what, levels=asked.levels, **how))
        times = sql.compile_times(*what, axis=asked.axis, levels=asked.levels, **how)
        found = answered(opened, times)
    followed = sum(row["state"] != "left out" for row in subjects)
    assert len(subjects) == met > 0
    assert totals(part(found, "people"), COUNTED)[:2] == [followed, met - followed]
    assert sum(totals(part(found, "days"), LEAVING)) == followed
    for row in subjects:
        assert (row["state"] == "left out") == (row["time"] is None)
        assert row["time"] is None or row["time"] > 0


# Endpoints that between them are searched for to the restart, from it, and to the end.
ENDPOINTS = (MRFS, TFS, "death", "restart competing death", "regained MMR")
INDEXED = [name for name in NAMES if LIBRARY.find(name).definition.index]
COUNTED = ("met", "not_met", "not_assessable")
LEAVING = ("events", "competing", "censored")


@pytest.fixture(scope="module")
def sample_lake():
    opened = lakes.connect(lakes.open_lake(ROOT / "sample-lake", None))
    yield opened
    opened.close()


def answered(opened, query: sql.Query) -> Rows:
    found = opened.execute(query.sql)
    columns = [column[0] for column in found.description]
    return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]


def totals(found: Rows, names: Sequence[str]) -> list[int]:
    return [sum(row[name] for row in found) for name in names]


@pytest.mark.parametrize("place", range(len(INDEXED)), ids=INDEXED)
def test_whoever_is_followed_leaves_on_one_day(place: int, sample_lake) -> None:
    """The rest of the cohort is left out, and the rest of those with an index in neither. Each
    definition is asked two of the endpoints in turn."""
    name = INDEXED[place]
    definition = LIBRARY.find(name).definition
    (met, *others) = totals(answered(sample_lake, sql.compile_count(definition)), COUNTED)
    for text in (*ENDPOINTS, *ENDPOINTS)[place % len(ENDPOINTS) :][:2]:
        found = answered(sample_lake, sql.compile_times(definition, outcome(text)))
        followed, left_out, rest = totals(part(found, "people"), COUNTED)
        assert (followed + left_out, rest) == (met, sum(others))
        assert sum(totals(part(found, "days"), LEAVING)) == followed
        assert all(row["day"] >= 1 for row in part(found, "days"))


@pytest.mark.parametrize("axis", STRATUM)
def test_strata_hold_the_same_people(axis: str, sample_lake) -> None:
    definition = LIBRARY.find("euro-ski").definition
    found = answered(sample_lake, sql.compile_times(definition, outcome(MRFS), axis=axis))
    names = ("lake_patients", "without_index", *COUNTED)
    assert totals(part(found, "strata"), names) == totals(part(found, "people"), names)
    left = {row["stratum"]: 0 for row in part(found, "strata")}
    for row in part(found, "days"):
        left[row["stratum"]] += sum(row[name] for name in LEAVING)
    assert left == {row["stratum"]: row["met"] for row in part(found, "strata")}
    assert len(left) > 1


def test_subjects_are_the_people_of_the_days(sample_lake) -> None:
    definition = LIBRARY.find("euro-ski").definition
    asked = outcome("loss of MMR competing restart or death")
    found = answered(sample_lake, sql.compile_times(definition, asked, landmark=90))
    subjects = answered(sample_lake, sql.compile_subjects(definition, asked, landmark=90))
    states = [row["state"] for row in subjects]
    followed = totals(part(found, "days"), LEAVING)
    assert [states.count(state) for state in ("event", "competing", "censored")] == followed
    assert states.count("left out") == totals(part(found, "people"), ("not_met",))[0]
    assert min(followed) > 0
    assert {row["time"] is None for row in subjects if row["state"] == "left out"} == {True}
