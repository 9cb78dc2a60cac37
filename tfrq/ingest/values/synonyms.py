"""What sites write for the lake's own words: only what can mean one thing.

Names, brands, codes and levels are those of tfrq.vocabulary; the others are common in exports and
stand here. No code list is guessed: 1 and 2 for a sex need a mapping, and so do letters (M is a
woman, mujer, in Spanish) and ND.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from tfrq import vocabulary
from tfrq.ingest.values.spelling import folded

_TRUE = "true yes y 1 ja j oui si sí sì sim tak kyllä"
_FALSE = "false no n 0 nein nej nei non não nie ei"
BOOLEANS = {**dict.fromkeys(_TRUE.split(), "true"), **dict.fromkeys(_FALSE.split(), "false")}
FLAGS = BOOLEANS | {"checked": "true", "x": "true", "unchecked": "false"}
NOT_DETECTED = (
    *("undetectable", "not detected", "undetected", "not detectable", "negative", "negativ"),
    *("neg", "nicht nachweisbar", "nicht nachgewiesen", "umrd", "cmr"),
)
DETECTED = ("positive", "positiv", "pos", "detected", "detectable", "nachweisbar")
# Brands that docs/domain.md does not list (unchecked there).
_MORE_DRUGS = {
    "hydroxyurea": ("Hydrea", "Litalir", "Syrea"),
    "interferon": (
        *("interferon alpha", "interferon-alpha", "IFN-alpha", "IFN-α", "IFN alpha", "peg-IFN"),
        *("peginterferon alfa", "pegylated interferon", "Roferon", "Roferon-A", "IntronA"),
        *("Intron A", "Pegasys", "PegIntron", "Besremi"),
    ),
}
_PHASES = {
    "chronic": ("chronic phase", "CP", "CML-CP", "CP-CML"),
    "accelerated": ("accelerated phase", "AP", "CML-AP", "AP-CML"),
    "blast": ("blast phase", "blast crisis", "blastic phase", "BP", "BC", "CML-BP", "BP-CML"),
}
_GENES = {
    "ABL1": ("ABL", "c-ABL", "c-ABL1"),
    "GUSB": ("GUS", "GUS-B", "GUSβ", "GUS-beta", "beta-glucuronidase", "β-glucuronidase"),
}
_METHODS = {
    "RT-qPCR": ("qPCR", "RQ-PCR", "RQPCR", "qRT-PCR", "RTqPCR", "RT-Q-PCR", "real-time PCR"),
    "dPCR": ("ddPCR", "digital PCR", "droplet digital PCR"),
    "cartridge": ("GeneXpert", "Xpert", "Xpert BCR-ABL", "Xpert BCR-ABL Ultra", "Cepheid"),
}
_SAMPLES = {
    "blood": ("PB", "peripheral blood", "Blut", "peripheres Blut", "blod", "perifert blod", "sang"),
    "bone marrow": ("BM", "marrow", "Knochenmark", "benmärg", "beinmarg", "knoglemarv"),
}
_EVENTS = {
    "accelerated phase": ("AP", "accelerated", "progression to AP"),
    "blast phase": ("BP", "BC", "blast", "blast crisis", "progression to BP"),
    "transplant": ("transplantation", "HSCT", "alloHSCT", "allo-HSCT", "alloSCT", "allo-SCT"),
    vocabulary.DEATH: ("died", "deceased", "dead"),
    vocabulary.LAST_CONTACT: ("last follow-up", "last follow up", "last seen", "last visit"),
}
_ALONE: Mapping[str, Mapping[str, Iterable[str]]] = {
    "phase": _PHASES,
    "reference_gene": _GENES,
    "method": _METHODS,
    "sample_type": _SAMPLES,
    "event": _EVENTS,
    "scale": {vocabulary.IS: ("international scale", "IS %", "% IS", "%IS")},
    "preservation": {"frozen": ("cryopreserved",)},
    "detected": {"true": DETECTED, "false": NOT_DETECTED},
}
_RISKS = {
    "low": ("l", "low risk", "low-risk"),
    "intermediate": ("int", "i", "intermediate risk", "intermediate-risk"),
    "high": ("h", "high risk", "high-risk"),
}
_MARKERS = {
    "haemoglobin": ("Hb", "Hgb"),
    "leukocytes": ("leucocytes", "WBC", "white blood cells"),
    "platelets": ("PLT", "thrombocytes"),
    "Tregs": ("Treg",),
    "CD56dim NK cells": ("CD56dim NK",),
    "CD56bright NK cells": ("CD56bright NK",),
    "gamma-delta T cells": ("γδ T cells", "γδT cells", "gd T cells"),
    "mo-MDSC": ("moMDSC", "M-MDSC", "monocytic MDSC"),
}
_FLAG_COLUMNS = (
    "additional_chromosomal_abnormalities",
    "withdrawal_syndrome",
    "detected",
)


@cache
def synonyms(table: str, column: str) -> Mapping[str, str]:
    """What else may be written for the words of a column of the lake: folded text → word of the
    lake. Empty where only the lake's own words are known."""
    if column == "drug":
        return _turned(_drugs())
    if column == "marker":
        return _turned(_MARKERS) | _keys(vocabulary.MARKER_SYNONYMS)
    if column.endswith("_reported"):
        groups = vocabulary.SCORES[_score(column)]
        return {said: group for said, group in _turned(_RISKS).items() if group in groups}
    if column == "reported_level":
        return _levels()
    if column == "operator":
        return vocabulary.OPERATOR_SYNONYMS
    if (table, column) == ("treatments", "stop_reason"):
        return _keys(vocabulary.STOP_REASON_SYNONYMS)
    known = _turned(_ALONE.get(column, {}))
    return known | BOOLEANS if column in _FLAG_COLUMNS else known


def _score(column: str) -> str:
    """The score whose risk group a column holds as it was reported."""
    names = {f"{score.lower()}_reported": score for score in vocabulary.SCORES}
    return names[column]


def _turned(words: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {folded(said): word for word, all_said in words.items() for said in all_said}


def _keys(words: Mapping[str, str]) -> dict[str, str]:
    return {folded(said): word for said, word in words.items()}


def _drugs() -> dict[str, list[str]]:
    """Names, brands, codes with and without their hyphen, and ATC codes."""
    known = {}
    for drug in vocabulary.DRUGS:
        said = [drug.name, *drug.synonyms, *drug.atc, *_MORE_DRUGS.get(drug.name, ())]
        known[drug.name] = [spelling for one in said for spelling in _hyphens(one)]
    return known


def _hyphens(name: str) -> list[str]:
    """STI571 as STI-571 and STI 571 too, and SKI-606 as SKI606; other names as they are."""
    code = re.fullmatch(r"([A-Za-z]{2,3})[- ]?([0-9]+)", name)
    return [f"{code[1]}{mark}{code[2]}" for mark in ("", "-", " ")] if code else [name]


def _levels() -> dict[str, str]:
    """MR4.5 as MR 4.5, MR4,5, MR4^5, MR^4.5 …"""
    known = _keys(vocabulary.LEVEL_SYNONYMS)
    for level in vocabulary.LEVELS:
        depth = level.name.removeprefix("MR")
        depths = [depth.replace(".", mark) for mark in ".,^"] if "." in depth else [depth]
        for said in (*depths, *([] if "." in depth else [f"{depth}.0", f"{depth},0"])):
            known |= {f"mr{space}{said}": level.name for space in ("", " ", "^")}
    return known
