"""Every rule that a row or a record may break, by name: how grave, why, what to do.

Reading and mapping break the first part, validation the second (docs/mapping.md lists
them, and says how a site sets thresholds and severities of its own).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

REJECT = "reject"
WARNING = "warning"
# Of a site as a whole: what became of its patients, beside what it had in the lake above all.
CHANGE = "change"
LOST = "patients with rejects"


@dataclass(frozen=True)
class Rule:
    """`severity`: "reject" (the record stays out), "warning" (it enters, and is listed) or "change"
    (the site lost what it had, or much of what it sent).
    `threshold`: per cent of a table's records above which the site may not be published; None:
    any number. `fixed`: the lake's schema needs it, so that it is always a reject. `hint` says
    to a data manager what to do."""

    name: str
    severity: str
    meaning: str
    hint: str
    threshold: Decimal | None = Decimal(1)
    fixed: bool = False


def _fixed(name: str, meaning: str, hint: str, threshold: str = "1") -> Rule:
    return Rule(name, REJECT, meaning, hint, Decimal(threshold), fixed=True)


_READING = (
    _fixed(
        "malformed row",
        "it cannot be divided into the columns of the header",
        "look for a delimiter or a quote inside a cell, or for a row cut short",
    ),
    _fixed(
        "row in no table",
        "no 'where' of the mapping lets this row pass, though it holds what is read of others",
        'add an entry for it, or allow it: [thresholds] "row in no table" = 100.0',
        "0",
    ),
    _fixed(
        "empty row",
        "what the mapping makes a record of is empty in it",
        'nothing, if it is a test that was not done (mapped to ""); else map what it holds, or '
        "leave the row out",
        "25",
    ),
    _fixed("missing patient", "it names no patient", "ask the site whose row it is"),
    _fixed("missing value", "a column that has to have a value has none", "ask the site for it"),
    _fixed(
        "unmapped value",
        "the mapping does not say what this text means",
        "add it to 'values' of the column, with \"\" if it means that nothing is known",
    ),
    _fixed(
        "unreadable number", "it is no number", "map the text, or give 'decimal' and 'thousands'"
    ),
    _fixed(
        "ambiguous number",
        "a separator that may be of thousands or of decimals",
        "say which with 'decimal' and 'thousands'",
    ),
    _fixed(
        "number out of range", "no such number can be right, or fits the lake", "check the unit"
    ),
    _fixed("unreadable date", "it is no day in any of the formats", "give 'dates' for the column"),
    _fixed("ambiguous date", "two of the formats read it as two days", "leave one format out"),
    _fixed(
        "date out of range",
        "it lies before 1900 or after the data cut",
        "ask the site, or check data_cut",
    ),
    _fixed(
        "changed by a spreadsheet",
        "a result that a spreadsheet has made a date of",
        "ask the site for the column as text",
    ),
    _fixed("unknown unit", "the unit is not known for this column", "map it with 'units'"),
    _fixed(
        "no conversion factor",
        "no conversion factor fits laboratory, gene, method and day",
        "add one to [[conversion_factors]], or 'without_factor = \"local\"'",
    ),
    _fixed(
        "contradictory result",
        "two columns of one test contradict each other",
        "ask the site which one holds",
    ),
)

_VALIDATION = (
    _fixed("value out of range", "it is below what the lake allows", "check the unit"),
    Rule(
        "impossible value",
        REJECT,
        "a number that nothing measured can be",
        "check the unit; a 0 or 999 that stands for unknown belongs into 'missing'",
    ),
    Rule(
        "implausible value",
        WARNING,
        "a number that is hardly ever seen in patients",
        "check the unit; nothing, if the number is right",
        Decimal(5),
    ),
    _fixed(
        "duplicate record",
        "the same record stands in the upload already",
        "nothing, if rows were sent twice; 'distinct = true' where that is meant",
        "5",
    ),
    _fixed(
        "conflicting patients", "two different rows for one patient", "ask the site which holds"
    ),
    _fixed("no patient row", "its patient has no row in the upload", "send the patient's row"),
    # The patients' own rejects are judged: no threshold of their records adds anything.
    Rule(
        "patient rejected",
        REJECT,
        "its patient has a row in the upload, which was rejected",
        "mend the patient's row first",
        None,
        fixed=True,
    ),
    _fixed(
        "repeated event",
        "a second death; the latest one stays",
        "ask the site which one holds",
    ),
    _fixed(
        "repeated attempt",
        "two attempts of one number, or begun on one day; the earliest one stays",
        "ask the site; leave attempt_number unmapped if it is no number of attempts",
    ),
    _fixed(
        "stop not after start",
        "a treatment ends before it has lasted a day",
        "ask the site; 'add_days = 1' where the stop is the last day on the drug",
    ),
    Rule(
        "stop after data cut",
        WARNING,
        "a treatment stopped after the data cut; at the data cut it goes on, so that its stop and "
        "the reason are left out",
        "nothing, if the stop is planned, or stands for none; else check data_cut",
        None,
    ),
    _fixed("taper after stop", "a dose reduced after the drug was stopped", "ask the site"),
    Rule(
        "lower bound, not detected",
        REJECT,
        "a lower bound on a test reported as not detected",
        "ask the laboratory",
    ),
    Rule(
        "level against value",
        REJECT,
        "the value is twice the cut-off of the level reported beside it, or more",
        "check the unit of the value",
    ),
    Rule(
        "level rounded",
        WARNING,
        "the value is above the level reported beside it by less than a factor of 2; it is kept, "
        "and the level is not",
        "nothing, if the laboratory rounds its levels",
        Decimal(5),
    ),
    Rule(
        "born after diagnosis",
        REJECT,
        "diagnosed before the year of birth",
        "ask the site for both",
    ),
    Rule(
        "record before birth",
        REJECT,
        "dated before the patient's year of birth",
        "ask the site; a two-digit year may be of another century",
    ),
    Rule(
        "record after death",
        REJECT,
        "dated after the patient's death (or, where assume_day gives its day, after its month)",
        "ask the site for both",
    ),
    Rule(
        "last contact after death",
        WARNING,
        "a last contact after the patient's death, to which it was moved back",
        "ask the site, if it is more than the day of a form",
        None,
    ),
    Rule(
        "stop after death",
        WARNING,
        "a treatment stopped later than the day after the patient's death; it counts up to the "
        "death",
        "nothing, if the stop is the end of a prescription",
        None,
    ),
    Rule(
        "treatment before diagnosis",
        WARNING,
        "a TKI more than 90 days before the diagnosis",
        "ask the site for both",
        None,
    ),
    Rule(
        "test before diagnosis",
        WARNING,
        "a test more than 90 days before the diagnosis",
        "ask the site for both",
        None,
    ),
    Rule(
        "event before diagnosis",
        WARNING,
        "an event or attempt more than 90 days before the diagnosis",
        "ask the site for both",
        None,
    ),
    Rule(
        "record after last contact",
        WARNING,
        "dated after the last contact, which was moved up to it",
        "nothing, if the last contact is old",
        None,
    ),
    Rule(
        "TKI at attempt",
        WARNING,
        "a TKI is being taken on the first day of the attempt; the attempt is not used as an index",
        "ask the site for the stop of the drug",
        Decimal(10),
    ),
    Rule(
        "no TKI before attempt",
        WARNING,
        "no TKI was started before the attempt",
        "ask the site for the treatments",
        Decimal(10),
    ),
    Rule(
        "stop without attempt",
        WARNING,
        "a TKI stopped for a TFR attempt, and no attempt within 30 days of it: the stop is the "
        "index of nothing",
        "ask the site for the attempt, or whether another TKI was taken",
        Decimal(10),
    ),
    Rule(
        "restart before stop",
        REJECT,
        "a restart without a TKI stop or an attempt before it",
        "ask the site for the stop",
    ),
    Rule(
        "restart on stop",
        WARNING,
        "a restart on the day of the first TKI stop or attempt",
        "ask the site for both days; queries take restarts from the treatments",
        None,
    ),
    Rule("overlapping treatments", WARNING, "two rows of one drug at a time", "ask the site", None),
    Rule(
        "incomplete numbers",
        WARNING,
        "other rows of the patient have no number, so that all of them were numbered by date",
        "ask the site for all numbers, or leave the column unmapped",
        None,
    ),
    Rule(
        "lines out of order",
        WARNING,
        "a TKI line begins before one of a lower number",
        "ask the site, or leave line_number unmapped",
        Decimal(10),
    ),
    Rule(
        "value, not detected",
        REJECT,
        "a value above 0 on a test reported as not detected; of the two one is wrong",
        "ask the laboratory; as a warning the test enters, and its value is not used",
    ),
    Rule(
        "IS with atypical transcript",
        WARNING,
        "a result on the International Scale, which does not "
        "hold for the patient's transcripts; it was kept as local",
        "send it as local",
        None,
    ),
    Rule(
        "copies without a gene",
        WARNING,
        "copies of a reference gene, and no word which gene it is: they say nothing of how deep "
        "the test was",
        'map it: reference_gene = { value = "ABL1" }',
        Decimal(50),
    ),
)

_CHANGES = (
    Rule(
        LOST,
        CHANGE,
        "patients who entered without a record of theirs, which was rejected (and is in no other "
        "record): the one that was lost may have broken a response or ended an attempt",
        "mend the rules that reject most records; per cent is of the patients who entered",
        Decimal(10),
        fixed=True,
    ),
    Rule(
        "patients gone",
        CHANGE,
        "patients that the site had in the lake are not in this export",
        "give all files of the export, and the same key as the last time: with another one nobody "
        "is known again",
        Decimal(10),
        fixed=True,
    ),
    Rule(
        "records gone",
        CHANGE,
        "records that the site had in the lake are not in this export",
        "give all files of the export; a mapping that passes rows over, or shifts dates otherwise "
        "than before, loses them too",
        Decimal(10),
        fixed=True,
    ),
    Rule(
        "earlier data cut",
        CHANGE,
        "the export ends before the last one did",
        "give the later export, or mend data_cut; a longer date_shift_days does it, too",
        Decimal(0),
        fixed=True,
    ),
)

# The rules of validation itself. It also enforces what the schema asks for by the names above.
VALIDATION_RULES = {rule.name: rule for rule in _VALIDATION}
RULES = {rule.name: rule for rule in (*_READING, *_CHANGES)} | VALIDATION_RULES
