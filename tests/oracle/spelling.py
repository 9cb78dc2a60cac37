"""Synonyms, units and letter case (§1, §6) that make no difference to the meaning."""

import random
import re

SYNONYMS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r">= ", (">= ", ">=", "≥ ", "at least ")),
    (r"<= ", ("<= ", "<=", "≤ ", "at most ")),
    (r"(?<!\S)> ", ("> ", ">", "more than ")),
    (r"(?<!\S)< ", ("< ", "<", "less than ")),
    (r"(?<=\d )years\b", ("years", "year", "yrs", "yr", "y")),
    (r"(?<=\d )months\b", ("months", "month", "mo")),
    (r"(?<=\d )weeks\b", ("weeks", "week", "wk")),
    (r"(?<=\d )days\b", ("days", "day", "d")),
    (r"\bMR4\.5\b", ("MR4.5", "MR 4.5", "MR4,5", "mr4.5")),
    (r"\bMR3\b", ("MR3", "MMR", "MR 3")),
    (r"\bMR4\b(?![.,])", ("MR4", "MR 4", "DMR")),
    (r"\bx10\^9/L", ("x10^9/L", "×10^9/L", "10^9/L", "x 10^9/L")),
    (r"(?<=\d )cells/µL", ("cells/µL", "cells/uL", "/µL")),
    (r"\bNK cells\b", ("NK cells", "nk cells", "NK Cells")),
    (r"\bimatinib\b", ("imatinib", "Glivec", "Gleevec", "STI571")),
    (r"\bdasatinib\b", ("dasatinib", "Sprycel", "BMS-354825")),
    (r"\bnilotinib\b", ("nilotinib", "Tasigna", "AMN107")),
    (r"\bbosutinib\b", ("bosutinib", "Bosulif", "SKI-606")),
    (r"\bponatinib\b", ("ponatinib", "Iclusig", "AP24534")),
    (r"\basciminib\b", ("asciminib", "Scemblix", "ABL001")),
)
RANGE = re.compile(r"(?<![\d.-])(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)(?![\d.-])")
FREE_CASE = re.compile(
    r"\b(age|female|male|country|site|diagnosed|diagnosis|index|before|after|within|ever|never"
    r"|stopped|switched|transplant|progression|phase|chronic|typical|transcript|sokal|elts|eutos"
    r"|hasford|low|high|for|imatinib|dasatinib|nilotinib|interferon|tests|gap|continuous|window"
    r"|confirmed|loss|confirmation|positive|regained|restart|death|followed|tapered|current"
    r"|last|all)\b",
    re.IGNORECASE,
)


def respelled(text: str, seed: int | None) -> str:
    """The same definition as another person would type it."""
    if seed is None:
        return text
    rng = random.Random(seed)

    def sometimes(found: re.Match[str]) -> str:
        if rng.random() < 0.7:
            return found[0]
        return f"between {found[1]} and {found[2]}"

    def cased(found: re.Match[str]) -> str:
        return rng.choice([found[0]] * 6 + [found[0].upper(), found[0].capitalize()])

    for pattern, spellings in SYNONYMS:
        choices = [spellings[0]] * 3 + list(spellings)

        def synonym(_: re.Match[str], choices: list[str] = choices) -> str:
            return rng.choice(choices)

        text = re.sub(pattern, synonym, text)
    return FREE_CASE.sub(cased, RANGE.sub(sometimes, text))
