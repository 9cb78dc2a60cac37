"""The course of a patient as a list of stages: lines of TKI, times off it, transplant."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tfrq import vocabulary
from tfrq.ingest.synth.draws import NEVER, Codes, Days, Flags
from tfrq.ingest.synth.kinetics import Burden

NOT_STATED = -1


def stop_reason(name: str) -> int:
    """Number of a reason in vocabulary.STOP_REASONS."""
    return vocabulary.STOP_REASONS.index(name)


# What ends a line with an attempt at TFR, or with a stop that is recorded as one.
STOPS = (stop_reason("TFR attempt"), stop_reason("pregnancy"))


@dataclass
class Stage:
    """One stage, with one entry per patient.

    `start` is NEVER where the patient does not come to it; `stop` is the first day after it,
    NEVER where it lasts. `schedule` names when tests are taken in it (visits.py).
    """

    schedule: str
    start: Days
    stop: Days
    drug: Codes
    line: Codes
    ended: Codes
    burden: Burden

    @property
    def reached(self) -> Flags:
        """Who comes to this stage."""
        return np.asarray(self.start < NEVER)

    def end_at(self, days: Days, reason: int) -> None:
        """End on these days where it would last longer; a stage of no day is not reached."""
        earlier = days < self.stop
        self.stop = np.where(earlier, days, self.stop)
        self.ended = np.where(earlier, reason, self.ended)
        self.start = np.where(self.stop > self.start, self.start, NEVER)

    def length(self, until: Days) -> Days:
        """Days in the stage, up to the last day of the record."""
        length = np.minimum(self.stop, until) - self.start
        return np.where(self.reached, np.maximum(length, 0), 0)


def off_drug(schedule: str, start: Days, burden: Burden) -> Stage:
    """A stage without a TKI that lasts."""
    never = np.full(len(start), NEVER)
    nothing = np.full(len(start), -1)
    return Stage(schedule, start, never, nothing, nothing, nothing, burden)
