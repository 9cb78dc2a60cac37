"""The named factors: levels as texts of the language, and where their cut-offs come from.

A text is judged at the index of the definition. Sources stand in docs/domain.md (§5 and §1).
"""

from __future__ import annotations

from dataclasses import dataclass

from tfrq import vocabulary


@dataclass(frozen=True)
class Level:
    """A group of patients: those who meet the text, and no level before it. Exactly one level of
    a factor has no text: it is of those who meet none."""

    name: str
    text: str = ""


@dataclass(frozen=True)
class KnownFactor:
    """`levels`: the reference first, in the order they are shown. `ordered`: whether that order
    is one of more and less. `axis`: the axis of counts that has the same strata, where a reader
    knows how many patients each has. `source` is a sentence on the cut-offs."""

    name: str
    meaning: str
    levels: tuple[Level, ...]
    ordered: bool
    source: str
    axis: str = ""


_OWN_SCORE = "its published groups, low, intermediate and high (domain.md §5.1)"
_OTHER = Level("other")


def _score(name: str, score: str) -> KnownFactor:
    first, *others = vocabulary.SCORES[score]
    *middle, last = others
    tested = tuple(Level(group, f"{score} {group}") for group in (first, *middle))
    meaning = f"risk group of the {score} score at diagnosis"
    return KnownFactor(name, meaning, (*tested, Level(last)), True, _OWN_SCORE)


_KNOWN = (
    KnownFactor(
        "tki-duration",
        "days on any TKI before the index",
        (
            Level("<5 years"),
            Level("5–8 years", "TKI >= 5 years before index"),
            Level("≥8 years", "TKI >= 8 years before index"),
        ),
        True,
        "5 years as in the Spanish series and in EURO-SKI (domain.md §5.2), 8 years as in the"
        " green zone of Hughes (domain.md §3.1)",
    ),
    KnownFactor(
        "deep-response",
        "how long MR4 has lasted unbroken at the index",
        (
            Level("<2 years"),
            Level("2–5 years", "MR4 for >= 2 years at index"),
            Level("≥5 years", "MR4 for >= 5 years at index"),
        ),
        True,
        "2 years as guidelines ask for (domain.md §3.1); 5 years is a convention",
    ),
    KnownFactor(
        "depth",
        "the latest test at the index; what is not detected counts as deepest, whatever its copies",
        (
            Level("MR5 or undetectable", "MR5 at index or undetectable at index"),
            Level("MR4.5", "MR4.5 at index"),
            Level("MR4", "MR4 at index"),
            Level("less than MR4"),
        ),
        True,
        "the levels of the International Scale (domain.md §1.1)",
    ),
    KnownFactor(
        "drug",
        "the TKI that was stopped last, at the index",
        (
            *(
                Level(drug, f"stopped {drug} at index")
                for drug in vocabulary.TKIS
                if drug not in ("radotinib", "flumatinib")
            ),
            _OTHER,
        ),
        False,
        "the TKIs of domain.md §2.1; radotinib and flumatinib are other",
    ),
    KnownFactor(
        "line",
        "how many lines of TKI were started before the index",
        (
            Level("first", "at most 1 TKI line before index"),
            Level("second", "at most 2 TKI lines before index"),
            Level("third or later"),
        ),
        True,
        "lines as derived in domain.md §2.1",
    ),
    KnownFactor(
        "resistance",
        "a TKI stopped or switched for resistance before the index",
        (
            Level("no"),
            Level(
                "yes", "stopped for resistance before index or switched for resistance before index"
            ),
        ),
        True,
        "prior resistance as in STOP 2G-TKI and DADI (domain.md §5.2)",
    ),
    KnownFactor(
        "interferon",
        "any day on interferon before the index",
        (Level("no"), Level("yes", "interferon before index")),
        True,
        "prior interferon as in the Spanish series (domain.md §5.2)",
    ),
    KnownFactor(
        "transcript",
        "the transcripts of BCR::ABL1; both e13a2 and e14a2 are other",
        (Level("e14a2", "transcript e14a2"), Level("e13a2", "transcript e13a2"), _OTHER),
        False,
        "e13a2 against e14a2 as in domain.md §5.2",
    ),
    _score("sokal", "Sokal"),
    _score("elts", "ELTS"),
    KnownFactor(
        "age",
        "age at the index",
        (
            Level("<40", "age < 40 at index"),
            Level("40–59", "age < 60 at index"),
            Level("60+"),
        ),
        True,
        "the groups of counts by age (semantics.md §7)",
    ),
    KnownFactor(
        "sex",
        "as recorded",
        (Level("female", "female"), Level("male")),
        False,
        "none needed",
        axis="sex",
    ),
    KnownFactor(
        "halving-time",
        "days in which BCR::ABL1 halved in the first months of treatment",
        (
            Level("≤9.35 days", "halving time <= 9.35 days"),
            Level("9.35–21.85 days", "halving time <= 21.85 days"),
            Level(">21.85 days"),
        ),
        True,
        "the cut-offs of domain.md §5.2",
    ),
)
KNOWN = {one.name: one for one in _KNOWN}
