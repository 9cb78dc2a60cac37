"""Definition → one query: pieces, one CTE per criterion, and the answers (semantics §3, §7)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tfrq import model
from tfrq.model import (
    ONE_YEAR,
    And,
    AtLeast,
    Definition,
    InDefinition,
    Index,
    Node,
    Not,
    Or,
)
from tfrq.schema import TABLES
from tfrq.sql import attributes, exposures, responses
from tfrq.sql.pieces import Pieces
from tfrq.sql.render import SQL, fragment, joined, name, render

COMPILE: dict[type[Node], Callable[[Any, Pieces], SQL]] = {
    model.SustainedResponse: responses.sustained_response,
    model.ResponseState: responses.response_state,
    model.AnyResponse: responses.any_response,
    model.ResponseAt: responses.response_at,
    model.LastTests: responses.last_tests,
    model.AllTests: responses.all_tests,
    model.TestCount: responses.test_count,
    model.FirstResponse: responses.first_response,
    model.Endpoint: responses.endpoint,
    model.Exposure: exposures.exposure,
    model.CurrentExposure: exposures.current_exposure,
    model.AnyExposure: exposures.any_exposure,
    model.LineDrug: exposures.line_drug,
    model.LineCount: exposures.line_count,
    model.OnDrug: exposures.on_drug,
    model.StoppedDrug: exposures.stopped_drug,
    model.StoppedFor: exposures.stopped_for,
    model.SwitchedFor: exposures.switched_for,
    model.Age: attributes.age,
    model.Sex: attributes.sex,
    model.Country: attributes.country,
    model.Site: attributes.site,
    model.Diagnosed: attributes.diagnosed,
    model.PhaseAtDiagnosis: attributes.phase_at_diagnosis,
    model.AdvancedPhase: attributes.advanced_phase,
    model.Transcript: attributes.transcript,
    model.RiskScore: attributes.risk_score,
    model.Event: attributes.event,
    model.PreviousAttempt: attributes.previous_attempt,
    model.Followed: attributes.followed,
    model.Tapered: attributes.tapered,
    model.Laboratory: attributes.laboratory,
    model.HalvingTime: attributes.halving_time,
}
_ORDINALS = {"first TFR attempt": 1, "second TFR attempt": 2, "third TFR attempt": 3}


@dataclass(frozen=True)
class Query:
    """One SQL statement for DuckDB, and the lake's views that it names."""

    sql: str
    tables: tuple[str, ...]


class Compiler:
    """Collects what a definition needs and puts the query together. `also`: criteria that are
    asked of its subjects besides, as what happened to them later."""

    def __init__(self, definition: Definition, also: Sequence[Node] = ()) -> None:
        self.definition = definition
        self.pieces = Pieces(definition, also)
        self.after: dict[SQL, SQL] = {}
        self.criteria: dict[SQL, SQL] = {}
        self.asked: list[Node] = []
        self._names: dict[SQL, SQL] = {}
        _index(definition.index, self.pieces)
        self.pieces.named("subject", "subject")
        steps = [self.holds(step) for step in definition.steps]
        self.answer = self._answer(steps)

    def holds(self, node: Node) -> SQL:
        """The boolean expression that answers a node; SQL's and, or, not are Kleene's."""
        if isinstance(node, Not):
            return fragment("negation", item=self.holds(node.item))
        if isinstance(node, And | Or):
            word = " AND " if isinstance(node, And) else " OR "
            items = [self.holds(item) for item in node.items]
            return fragment("grouped", items=joined(word, items))
        if isinstance(node, AtLeast):
            return self._at_least(node)
        if isinstance(node, InDefinition):
            with self.pieces.assuming(node.definition.assume_undetectable):
                return self.holds(model.all_of(node.definition.steps))
        return fragment("holds", criterion=self.criterion(node))

    def criterion(self, node: Node) -> SQL:
        """The CTE of a criterion: one for all criteria whose SQL is the same."""
        text = COMPILE[type(node)](node, self.pieces)
        if text not in self._names:
            cte = self._names[text] = name("criterion", len(self._names) + 1)
            self.criteria[cte] = text
            self.asked.append(node)
        return self._names[text]

    def _at_least(self, node: AtLeast) -> SQL:
        items = [self.holds(item) for item in node.items]
        met = joined(" + ", [fragment("count_met", item=item) for item in items])
        possible = joined(" + ", [fragment("count_possible", item=item) for item in items])
        return fragment("at_least", met=met, possible=possible, number=node.number)

    def _answer(self, steps: list[SQL]) -> SQL:
        numbered = [
            fragment("step", holds=step, step=name("step", number))
            for number, step in enumerate(steps, start=1)
        ]
        joins = [fragment("join_criterion", criterion=cte) for cte in self.criteria]
        return render(
            "answers",
            steps=joined(", ", numbered),
            whole=joined(" AND ", steps),
            joins=joined("\n", joins),
        )

    def query(self, final: SQL) -> Query:
        """The whole statement, ending in `final`, which reads the CTE `answer`."""
        ctes = {**self.pieces.ctes, **self.criteria, name("answer"): self.answer, **self.after}
        parts = [f"{cte} AS (\n{_indented(text)}\n)" for cte, text in ctes.items()]
        sql = "WITH " + ",\n".join(parts) + f"\n{final}"
        return Query(sql, _tables(sql))


def _tables(sql: str) -> tuple[str, ...]:
    """The lake's views that a statement names outside its comments."""
    words = set(re.findall(r"\w+", re.sub(r"--.*", "", sql)))
    return tuple(table for table in TABLES if table in words)


def _indented(text: str) -> str:
    return "\n".join("    " + line for line in text.split("\n"))


def _index(index: Index | None, pieces: Pieces) -> SQL:
    """The CTE `indexed`: who has the index, and when."""
    pieces.observed()
    if index is None:
        return pieces.named("indexed", "index_none")
    if index.kind == "diagnosis":
        return pieces.named("indexed", "index_diagnosis")
    if index.kind == "TKI start":
        pieces.tki_start()
        return pieces.named("indexed", "index_tki_start")
    if index.kind == "first de-escalation":
        pieces.deescalation()
        return pieces.named("indexed", "index_deescalation")
    if index.kind == "data cut":
        pieces.named("last_record", "last_record")
        return pieces.named("indexed", "index_data_cut", days=ONE_YEAR.days)
    if index.kind == "first response":
        assert index.response is not None
        return pieces.named("indexed", "index_response", days=pieces.days(index.response))
    return _index_attempt(index.kind, pieces)


def _index_attempt(kind: str, pieces: Pieces) -> SQL:
    pieces.attempt()
    if kind in _ORDINALS:
        return pieces.named("indexed", "index_attempt", ordinal=_ORDINALS[kind])
    template = "index_last_attempt" if kind == "last TFR attempt" else "index_each_attempt"
    return pieces.named("indexed", template)


def compile_query(definition: Definition) -> Query:
    """One row per subject: subject_id, patient_id, index_day, step_1 …, holds."""
    return Compiler(definition).query(render("members"))


def compile_count(definition: Definition) -> Query:
    """One row per site and sex: the columns of template count_by, or of count_attempts_by where
    the rows are attempts."""
    index = definition.index
    attempts = index is not None and index.kind == "each TFR attempt"
    template = "count_attempts_by" if attempts else "count_by"
    return Compiler(definition).query(render(template, answers=name("answer")))
