"""Every shipped definition: what it says, that it runs, and the snapshots that show a change.

After a change that is meant: `TFRQ_SNAPSHOTS=write pytest tests/queries`, and read what has
changed. snapshots/NAME.txt holds the text, the words, the hash and the counts on the sample
lake; snapshots/NAME.sql the whole query.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest

from tests.queries.definitions import LIBRARY, NAMES, SNAPSHOTS, counted, page, query
from tfrq import language, model
from tfrq.library import NamedDefinition, comparable
from tfrq.results import Count

PROMISED = {
    *("eln2020-minimal", "eln2020-optimal", "nccn", "esmo2017", "filmc", "hughes-green"),
    *("stim1", "stim2", "twister", "a-stim", "kids", "isav", "euro-ski", "stop-2g-tki"),
    *("enestfreedom", "enestop", "dasfree", "dadi", "d-stop", "destiny-mr4", "destiny-mmr"),
    *("last", "second-attempt", "eligible-today-eln", "eligible-today-nccn"),
    "mr45-2y-imatinib-5y",
}
BUILT_ON = {
    "eln2020-optimal": "eln2020-minimal",
    "stim2": "stim1",
    "eligible-today-eln": "eln2020-minimal",
    "eligible-today-nccn": "nccn",
}
every = pytest.mark.parametrize("name", NAMES)


@cache
def one(name: str) -> NamedDefinition:
    return LIBRARY.find(name)


@cache
def count(name: str) -> Count:
    return counted(one(name).definition)


def test_what_was_promised_is_shipped():
    assert set(NAMES) == PROMISED


@every
def test_canonical_text_means_the_same(name):
    definition = one(name).definition
    assert LIBRARY.parse(language.canonical(definition)) == definition


@every
def test_where_it_comes_from_and_how_it_was_read_are_said(name):
    said = one(name)
    assert said.title
    assert said.source
    assert said.readings
    assert said.not_represented


@every
def test_it_is_judged_on_a_day_or_says_why_not(name):
    assert one(name).index or any("Without an index" in text for text in one(name).readings)


@every
def test_each_step_reads_as_one_criterion(name):
    """A criterion with a comma in it would become two steps, and two lines of the attrition."""
    assert len(one(name).definition.steps) == len(one(name).criteria)


@every
def test_some_patients_are_met_and_some_are_not(name):
    strata = count(name).strata
    assert sum(stratum.rows.met for stratum in strata) > 0
    assert sum(stratum.rows.not_met for stratum in strata) > 0


@pytest.mark.parametrize(("name", "base"), BUILT_ON.items())
def test_what_builds_on_another_names_it(name, base):
    steps = one(name).definition.steps
    named = [node for step in steps for node in model.nodes(step)]
    assert base in {node.name for node in named if isinstance(node, model.InDefinition)}


def test_nobody_is_in_both_groups_of_destiny():
    """They share every criterion but the depth, so that each patient of one is in the trial."""
    both = "in destiny-mr4, in destiny-mmr"
    definition = LIBRARY.parse(both, index="first de-escalation")
    assert sum(stratum.rows.met for stratum in counted(definition).strata) == 0
    assert one("destiny-mr4").criteria[:3] == one("destiny-mmr").criteria[:3]


def test_published_numbers_are_kept_as_data():
    """Every trial of docs/domain.md §3.2 reports some; a guideline reports none."""
    without = {name for name in NAMES if not one(name).published}
    guidelines = {"eln2020-minimal", "eln2020-optimal", "nccn", "esmo2017", "filmc"}
    others = {"hughes-green", "eligible-today-eln", "eligible-today-nccn", "mr45-2y-imatinib-5y"}
    assert without == guidelines | others


def test_every_trial_has_an_endpoint_and_no_guideline_has():
    """Who reports how many stayed free of it says of what."""
    assert {name for name in NAMES if one(name).outcome} == {
        name for name in NAMES if one(name).published
    }
    assert language.canonical_endpoint(one("euro-ski").outcome) == "MRFS"


@every
def test_the_endpoint_is_written_in_canonical_words(name):
    said = one(name)
    if said.outcome:
        assert language.canonical_endpoint(said.outcome) == said.endpoint


@every
def test_published_numbers_compare_with_the_own_endpoint(name):
    """All but those at no month, those that something competes with, and those of another one."""
    said = one(name)
    # `last` reports at a median follow-up, `isav` another event than the language can wait for.
    if said.published and name not in ("last", "isav"):
        assert comparable(said, said.outcome)
    for row in said.published:
        estimated = row.unit != "median_follow_up" and not row.other
        assert any(row in comparable(said, asked) for asked in asked_of(said)) == estimated


def asked_of(said):
    """The endpoints that somebody may ask for beside this definition."""
    texts = ("MRFS", "TFS", "loss of MMR competing death or restart")
    return (*([said.outcome] if said.outcome else []), *map(language.parse_endpoint, texts))


def test_shares_with_and_without_the_event_are_told_apart():
    """Two groups of DESTINY lose their response on study, and stay free of relapse after it."""
    shares = {(row.endpoint, row.share) for row in one("destiny-mr4").published}
    assert shares == {("molecular recurrence", "event"), ("RFS", "event-free")}
    incidence = language.parse_endpoint("loss of MMR competing death or restart")
    (row,) = comparable(one("stop-2g-tki"), incidence)
    assert (row.share, row.percent) == ("event", 35)
    assert row not in comparable(one("stop-2g-tki"), one("stop-2g-tki").outcome)


def test_a_label_that_is_another_endpoint_stands_beside_that_one():
    tfs = comparable(one("enestfreedom"), language.parse_endpoint("TFS"))
    assert [row.endpoint for row in tfs] == ["TFS"]
    assert comparable(one("kids"), language.parse_endpoint("MRFS")) == ()


@every
def test_text_words_hash_and_counts(name):
    compare(SNAPSHOTS / f"{name}.txt", page(one(name), count(name)))


@every
def test_sql(name):
    compare(SNAPSHOTS / f"{name}.sql", query(one(name).definition))


def test_no_snapshot_is_left_over():
    expected = {f"{name}.{kind}" for name in NAMES for kind in ("txt", "sql")}
    assert {path.name for path in SNAPSHOTS.iterdir()} == expected


def compare(path: Path, text: str) -> None:
    if os.environ.get("TFRQ_SNAPSHOTS") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text
