"""The pieces of a query: named CTEs, each written once however many criteria use it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from tfrq import vocabulary
from tfrq.model import At, Definition, Node, Period, Response, criteria, responses
from tfrq.model.times import AFTER_INDEX
from tfrq.sql.render import SQL, name, render, rows

# A day before every record, for "however old", and one after every record.
START_OF_TIME = -1_000_000
END_OF_TIME = 1_000_000
NAMED_DEPTHS = tuple(level for level in vocabulary.LEVELS if level.abl1_copies)
_ANCHORS = {
    "index": "anchor_index",
    "diagnosis": "anchor_diagnosis",
    "TKI start": "anchor_tki_start",
}
# Indexes that need neither the tests nor the treatments of a query, so that these can be left
# to the patients who have the index: one in six stops treatment.
_FOUND_FIRST = frozenset(
    {
        "first TFR attempt",
        "second TFR attempt",
        "third TFR attempt",
        "last TFR attempt",
        "each TFR attempt",
        "first de-escalation",
        "data cut",
    }
)
_OPPOSITE = {">": "<=", ">=": "<"}


class Pieces:
    """Collects the CTEs of one definition in the order in which they depend on each other.
    `also`: what is asked of its subjects besides."""

    def __init__(self, definition: Definition, also: Sequence[Node] = ()) -> None:
        self.definition = definition
        self.asked = (*definition.steps, *also)
        self.assumed_level = definition.assume_undetectable
        self.ctes: dict[SQL, SQL] = {}
        self._search: SQL | None = None
        self._names: dict[tuple[str, str], SQL] = {}
        self._counts: dict[str, int] = {}

    def add(self, template: str, *, alone: bool = False, **values: Any) -> SQL:
        """The name of the CTE that this template and these values make. `alone`: there is one
        of this kind in a query, so its name needs no number."""
        text = render(template, **values)
        key = (template, text)
        if key not in self._names:
            number = self._counts[template] = self._counts.get(template, 0) + 1
            cte = name(template) if alone else name(template, number)
            self._names[key] = cte
            self.ctes[cte] = text
        return self._names[key]

    def named(self, cte: str, template: str, **values: Any) -> SQL:
        """A CTE that templates refer to by a fixed name, whatever template makes it."""
        found = name(cte)
        if found not in self.ctes:
            self.ctes[found] = render(template, **values)
        return found

    def observed(self) -> SQL:
        """Everybody, and until when they were observed."""
        return self.named("observed", "observed")

    def judged(self) -> SQL:
        """Until when the patients whose records are read were observed: those who have the index,
        where it is found without these records, else everybody. One row per patient."""
        index = self.definition.index
        if index is None or index.kind not in _FOUND_FIRST:
            return self.observed()
        if index.kind == "each TFR attempt":
            return self.named("judged", "judged")
        return name("subject")

    def treatment(self) -> SQL:
        """Treatments within the observation."""
        return self.named("treatment", "treatment", judged=self.judged())

    def treated(self) -> SQL:
        """Patients with any treatment record."""
        self.treatment()
        return self.named("treated", "treated")

    def tki_start(self) -> SQL:
        """First day of any TKI."""
        self.treatment()
        return self.named("tki_start", "tki_start", tkis=vocabulary.TKIS)

    def attempt(self) -> SQL:
        """Usable attempts in order of date."""
        self.observed()
        return self.named("attempt", "attempt", tkis=vocabulary.TKIS)

    def deescalation(self) -> SQL:
        """De-escalation of the first attempt that has one."""
        self.attempt()
        return self.named("deescalation", "deescalation")

    def anchor(self, anchor: str) -> SQL:
        """Subjects with the day of an anchor."""
        if anchor == "TKI start":
            self.tki_start()
        if anchor != "de-escalation":
            return self.add(_ANCHORS[anchor], alone=True)
        if self.at_attempt:
            return self.add("anchor_attempt_deescalation", alone=True)
        self.deescalation()
        return self.add("anchor_first_deescalation", alone=True)

    def period(self, period: Period, *, exposure: bool = False) -> SQL:
        """Subjects with the first and last day of a period; for exposures the last day is the
        first one that no longer counts (semantics §2)."""
        if self._search is not None and period == AFTER_INDEX:
            return self._search
        if period.kind == "ever":
            return self.add("period_ever", alone=True, start_of_time=START_OF_TIME)
        values: dict[str, Any] = {"anchor": self.anchor(period.anchor)}
        template = f"period_{period.kind}"
        if period.within is not None:
            template, values["days"] = f"{template}_within", period.within.days
        if period.kind == "after":
            values["shift"] = 0 if exposure else 1
        elif period.within is None:
            values["start_of_time"] = START_OF_TIME
        return self.add(template, **values)

    def test(self) -> SQL:
        """Tests as §4 reads them."""
        levels = tuple((level.name, level.cutoff) for level in vocabulary.LEVELS)
        return self.named(
            "test",
            "test",
            judged=self.judged(),
            until=name("index_day" if self._looks_back() else "observed_until"),
            levels=rows(levels),
            abl1=[level.abl1_copies for level in NAMED_DEPTHS],
            gusb=[level.gusb_copies for level in NAMED_DEPTHS],
        )

    def _looks_back(self) -> bool:
        """Whether no criterion asks for a test after an index of which a patient has one only:
        half of the tests of those who stop are later."""
        index = self.definition.index
        return (
            index is not None
            and index.kind in _FOUND_FIRST - {"each TFR attempt", "first de-escalation"}
            and all(
                _at_or_before_index(criterion)
                for step in self.asked
                for criterion in criteria(step)
                if any(responses(criterion))
            )
        )

    def days(self, response: Response) -> SQL:
        """One result per informative day for a response."""
        self.test()
        opposite = response.operator in _OPPOSITE
        template = "opposite_day" if opposite else "response_day"
        return self.add(template, tests=self._tests(response))

    def results(self, response: Response) -> SQL:
        """Informative tests for a response, of which the one with the largest outcome decides its
        day. Grouping by day costs more than ordering, so this is for what orders them anyway."""
        if response.operator in _OPPOSITE:
            # Of two tests of a day the meeting one decides here, so they are days already.
            return self.days(response)
        self.test()
        return self.add("response_result", tests=self._tests(response))

    def _tests(self, response: Response) -> SQL:
        if response.level == vocabulary.UNDETECTABLE:
            return self.add("undetectable_test", copies=response.copies or 0)
        operator = _OPPOSITE.get(response.operator, response.operator)
        template = "strict_response_test" if operator == "<" else "response_test"
        return self.add(
            template,
            cutoff=response.cutoff,
            required=_required_depth(response),
            verified=response.depth_verified,
            assumed=self._assumed(response),
        )

    @contextmanager
    def assuming(self, level: str) -> Iterator[None]:
        """While this lasts, not-detected tests of unknown depth count for this level ("": none):
        a definition that another one names keeps its own option (semantics §6)."""
        outer, self.assumed_level = self.assumed_level, level
        yield
        self.assumed_level = outer

    @contextmanager
    def searching(self, search: SQL) -> Iterator[None]:
        """While this lasts, criteria after the index look where an endpoint is looked for: `search`
        is a period with its restart, in the columns of period_after and restart_in."""
        self._search = search
        yield
        self._search = None

    def _assumed(self, response: Response) -> bool:
        """Whether a not-detected test of unknown depth counts. What is only assumed is not
        verified, so `(depth verified)` wins."""
        level = self.assumed_level
        assumed = [one.cutoff for one in vocabulary.LEVELS if one.name == level]
        return bool(assumed) and response.cutoff >= assumed[0] and not response.depth_verified

    def sequence(self, response: Response) -> SQL:
        """Informative days in order."""
        return self.add("sequence", days=self.days(response))

    def ends(self, period: SQL) -> SQL:
        """TKI lines that had ended by the end of a period."""
        return self.add("line_end", period=period, end_of_time=END_OF_TIME)

    def line_start(self) -> SQL:
        """When each TKI line began."""
        self.treatment()
        return self.named("line_start", "line_start")

    def restart(self, period: Period) -> SQL:
        """The first restart of a period."""
        if self._search is not None and period == AFTER_INDEX:
            return self._search
        self.treatment()
        self.attempt()
        self.named("tki_restart", "tki_restart", tkis=vocabulary.TKIS)
        # A pause is no restart that ends a time off treatment, unless it ends an attempt.
        after = period.kind == "after"
        return self.add("restart_in", period=self.period(period), after=after, tkis=vocabulary.TKIS)

    @property
    def at_attempt(self) -> bool:
        """Whether the index is an attempt."""
        index = self.definition.index
        return index is not None and index.kind.endswith("TFR attempt")

    def at(self, when: At) -> SQL:
        """Subjects with the day on which a state is asked."""
        return self.anchor(when.anchor)


def _at_or_before_index(criterion: Node) -> bool:
    when = getattr(criterion, "when", None) or getattr(criterion, "period", None)
    if isinstance(when, Period):
        return when.kind == "before" and when.anchor == "index"
    return when == At("index")


def _required_depth(response: Response) -> int:
    """Place among NAMED_DEPTHS, from 1, of the shallowest named level at least as deep as the
    cut-off; 0 for 0.1 % and shallower (semantics §4)."""
    if response.cutoff >= next(one.cutoff for one in vocabulary.LEVELS if one.name == "MR3"):
        return 0
    for place, level in enumerate(NAMED_DEPTHS, start=1):
        if level.cutoff <= response.cutoff:
            return place
    return len(NAMED_DEPTHS)
