"""Compile functions of who the patient is, diagnosis, scores and events (semantics §6)."""

from __future__ import annotations

from decimal import Decimal

from tfrq import model, vocabulary
from tfrq.sql.bounds import date_bounds, length_bounds, number_bounds, value_bounds
from tfrq.sql.pieces import START_OF_TIME, Pieces
from tfrq.sql.render import SQL, name, render

_PROGRESSION = ("accelerated phase", "blast phase")
# Stands for "none" in a list that SQL does not let be empty.
_NONE = ("",)


def age(node: model.Age, pieces: Pieces) -> SQL:
    """Difference of years, compared."""
    least, most = number_bounds(node.years)
    return render("age", anchor=pieces.at(node.when), least=least, most=most)


def sex(node: model.Sex, pieces: Pieces) -> SQL:
    """Sex."""
    return render("sex", sex=node.sex)


def country(node: model.Country, pieces: Pieces) -> SQL:
    """Country of the site."""
    return render("country", countries=node.countries)


def site(node: model.Site, pieces: Pieces) -> SQL:
    """Site."""
    return render("site", sites=node.sites)


def diagnosed(node: model.Diagnosed, pieces: Pieces) -> SQL:
    """Diagnosis date, compared."""
    least, most = date_bounds(node.date)
    return render("diagnosed", least=least, most=most)


def phase_at_diagnosis(node: model.PhaseAtDiagnosis, pieces: Pieces) -> SQL:
    """Phase at diagnosis."""
    return render("phase_at_diagnosis", phases=node.phases)


def advanced_phase(node: model.AdvancedPhase, pieces: Pieces) -> SQL:
    """Accelerated or blast phase as an event."""
    period = pieces.period(node.period)
    return render(
        "advanced_phase",
        period=period,
        phases=node.phases,
        events=[f"{phase} phase" for phase in node.phases],
        start_of_time=START_OF_TIME,
    )


def transcript(node: model.Transcript, pieces: Pieces) -> SQL:
    """The set of transcripts lies in the list."""
    pieces.named("transcript_set", "transcript_set")
    return render(
        "transcript",
        transcripts=node.transcripts,
        unspecified=vocabulary.UNSPECIFIED_TRANSCRIPT,
    )


def risk_score(node: model.RiskScore, pieces: Pieces) -> SQL:
    """Risk group, computed or else reported."""
    pieces.named("baseline", "baseline")
    score = pieces.named(name(node.score.lower()), node.score.lower())
    return render("risk_score", score=score, groups=node.groups)


def event(node: model.Event, pieces: Pieces) -> SQL:
    """Some such event in the period."""
    kinds: list[str] = []
    mutations: list[str] = []
    for word in node.events:
        if word == "progression":
            kinds += _PROGRESSION
        elif word.endswith(" mutation"):
            mutations.append(word.removesuffix(" mutation"))
        else:
            kinds.append(word)
    period = pieces.period(node.period)
    return render("event", period=period, events=kinds or _NONE, mutations=mutations or _NONE)


def previous_attempt(node: model.PreviousAttempt, pieces: Pieces) -> SQL:
    """An attempt that began before the index."""
    pieces.attempt()
    return render("previous_attempt", period=pieces.period(node.period))


def followed(node: model.Followed, pieces: Pieces) -> SQL:
    """Observed until − anchor, compared."""
    least, most = length_bounds(node.length)
    return render("followed", anchor=pieces.at(node.when), least=least, most=most)


def tapered(node: model.Tapered, pieces: Pieces) -> SQL:
    """The attempt has a de-escalation date."""
    pieces.attempt()
    return render("tapered", at_attempt=pieces.at_attempt)


def laboratory(node: model.Laboratory, pieces: Pieces) -> SQL:
    """The latest value, compared."""
    unit, factor = vocabulary.UNIT_FACTORS[node.unit]
    least, most = value_bounds(node.value, factor)
    if node.when.anchor == "diagnosis" and node.marker in vocabulary.BASELINE_MARKERS:
        values = pieces.add("baseline_value", column=name(node.marker))
    else:
        anchor = pieces.at(node.when)
        values = pieces.add("latest_value", anchor=anchor, marker=node.marker, unit=unit)
    carry = node.carry.days
    return render("laboratory", values=values, least=least, most=most, unit=unit, carry=carry)


# Of the molecular test of a halving time (docs/survival.md): days after the first TKI day, and how
# far from it at most.
_THREE_MONTHS, _AWAY = 91, 42


def halving_time(node: model.HalvingTime, pieces: Pieces) -> SQL:
    """Halving time up to three months, compared. Of values that hardly differ the template takes
    the logarithm by their difference, which is exact."""
    least, most = value_bounds(node.days, Decimal(1))
    return render(
        "halving_time",
        anchor=pieces.anchor("TKI start"),
        least=least,
        most=most,
        # Who did not halve has one that is longer than any number.
        unending=node.days.operator in (">", ">="),
        months=_THREE_MONTHS,
        away=_AWAY,
    )
