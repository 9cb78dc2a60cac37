"""Grammar of who the patient is, diagnosis, scores and laboratory values (docs/semantics.md §6)."""

from __future__ import annotations

import re
from decimal import Decimal

from tfrq import model, vocabulary
from tfrq.errors import DefinitionError
from tfrq.language.cursor import Cursor
from tfrq.language.exposures import DRUG_NAMES
from tfrq.language.happenings import EVENTS
from tfrq.language.qualifiers import Tail, as_day, as_period, tail
from tfrq.language.quantities import (
    comparison,
    maybe_length,
    number,
    or_list,
    point,
    refuse_other_joints,
    rest_of_list,
    whole_number,
)
from tfrq.language.responses import LEVEL_NAMES
from tfrq.language.spelling import comparison_text, unit_text
from tfrq.model import At, Comparison, Node, Period

SEXES = {"female": "female", "women": "female", "male": "male", "men": "male"}
ADVANCED_SHORT = {"ap": "accelerated", "bp": "blast", "bc": "blast"}
PHASES = {**{name: name for name in vocabulary.PHASES}, "cp": "chronic", **ADVANCED_SHORT}
SINCE = {"after": ">", "since": ">=", "from": ">=", "before": "<", "until": "<="}
TRANSCRIPTS = {
    **{name: name for name in vocabulary.TRANSCRIPTS},
    **vocabulary.TRANSCRIPT_SYNONYMS,
}
SCORES = {
    "Sokal": "Sokal",
    "Hasford": "Hasford",
    "Euro": "Hasford",
    "EUTOS": "EUTOS",
    "ELTS": "ELTS",
    "EUTOS LTS": "ELTS",
    "EUTOS long-term survival": "ELTS",
}
MARKERS = {
    **{name: name for name in vocabulary.MARKERS},
    **vocabulary.MARKER_SYNONYMS,
    "Hb": "haemoglobin",
    "WBC": "leukocytes",
    "PLT": "platelets",
    "Treg": "Tregs",
    "thrombocytes": "platelets",
    "leucocytes": "leukocytes",
    "NK": "NK cells",
    "white blood cells": "leukocytes",
}
UNITS = {**{name: name for name in vocabulary.UNIT_FACTORS}, **vocabulary.UNIT_SYNONYMS}
OLDEST = 130
UNITS_OF_AGE = ("years", "year", "yrs", "yr", "y")
_SITE = re.compile(r"[A-Z][A-Z0-9_]*")
# Words that begin another criterion: `site SE01 or MMR`, or a whole definition in capitals.
_LEADS = ("no", "not", "never", "ever", "on", "age", "aged", "country", "site", "diagnosed", "stop")
_NO_SITE = {
    name.upper()
    for name in (*_LEADS, *SEXES, *SCORES, *EVENTS, *TRANSCRIPTS, *LEVEL_NAMES, *DRUG_NAMES)
}


def age(cursor: Cursor) -> Node | None:
    """`age >= 18 at diagnosis`, `aged 18-65`."""
    start = cursor.position
    if not cursor.accept("age", "aged"):
        return None
    years = comparison(
        cursor,
        lambda inner: Decimal(whole_number(inner, OLDEST, "an age")),
        "a comparison and an age",
        "as 'age >= 18' or 'age 18-65'",
    )
    cursor.accept("years old", "years of age", *UNITS_OF_AGE)
    after = tail(cursor, ())
    if isinstance(after.when, Period):
        cursor.fail(
            "age is judged on a day",
            hint="write 'at diagnosis' or 'at index'",
            span=cursor.since(start),
        )
    default = At("index" if cursor.index else "diagnosis")
    return model.Age(years, after.when or default, span=cursor.since(start))


def sex(cursor: Cursor) -> Node | None:
    """`female`, `male`, `sex female`."""
    start = cursor.position
    named = cursor.accept("sex", "gender")
    cursor.accept("=")
    found = cursor.name({**SEXES, "f": "female", "m": "male"} if named else SEXES)
    if found is None and named:
        cursor.expect("a sex", known=SEXES, hint="write 'female' or 'male'")
    if found is None:
        cursor.position = start
    return model.Sex(found, span=cursor.since(start)) if found else None


def country(cursor: Cursor) -> Node | None:
    """`country SE or NO`: codes in capitals, or names."""
    start = cursor.position
    if not cursor.accept("country", "countries"):
        return None
    cursor.accept("=")
    found = or_list(cursor, _country)
    if not found:
        _refuse_small_codes(cursor, "country ")
        cursor.expect(
            "a country",
            known=vocabulary.COUNTRIES,
            hint="write the two-letter code in capitals, as 'country SE or NO'",
        )
    refuse_other_joints(cursor, _country)
    _refuse_small_codes(cursor, f"{cursor.so_far()} or ")
    return model.Country(found, span=cursor.since(start))


def _refuse_small_codes(cursor: Cursor, listed: str) -> None:
    """Refuse codes in small letters that stand here, or go on with a list: `country DK, se`."""
    start = cursor.position
    codes = rest_of_list(cursor, _any_country)
    if codes:
        cursor.fail(
            "country codes are read in capitals",
            hint=f"write '{listed}{' or '.join(codes)}'",
            span=cursor.since(start),
        )


def _any_country(cursor: Cursor) -> str | None:
    """A country whose code may be in small letters."""
    if cursor.token.text.upper() in vocabulary.COUNTRY_CODES:
        return cursor.advance().text.upper()
    return cursor.name(vocabulary.COUNTRIES)


def _country(cursor: Cursor) -> str | None:
    token = cursor.token
    if token.text in vocabulary.COUNTRY_CODES or token.text == "UK":
        cursor.advance()
        return "GB" if token.text == "UK" else token.text
    return cursor.name(vocabulary.COUNTRIES)


def site(cursor: Cursor) -> Node | None:
    """`site SE01 or SE02`."""
    start = cursor.position
    if not cursor.accept("site", "sites"):
        return None
    cursor.accept("=")
    found = or_list(cursor, _site)
    if not found:
        cursor.expect("the code of a site", hint="as 'site SE01'")
    refuse_other_joints(cursor, _site)
    return model.Site(found, span=cursor.since(start))


def _site(cursor: Cursor) -> str | None:
    token = cursor.token
    code = token.text.upper()
    written_as_code = token.text.isupper() or any(sign.isdigit() for sign in token.text)
    readable = token.kind == "word" and token.text.isascii() and _SITE.fullmatch(code)
    if not readable or not written_as_code or code in _NO_SITE:
        return None
    cursor.advance()
    return code


def diagnosed(cursor: Cursor) -> Node | None:
    """`diagnosed 2005-2015`, `diagnosed >= 2005-01-01`."""
    start = cursor.position
    if not cursor.accept("diagnosed", "diagnosis date"):
        return None
    cursor.accept("in", "on")
    said = cursor.accept(*SINCE)
    if said:
        date = Comparison(SINCE[said], point(cursor))
    else:
        date = comparison(cursor, point, "a year, a date or a range of them")
    return model.Diagnosed(date, span=cursor.since(start))


def phase(cursor: Cursor) -> Node | None:
    """`chronic phase at diagnosis`, `accelerated or blast phase`, `blast crisis`."""
    start = cursor.position
    found = or_list(cursor, _phase)
    if not found:
        return None
    short = cursor.tokens[cursor.position - 1].value in PHASES.keys() - {*vocabulary.PHASES}
    if not cursor.accept("phase", "phases", "crisis") and not short:
        cursor.position = start
        return None
    after = tail(cursor, ())
    if isinstance(after.when, At) and after.when.anchor == "diagnosis":
        return phase_at_diagnosis(cursor, start, found)
    return advanced_phase(cursor, start, found, after)


def phase_at_diagnosis(
    cursor: Cursor, start: int, found: tuple[str, ...]
) -> model.PhaseAtDiagnosis:
    """`chronic phase at diagnosis`."""
    return model.PhaseAtDiagnosis(found, span=cursor.since(start))


def advanced_phase(
    cursor: Cursor, start: int, found: tuple[str, ...], after: Tail
) -> model.AdvancedPhase:
    """`accelerated or blast phase`, an event."""
    if "chronic" in found:
        cursor.fail(
            "the chronic phase is known at diagnosis only",
            hint="write 'chronic phase at diagnosis', or 'no accelerated or blast phase'",
            span=cursor.since(start),
        )
    period = as_period(cursor, after.when, start)
    return model.AdvancedPhase(found, period, span=cursor.since(start))


def _phase(cursor: Cursor) -> str | None:
    """`blast`, `BP`, and `blast phase` where another phase follows: `blast phase or AP`."""
    found = cursor.accept(*PHASES)
    mark = cursor.position
    if found and cursor.accept("phase", "crisis") and not cursor.sees("or"):
        cursor.position = mark
    return PHASES[found] if found else None


def transcript(cursor: Cursor) -> Node | None:
    """`transcript e13a2 or e14a2`, `typical transcript`."""
    start = cursor.position
    if cursor.accept("typical transcript", "typical transcripts"):
        return model.Transcript(vocabulary.TYPICAL_TRANSCRIPTS, span=cursor.since(start))
    if not cursor.accept("transcript", "transcripts"):
        return None
    cursor.accept("=")
    found = or_list(cursor, lambda inner: inner.name(TRANSCRIPTS))
    if not found:
        cursor.expect("a transcript", known=TRANSCRIPTS, hint=", ".join(vocabulary.TRANSCRIPTS))
    refuse_other_joints(cursor, lambda inner: inner.name(TRANSCRIPTS))
    return model.Transcript(found, span=cursor.since(start))


def risk_score(cursor: Cursor) -> Node | None:
    """`Sokal low or intermediate`."""
    start = cursor.position
    score = cursor.name(SCORES)
    if score is None:
        return None
    cursor.accept("risk", "score", "group")
    cursor.accept("=")
    groups = vocabulary.SCORES[score]
    found = or_list(cursor, lambda inner: inner.accept(*groups))
    if not found:
        offered = " or ".join(f"'{score} {group}'" for group in groups)
        cursor.expect(f"a risk group of {score}", known=groups, hint=f"write {offered}")
    refuse_other_joints(cursor, lambda inner: inner.accept(*groups))
    cursor.accept("risk")
    return model.RiskScore(score, found, span=cursor.since(start))


def _an_example(marker: str) -> str:
    return f"as '{marker} >= 10 {unit_text(vocabulary.MARKERS[marker][0])}'"


def _in_units(marker: str, value: Comparison[Decimal]) -> str:
    """What was asked, in every unit that the marker is reported in."""
    number = comparison_text(value)
    units = [unit_text(unit) for unit in vocabulary.MARKERS[marker]]
    return "for example " + " or ".join(f"'{marker} {number} {unit}'" for unit in units)


def _reported_in(marker: str) -> str:
    """The units of a marker, for somebody whose number is in another one."""
    units = " or ".join(unit_text(unit) for unit in vocabulary.MARKERS[marker])
    return f"it is reported in {units}: another unit asks for another number"


def laboratory(cursor: Cursor) -> Node | None:
    """`NK cells >= 0.15 x10^9/L at index (within 6 months)`."""
    start = cursor.position
    marker = cursor.name(MARKERS)
    if marker is None:
        return None
    value = comparison(cursor, number, "a comparison and a number", _an_example(marker))
    unit = cursor.name(UNITS)
    reported = vocabulary.MARKERS[marker]
    if unit is None:
        missing = cursor.token.kind == "end" or cursor.sees("%", "at", "(", ",")
        hint = _in_units(marker, value) if missing else _reported_in(marker)
        cursor.expect("a unit", known=UNITS, hint=hint)
    if vocabulary.UNIT_FACTORS[unit][0] not in reported:
        cursor.fail(
            f"{marker}: not reported in {unit}, which cannot be converted",
            hint=_reported_in(marker),
            span=cursor.since(start),
        )
    after = tail(cursor, ("within",))
    when = as_day(cursor, after.when, start)
    carry = after.duration("within") or model.THREE_MONTHS
    return model.Laboratory(marker, value, unit, when, carry, span=cursor.since(start))


_ELSEWHERE = ("at", "before", "after", "within", "ever", "at any time", "(")


def halving_time(cursor: Cursor) -> Node | None:
    """`halving time <= 9.35 days`, `halving time of BCR::ABL1 < 2 weeks`."""
    start = cursor.position
    if not cursor.accept("halving time", "the halving time"):
        return None
    if cursor.accept("of") and not cursor.kind("ratio"):
        cursor.expect("'BCR::ABL1'", hint="the halving time is that of BCR::ABL1")
    cursor.accept("is")
    length = maybe_length(cursor)
    if length is None:
        cursor.expect("a comparison and a number of days", hint="as 'halving time <= 9.35 days'")
    if cursor.sees(*_ELSEWHERE):
        cursor.fail(
            "the halving time is that of the first three months of TKI, whatever the index",
            hint=f"write '{cursor.so_far()}' alone",
        )
    try:
        return model.HalvingTime(length, span=cursor.since(start))
    except DefinitionError as error:
        hint = "write the smaller one first"
        cursor.fail(error.message, hint=hint, span=cursor.since(start))
