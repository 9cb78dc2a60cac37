"""Prognostic scores (domain.md §5.1), from the values at diagnosis."""

from collections.abc import Callable, Mapping
from decimal import Decimal as D

Values = Mapping[str, D]


def sokal(v: Values) -> D:
    """exp of the whole sum"""
    platelets = (v["platelets"] / 700) ** 2 - D("0.563")
    return (
        D("0.0116") * (v["age"] - D("43.4"))
        + D("0.0345") * (v["spleen"] - D("7.51"))
        + D("0.1880") * platelets
        + D("0.0887") * (v["blasts"] - D("2.10"))
    ).exp()


def hasford(v: Values) -> D:
    return 1000 * (
        D("0.6666") * (v["age"] >= 50)
        + D("0.0420") * v["spleen"]
        + D("0.0584") * v["blasts"]
        + D("0.0413") * v["eosinophils"]
        + D("0.2039") * (v["basophils"] >= 3)
        + D("1.0956") * (v["platelets"] >= 1500)
    )


def eutos(v: Values) -> D:
    return 7 * v["basophils"] + 4 * v["spleen"]


def elts(v: Values) -> D:
    return (
        D("0.0025") * (v["age"] / 10) ** 3
        + D("0.0615") * v["spleen"]
        + D("0.1052") * v["blasts"]
        + D("0.4104") / (v["platelets"] / 1000).sqrt()
    )


def sokal_group(score: D) -> str:
    """low <0.8; intermediate 0.8-1.2; high >1.2"""
    if score < D("0.8"):
        return "low"
    return "intermediate" if score <= D("1.2") else "high"


def hasford_group(score: D) -> str:
    """low <=780; intermediate >780-1480; high >1480"""
    if score <= 780:
        return "low"
    return "intermediate" if score <= 1480 else "high"


def eutos_group(score: D) -> str:
    """low <=87; high >87"""
    return "low" if score <= 87 else "high"


def elts_group(score: D) -> str:
    """low <=1.5680; intermediate >1.5680-2.2185; high >2.2185"""
    if score <= D("1.5680"):
        return "low"
    return "intermediate" if score <= D("2.2185") else "high"


SCORES: dict[str, tuple[set[str], Callable[[Values], D], Callable[[D], str]]] = {
    "Sokal": ({"age", "spleen", "platelets", "blasts"}, sokal, sokal_group),
    "Hasford": (
        {"age", "spleen", "platelets", "blasts", "basophils", "eosinophils"},
        hasford,
        hasford_group,
    ),
    "EUTOS": ({"basophils", "spleen"}, eutos, eutos_group),
    "ELTS": ({"age", "spleen", "platelets", "blasts"}, elts, elts_group),
}


def group_of(score: str, values: Values) -> str | None:
    """The computed group, where the values are all there."""
    needed, formula, group = SCORES[score]
    return group(formula(values)) if needed <= values.keys() else None
