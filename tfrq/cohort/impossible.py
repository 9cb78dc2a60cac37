"""Why nobody can meet a criterion, whatever was recorded."""

from __future__ import annotations

from tfrq import model, vocabulary
from tfrq.cohort.claims import asked, comparison, possible, shortest, window
from tfrq.model import Index, Node, Period
from tfrq.sql.bounds import UNLIMITED

_ATTEMPTS = (
    *("first TFR attempt", "second TFR attempt", "third TFR attempt"),
    *("last TFR attempt", "each TFR attempt"),
)


def why_impossible(node: Node, index: Index | None) -> str:
    """Why nobody can meet a criterion; "" where somebody can."""
    return _numbers(node) or _empty_window(node) or (_at_index(node, index) if index else "")


def _numbers(node: Node) -> str:
    if isinstance(node, model.AllTests) and node.tests > window(node):
        return f"{node.tests} test days do not fit into its window, which has fewer days"
    if comparison(node) is None:
        return ""
    least, most = asked(node)
    lowest, highest = possible(node)
    if least > most:
        return "the range holds nothing"
    if shortest(node) > highest:
        return f"its tests take {shortest(node)} days, and its window has room for {highest} days"
    if most < lowest:
        return f"its tests take {lowest} days" if lowest else "it is never below 0"
    return _too_large(node) if least > highest else ""


def _too_large(node: Node) -> str:
    if isinstance(node, model.Laboratory):
        return "it is never above 100"
    highest = possible(node)[1]
    if window(node) == UNLIMITED:
        return f"it is never above {highest}"
    kind = "test day" if isinstance(node, model.TestCount) else "day"
    return f"its window has room for {highest} {kind}{'' if highest == 1 else 's'}"


def _empty_window(node: Node) -> str:
    period = _period(node)
    # (i, i + 0] is empty; [i − 0, i] is a day, but not for a drug: its days end before i.
    drugs = isinstance(node, model.Exposure | model.AnyExposure)
    if period is None or period.within is None or period.within.days:
        return ""
    return "its window holds no day" if period.kind == "after" or drugs else ""


def _at_index(node: Node, index: Index) -> str:
    if index.kind in _ATTEMPTS and isinstance(node, model.OnDrug) and node.when.anchor == "index":
        return "the index is the first day without a TKI" if _of_tkis(node.drugs) else ""
    if index.kind == "data cut" and _looks_ahead(node):
        return "the index is the data cut, and nothing is recorded after it"
    if index.kind == "TKI start" and isinstance(node, model.Exposure | model.AnyExposure):
        before = node.period.kind == "before" and node.period.anchor in ("index", "TKI start")
        if before and _some(node) and _of_tkis(node.drugs):
            return "the index is the first day on a TKI"
    return ""


def _of_tkis(drugs: tuple[str, ...]) -> bool:
    return {*drugs} <= {*vocabulary.TKIS, *vocabulary.DRUG_CLASSES}


def _looks_ahead(node: Node) -> bool:
    if isinstance(node, model.Followed):
        return node.when.anchor == "index" and asked(node)[0] > 0
    period = _period(node)
    return period is not None and (period.kind, period.anchor) == ("after", "index") and _some(node)


def _some(node: Node) -> bool:
    """Whether it asks for something to be there: `TKI < 1 year` and `at most 2 tests` do not."""
    number = comparison(node)
    return number is None or asked(node)[0] > 0 or isinstance(node, model.SustainedResponse)


def _period(node: Node) -> Period | None:
    found = getattr(node, "period", getattr(node, "when", None))
    return found if isinstance(found, Period) else None
