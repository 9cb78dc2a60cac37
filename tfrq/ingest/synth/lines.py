"""Lines of TKI: which drug, how the disease answers it, and when and why it is changed."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from tfrq.ingest.synth import drugs
from tfrq.ingest.synth.draws import (
    NEVER,
    YEAR,
    Days,
    Flags,
    Random,
    Reals,
    chance,
    choose,
    spread,
    whole_days,
)
from tfrq.ingest.synth.fate import Fate
from tfrq.ingest.synth.kinetics import NOTHING, Burden, Response
from tfrq.ingest.synth.people import BLAST, CHRONIC, People
from tfrq.ingest.synth.stages import NOT_STATED, Stage, stop_reason

# Probability that a drug is given up for intolerance, in the order of the six (drugs.py).
INTOLERANCE = np.array([0.15, 0.17, 0.14, 0.22, 0.22, 0.08])


@dataclass(frozen=True)
class Resistance:
    """Where a clone escapes the drug: the day on which it reaches 1 % IS (NEVER: none), its rise
    in log10 per day, and whether it carries T315I."""

    reaches: Days
    rise: Reals
    t315i: Flags

    @property
    def present(self) -> Flags:
        """Who has such a clone."""
        return np.asarray(self.reaches < NEVER)


def first_start(people: People, fate: Fate, random: Random) -> Days:
    """First day of any TKI; NEVER for the few who do not live to see it or are never treated."""
    count = len(people)
    soon = people.diagnosis + 1 + random.gamma(1.6, 13.0, count).astype(np.int64)
    launch = drugs.IMATINIB_SINCE + random.gamma(1.5, 150.0, count).astype(np.int64)
    start = np.maximum(soon, np.where(soon < drugs.IMATINIB_SINCE + 365, launch, soon))
    untreated = chance(random, 0.008, count) | (start >= fate.end)
    return np.where(untreated, NEVER, start)


def draw_resistance(
    people: People, start: Days, drug: Days, base: Reals, random: Random
) -> Resistance:
    """Commoner with higher risk, in advanced phases and under imatinib; mostly in early years."""
    count = len(people)
    odds = base + 0.55 * people.risk + np.where(people.phase == CHRONIC, 0.0, 1.3)
    odds = odds - np.where(drug == drugs.IMATINIB, 0.0, 0.6)
    has = chance(random, 1 / (1 + np.exp(-odds)), count) & (start < NEVER)
    after = 110 + 560 * spread(random, 0.9, count)
    return Resistance(
        reaches=np.where(has, start + whole_days(after), NEVER),
        rise=random.uniform(0.012, 0.032, count),
        t315i=has & chance(random, 0.11, count),
    )


def burden_on(
    start: Days, drug: Days, entry: Burden, response: Response, escape: Resistance
) -> Burden:
    """The burden on the first day of a line: what was there, falling as this drug makes it fall."""
    potency = np.where(drug == drugs.IMATINIB, 1.0, 1.25)
    fast = np.log10(10**entry.fast + 10**entry.clone)
    days = np.where(escape.present, escape.reaches - start, 1)
    rise = np.minimum(escape.rise, -NOTHING / days)
    return replace(
        entry,
        fast=fast,
        fast_fall=response.fast_fall * potency,
        slow_fall=response.slow_fall * potency,
        clone=np.where(escape.present, -rise * days, NOTHING),
        clone_rise=np.where(escape.present, rise, 0.0),
    )


def before_treatment(response: Response) -> Burden:
    """The burden on the first day of the first line."""
    none = np.full(len(response.start), NOTHING)
    zero = np.zeros(len(none))
    return Burden(response.start, zero, response.slow, zero, response.floor, none, zero)


def exit_from(line: Stage, escape: Resistance, random: Random) -> None:
    """End a line at the first of intolerance, toxicity, resistance and other reasons."""
    count = len(line.start)
    never = np.full(count, NEVER)
    intolerant = chance(random, INTOLERANCE[np.clip(line.drug, 0, 5)], count)
    early = line.start + 12 + whole_days(random.exponential(330, count))
    late = line.start + 300 + whole_days(random.exponential(5 * YEAR, count))
    seen = np.where(escape.present, escape.reaches + random.integers(25, 150, count), NEVER)
    line.end_at(np.where(intolerant, early, never), stop_reason("intolerance"))
    line.end_at(np.where(chance(random, 0.07, count), late, never), stop_reason("toxicity"))
    line.end_at(np.where(chance(random, 0.04, count), late, never), stop_reason("other"))
    line.end_at(np.where(chance(random, 0.015, count), early + 200, never), stop_reason("trial"))
    line.end_at(seen, stop_reason("resistance"))
    # Before the second generation was there, a switch had to wait for it.
    waits = (line.stop < drugs.OTHERS_SINCE) & line.reached
    wait = drugs.OTHERS_SINCE + random.integers(0, 300, count)
    line.stop = np.where(waits, wait, line.stop)


def new_line(number: int, start: Days, drug: Days, burden: Burden) -> Stage:
    """A line of TKI that lasts until something ends it."""
    count = len(start)
    return Stage(
        schedule="first line" if number == 1 else "later line",
        start=start,
        stop=np.full(count, NEVER),
        drug=np.where(start < NEVER, drug, drugs.OFF),
        line=np.full(count, number),
        ended=np.full(count, NOT_STATED),
        burden=burden,
    )


def progress(people: People, line: Stage, escape: Resistance, fate: Fate, random: Random) -> None:
    """Some resistant disease accelerates; then transplant, death, or neither follows."""
    count = len(people)
    risk = np.where(people.phase == CHRONIC, 0.13, 0.45) * (1 + escape.t315i)
    failed = line.reached & (line.ended == stop_reason("resistance"))
    when = escape.reaches + random.integers(20, 420, count)
    progresses = failed & chance(random, risk, count) & (fate.progression == NEVER)
    progresses &= when < fate.end
    fate.progression = np.where(progresses, when, fate.progression)
    is_blast = chance(random, 0.55, count) | (people.phase == BLAST)
    fate.blast = np.where(progresses, is_blast, fate.blast)
    grafted = progresses & chance(random, 0.5, count) & (people.age < 66)
    _transplant(grafted, when, fate, random)
    survival = np.where(fate.blast == 1, 420.0, 1600.0) * random.exponential(1.0, count)
    fate.die(np.where(progresses & ~grafted, when + 15 + whole_days(survival), NEVER), "CML")


def _transplant(grafted: Flags, progression: Days, fate: Fate, random: Random) -> None:
    """Three in ten die of it; of the others two in ten of a relapse."""
    count = len(grafted)
    when = np.where(grafted, progression + random.integers(60, 270, count), NEVER)
    fate.transplant = np.where(when < fate.end, when, fate.transplant)
    outcome = choose(random, (0.3, 0.14, 0.56), count)
    by_graft = when + 10 + whole_days(random.exponential(200, count))
    by_relapse = when + 120 + whole_days(random.exponential(500, count))
    fate.die(np.where(grafted & (outcome == 0), by_graft, NEVER), "transplant")
    fate.die(np.where(grafted & (outcome == 1), by_relapse, NEVER), "CML")
