"""Questions about what happened after the index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tfrq.api.definitions import Definitions, Resolved
from tfrq.api.endpoints import endpoint_of, landmark_of
from tfrq.errors import UsageError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from tfrq.model import Definition, Duration, TimeToEvent
    from tfrq.results import Times
    from tfrq.survival import Months, PublishedRate, Survival
    from tfrq.survival.factors import Factors
    from tfrq.survival.groups import Groups
    from tfrq.survival.trajectory import TrajectoryEstimate

GROUPS_AT_INDEX = (
    "Groups are judged at the index unless their text names another day, as 'MR4.5 at 6 months"
    " after index'."
)
LATER_ATTEMPTS = "Attempts after the third have no curve."


@dataclass(frozen=True)
class Question:
    """A cohort, what is waited for in it, and what its curves are told apart by. `own`: the name
    of the one definition that it is, at its own index and in full, "" for others."""

    resolved: Resolved
    outcome: TimeToEvent
    landmark: Duration | None
    groups: Groups
    own: str


class Outcomes(Definitions):
    """What can be asked of the time after the index."""

    def survival(
        self,
        cohort: str | Sequence[str],
        *,
        endpoint: str = "",
        by: str = "",
        at: Months = (6, 12, 24, 36, 60),
        landmark: str = "",
        index: str = "",
        options: Sequence[str] = (),
        exact: bool = False,
    ) -> Survival:
        """How many stay free of an endpoint, and for how long: curves with 95 % limits, medians,
        tests. `cohort`: a name or a text, or several, whose patients are groups by the first that
        each is in. `endpoint` ("": the definition's own). `by`: an axis of `count`, "attempt", a
        factor of `factors`, or the text of a criterion. `at`: a month or several to give the curves
        at. `landmark`: a length of time, as "6 months", after which the curves begin.

        Raises DefinitionError for a text that cannot be read, UsageError where there is no index
        or no endpoint, PolicyError where the lake's policy refuses exact curves.
        """
        from tfrq import disclosure, survival

        months = survival.asked(at)
        asked = self._question(cohort, endpoint, by, landmark, index, options)
        attempts = asked.groups.axis == survival.ATTEMPT
        times = self._by_attempt(asked) if attempts else (self._times(asked),)
        released = disclosure.release_times(times, asked.groups.name, exact=exact)
        published = self._published(asked)
        found = survival.estimated(released, months, published=published, independent=not attempts)
        return replace(found, notes=(*found.notes, *_notes(asked)))

    def figure(self, result: Survival | Factors | TrajectoryEstimate) -> Figure:
        """The figure of a result of `survival`, `factors` or `trajectory`, as an object of
        matplotlib. Raises UsageError without matplotlib."""
        from tfrq.render import factors, figures, trajectories
        from tfrq.survival.factors import Factors
        from tfrq.survival.trajectory import TrajectoryEstimate

        if isinstance(result, Factors):
            return factors.figure(result)
        if isinstance(result, TrajectoryEstimate):
            return trajectories.figure(result)
        return figures.figure(result)

    def _question(
        self,
        cohort: str | Sequence[str],
        endpoint: str,
        by: str,
        landmark: str,
        index: str,
        options: Sequence[str],
    ) -> Question:
        from tfrq.survival import group_names, groups, is_each_attempt

        by, length = group_names.named(by), landmark_of(landmark)
        names = (cohort,) if isinstance(cohort, str) else tuple(dict.fromkeys(cohort))
        every = [self._indexed(name, by, index, options).waiting_for(endpoint) for name in names]
        outcome = endpoint_of(every)
        if len(every) == 1:
            (resolved,) = every
            if is_each_attempt(resolved.definition):
                by = groups.only_attempt(by)
            own = resolved.name if resolved.name == names[0] and not (by or length) else ""
            return Question(resolved, outcome, length, self._groups(by, resolved.definition), own)
        if by:
            raise UsageError(
                "several cohorts are groups already, and cannot be grouped once more",
                hint="ask for one cohort with --by, or for several without",
            )
        labels = [one.name or name for one, name in zip(every, names, strict=True)]
        pairs = list(zip(labels, (one.definition for one in every), strict=True))
        whole, told_apart = groups.by_cohort(pairs)
        return Question(Resolved(" + ".join(labels), whole), outcome, length, told_apart, "")

    def _indexed(self, cohort: str, by: str, index: str, options: Sequence[str]) -> Resolved:
        """The definition at an index, by attempt at each of them."""
        from tfrq import survival
        from tfrq.survival.indexes import EACH_ATTEMPT

        at = EACH_ATTEMPT if by == survival.ATTEMPT else index
        resolved = self.resolve(cohort, index=at, options=options)
        survival.check_index(resolved.definition)
        return resolved

    def _groups(self, by: str, definition: Definition) -> Groups:
        """What "by" means for a definition: an axis, attempts, a factor, or a criterion.

        Raises DefinitionError or UsageError where it means nothing."""
        from tfrq import language, model, survival
        from tfrq.survival import factors, group_names, groups

        if not by or by in survival.AXES:
            return groups.by_axis(by) if by else groups.Groups()

        def parse(text: str) -> Definition:
            index = language.canonical_index(definition)
            return self.library.parse(
                text, index=index, options=language.canonical_options(definition)
            )

        if by in factors.KNOWN:
            (factor,) = factors.read([by], parse)
            return groups.by_factor(factor.name, factor.groups, factor.ordered)
        return groups.by_criterion(by, model.all_of(group_names.parsed(by, parse).steps))

    def _times(self, asked: Question, definition: Definition | None = None) -> Times:
        """Of another definition, as of one attempt, of everybody."""
        from tfrq import survival

        return survival.times(
            self.lake,
            definition or asked.resolved.definition,
            asked.outcome,
            axis="" if definition else asked.groups.axis,
            levels=asked.groups.levels,
            landmark=asked.landmark,
            ordered=asked.groups.ordered,
            name=asked.resolved.name,
        )

    def _by_attempt(self, asked: Question) -> tuple[Times, ...]:
        """The times of each attempt, which come from the definition at each of them."""
        from tfrq import cohort, model
        from tfrq.survival.groups import ATTEMPTS

        whole = asked.resolved.definition
        source = cohort.provenance(self.lake, whole, asked.resolved.name)
        each = (self._times(asked, replace(whole, index=model.Index(one))) for one in ATTEMPTS)
        return tuple(replace(one, people=replace(one.people, provenance=source)) for one in each)

    def _published(self, asked: Question) -> tuple[PublishedRate, ...]:
        """What the source of a definition reports of the same endpoint."""
        from tfrq import library, survival

        if not asked.own:
            return ()
        rows = library.comparable(self.cohort(asked.own), asked.outcome)
        return survival.published_rates(
            rows, rising=bool(asked.outcome.competing) or asked.outcome.from_restart
        )


def _notes(asked: Question) -> tuple[str, ...]:
    """What the groups mean, in plain words that depend on the question alone."""
    from tfrq.survival import ATTEMPT

    groups = asked.groups
    if groups.axis == ATTEMPT:
        return (LATER_ATTEMPTS,)
    return (GROUPS_AT_INDEX,) if asked.landmark and groups.by_text else ()
