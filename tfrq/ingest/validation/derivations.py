"""What validation derives, by the name that its report counts it under (docs/mapping.md)."""

from __future__ import annotations

STOPS_LEFT = "stops left out, after the data cut"
LINES_NUMBERED = "TKI line numbers"
LINES_REMOVED = "line numbers taken off drugs that are no TKI"
ATTEMPTS_MADE = "attempts made of stops for one"
ATTEMPTS_NUMBERED = "attempt numbers by date of stop"
CONTACTS_LEFT = "last contacts left for a later one"
CONTACTS_MOVED = "last contacts moved up to the patient's latest record"
CONTACTS_CUT = "last contacts moved back to the death"
PATIENTS_LEFT = "rows of patients left for their earliest diagnosis"
PATIENTS_PUT_TOGETHER = "patients put together from rows that complete each other"
RESULTS_LOCAL = "results kept as local, of patients whose transcripts are atypical"
LEVELS_LEFT = "levels left out, of patients whose transcripts are atypical"
NUMBERS_KEPT = "levels left out beside a number that says as much"
LEVELS_KEPT = "numbers left out beside a level that says more"

DERIVATIONS = {
    STOPS_LEFT: "a treatment that stops after the data cut goes on at it; the reason of the stop "
    "is left out too",
    LINES_NUMBERED: "of a patient whose TKI rows do not all have a number: a change of ingredient "
    "begins a line, and so does a return to an earlier one; a change of dose and an interruption "
    "do not. Rows of one drug that overlap or adjoin are one stretch of it, in one line whatever "
    "began meanwhile; a TKI added to a running one begins a line; TKIs begun on one day are one "
    "line, and so is what begins next if it is a part of it",
    LINES_REMOVED: "only TKIs are counted in lines",
    ATTEMPTS_MADE: "where no entry of the mapping makes `tfr_attempts`: a TKI stopped with the "
    "reason `TFR attempt` makes an attempt that begins on that day, if no TKI is taken on it",
    ATTEMPTS_NUMBERED: "of a patient whose attempts do not all have a number: 1, 2, … by date",
    CONTACTS_LEFT: "of several last contacts of a patient (one per visit, say) the latest is taken",
    CONTACTS_MOVED: "a last contact before the patient's latest record is moved up to it, but past "
    "neither the death nor the data cut",
    CONTACTS_CUT: "a last contact after the death is moved back to it",
    PATIENTS_LEFT: "see `earliest`",
    PATIENTS_PUT_TOGETHER: "see `distinct`",
    RESULTS_LOCAL: "the International Scale does not hold for patients who have atypical "
    "transcripts only",
    LEVELS_LEFT: "nor do its levels",
    NUMBERS_KEPT: "the lake has one result per test: beside a level that says no more the number "
    "stays",
    LEVELS_KEPT: "the level stays beside a local number, a lower bound, or an upper bound above "
    "the level's cut-off",
}
