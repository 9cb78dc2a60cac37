"""Compile functions of drug exposure and TKI lines (semantics §5)."""

from __future__ import annotations

from tfrq import model, vocabulary
from tfrq.model import Duration, Period
from tfrq.sql.bounds import UNLIMITED, length_bounds, number_bounds
from tfrq.sql.pieces import Pieces
from tfrq.sql.render import SQL, render


def drug_names(words: tuple[str, ...]) -> tuple[str, ...]:
    """Generic names of drugs and classes, each once, in the order of the vocabulary."""
    wanted = {name for word in words for name in vocabulary.DRUG_CLASSES.get(word, (word,))}
    return tuple(drug.name for drug in vocabulary.DRUGS if drug.name in wanted)


def _total(drugs: tuple[str, ...], period: SQL, gap: Duration | None, pieces: Pieces) -> SQL:
    """Days on the drugs in a period: summed, or of the longest stretch."""
    pieces.treated()
    if gap is None:
        return pieces.add("cumulative", exposure=_clipped(drugs, period, pieces))
    bridged = _bridged(drugs, period, gap, pieces)
    return pieces.add("continuous", stretches=bridged, gap=gap.days)


def _clipped(drugs: tuple[str, ...], period: SQL, pieces: Pieces) -> SQL:
    stretches = pieces.add("stretch", drugs=drug_names(drugs))
    return pieces.add("exposure_in", period=period, stretches=stretches)


def _bridged(drugs: tuple[str, ...], period: SQL, gap: Duration, pieces: Pieces) -> SQL:
    exposure = _clipped(drugs, period, pieces)
    return pieces.add("bridged_exposure", exposure=exposure, gap=gap.days)


def exposure(node: model.Exposure, pieces: Pieces) -> SQL:
    """Days on the drugs, compared."""
    period = pieces.period(node.period, exposure=True)
    least, most = length_bounds(node.length)
    total = _total(node.drugs, period, node.gap, pieces)
    return render("exposure", period=period, total=total, least=least, most=most)


def current_exposure(node: model.CurrentExposure, pieces: Pieces) -> SQL:
    """The stretch that holds the day before the anchor."""
    pieces.treated()
    least, most = length_bounds(node.length)
    period = pieces.period(Period("before", node.when.anchor), exposure=True)
    stretches = _bridged(node.drugs, period, node.gap, pieces)
    return render("current_exposure", period=period, stretches=stretches, least=least, most=most)


def any_exposure(node: model.AnyExposure, pieces: Pieces) -> SQL:
    """Some day on the drugs."""
    period = pieces.period(node.period, exposure=True)
    return render("any_exposure", period=period, total=_total(node.drugs, period, None, pieces))


def line_drug(node: model.LineDrug, pieces: Pieces) -> SQL:
    """A drug of that line."""
    pieces.treated()
    pieces.line_start()
    return render(
        "line_drug",
        period=pieces.period(node.period),
        line=node.line,
        drugs=drug_names(node.drugs),
    )


def line_count(node: model.LineCount, pieces: Pieces) -> SQL:
    """Number of lines, compared."""
    pieces.treated()
    pieces.line_start()
    least, most = number_bounds(node.count)
    period = pieces.period(node.period)
    return render("line_count", period=period, least=least, most=most, unlimited=UNLIMITED)


def on_drug(node: model.OnDrug, pieces: Pieces) -> SQL:
    """On the drug that day."""
    pieces.treated()
    return render("on_drug", anchor=pieces.at(node.when), drugs=drug_names(node.drugs))


def stopped_drug(node: model.StoppedDrug, pieces: Pieces) -> SQL:
    """Among the TKIs stopped last."""
    pieces.treated()
    pieces.named("drug_stop", "drug_stop", tkis=vocabulary.TKIS)
    return render("stopped_drug", anchor=pieces.at(node.when), drugs=drug_names(node.drugs))


def stopped_for(node: model.StoppedFor, pieces: Pieces) -> SQL:
    """A line that ended for one of the reasons."""
    return _ended("stopped_for", node.reasons, node.period, pieces)


def switched_for(node: model.SwitchedFor, pieces: Pieces) -> SQL:
    """The same, of lines that a higher one followed."""
    pieces.line_start()
    return _ended("switched_for", node.reasons, node.period, pieces)


def _ended(template: str, reasons: tuple[str, ...], when: Period, pieces: Pieces) -> SQL:
    pieces.treated()
    period = pieces.period(when)
    return render(template, period=period, ends=pieces.ends(period), reasons=reasons)
