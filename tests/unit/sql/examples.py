"""Definitions that between them use every criterion, index, period and qualifier."""

from __future__ import annotations

from tfrq import language, model

PHRASES = (
    "MR4.5 for >= 2 years",
    "MR4.5 for >= 2 years ever",
    "MR4 for < 2 years before index",
    "MR4 for 1-3 years after index",
    "MMR for = 1 year within 3 years after TKI start",
    "DMR for > 2 years (tests >= 4)",
    "DMR for > 2 years before index (tests >= 1, spacing >= 3 months)",
    "MR4 for >= 2 years (tests >= 4, spacing >= 3 months, gap <= 6 months, depth verified)",
    "MR4 at index",
    "MR5 at TKI start (within 3 months)",
    "MR1 ever",
    "MMR within 12 months after TKI start",
    "BCR::ABL1 < 0.0023 % ever",
    "BCR::ABL1 > 10 % within 6 months after diagnosis",
    "BCR::ABL1 >= 1 % at index (depth verified)",
    "undetectable at index (copies >= 50000)",
    "undetectable for >= 1 year",
    "BCR::ABL1 <= 10 % at 3 months after TKI start",
    "MR4 at 12 months after index (window 2 months, depth verified)",
    "last 4 tests MR4",
    "2 of last 4 tests MR4.5 at TKI start (within 6 months)",
    "all tests MR4 within 12 months before index (tests >= 3)",
    "at least 3 tests within 12 months before index",
    "1-2 tests within 2 years after diagnosis",
    "first MR4.5 >= 2 years before index",
    "no confirmed loss of MR4.5 within 12 months before index",
    "confirmed loss of BCR::ABL1 <= 0.0069 % after index (dated at confirmation)",
    "loss of MMR or restart or death within 12 months after index",
    "any positive test after index",
    "regained MMR after index",
    "imatinib >= 5 years",
    "imatinib or 2G TKI 3-5 years within 6 years before index",
    "TKI >= 3 years (continuous)",
    "TKI < 3 years after diagnosis (gap <= 60 days)",
    "imatinib >= 1 year (current)",
    "2G TKI < 2 years (current, gap <= 60 days)",
    "ever imatinib",
    "never ponatinib",
    "interferon before TKI start",
    "first-line imatinib",
    "7th-line nilotinib or bosutinib ever",
    "at most 2 TKI lines",
    "2-3 TKI lines after TKI start",
    "on nilotinib at index",
    "stopped nilotinib or allosteric TKI",
    "no stop for resistance or TFR attempt",
    "switched for intolerance within 5 years after TKI start",
    "age >= 18 at diagnosis",
    "age 18-65",
    "halving time <= 9.35 days",
    "halving time > 2 weeks",
    "female",
    "country SE or NO",
    "site SE01 or NO02",
    "diagnosed 2005-2015",
    "diagnosed >= 2005-01-01",
    "chronic phase at diagnosis",
    "no accelerated or blast phase",
    "blast phase within 2 years after index",
    "transcript e13a2 or p210 unspecified",
    "typical transcript",
    "Sokal low",
    "ELTS low or intermediate",
    "EUTOS high",
    "Hasford low",
    "no transplant",
    "progression or T315I mutation ever",
    "mutation before de-escalation",
    "no previous TFR attempt",
    "previous TFR attempt within 5 years before index",
    "followed >= 6 months after index",
    "tapered before index",
    "NK cells >= 0.15 x10^9/L at index",
    "CD8 T cells 100-900 cells/µL at diagnosis (within 1 year)",
    "Tregs < 10 % of CD4 T cells",
    "platelets > 450 x10^9/L at diagnosis",
    "at least 2 of (female; Sokal low; MR4 and imatinib >= 5 years)",
    "not (female and (MR4 ever or imatinib >= 5 years)) and not Sokal low",
)
INDEXES = (
    *(name for name in model.INDEXES if name != "first response"),
    "first MR4.5",
    "first undetectable (copies >= 20000)",
    "first BCR::ABL1 <= 0.0069 % (depth verified)",
)
WHOLE = (
    ("imatinib >= 5 years, MR4.5 for >= 2 years, age >= 18 at diagnosis", ""),
    ("MR4 ever, MMR within 12 months after TKI start, no progression, female", ""),
    # Every ninth phrase: DuckDB plans dozens of criteria in one query for many seconds.
    *((", ".join(PHRASES[start::9]), "first TFR attempt") for start in range(9)),
    *((", ".join(PHRASES[start::9]), "each TFR attempt") for start in range(9)),
)


def definitions() -> tuple[model.Definition, ...]:
    """Each phrase at a data cut; each index with a criterion of each room; and whole ones."""
    return (
        *(language.parse(text, index="data cut") for text in PHRASES),
        *(
            language.parse("MR4 at index, on imatinib, no mutation after index", index=index)
            for index in INDEXES
        ),
        *(language.parse(text, index=index) for text, index in WHOLE),
        *(
            language.parse("MR4.5 ever", options=[f"assume undetectable = {level}"])
            for level in ("MMR", "MR4.5")
        ),
    )
