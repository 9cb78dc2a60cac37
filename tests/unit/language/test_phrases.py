"""Phrases of docs/semantics.md §1–§6 parse as written there, and mean what it says."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tfrq import language, model
from tfrq.errors import DefinitionError
from tfrq.model import At, Comparison, Duration, Period

# (text, index, canonical text of the steps). Where the page shows a phrase, it stands here so.
PAGE = (
    # §2: where a criterion looks
    ("MR4 at index", "data cut", "MR4 at index"),
    ("imatinib >= 1 year before index", "data cut", "imatinib >= 1 year before index"),
    ("progression after index", "data cut", "progression after index"),
    ("MR4 within 12 months before index", "data cut", "MR4 within 12 months before index"),
    ("MR4 within 6 months after index", "data cut", "MR4 within 6 months after index"),
    ("MR4 ever", "", "MR4 ever"),
    ("MR4 before de-escalation", "", "MR4 before de-escalation"),
    ("MR4 after diagnosis", "", "MR4 after diagnosis"),
    # §2: what says nothing
    ("MR4.5", "data cut", "MR4.5 at index"),
    ("MR4.5", "", "MR4.5 ever"),
    ("MR4.5 for >= 2 years", "data cut", "MR4.5 for >= 2 years at index"),
    ("MR4.5 for >= 2 years", "", "MR4.5 for >= 2 years ever"),
    ("imatinib >= 5 years", "data cut", "imatinib >= 5 years before index"),
    ("imatinib >= 5 years", "", "imatinib >= 5 years ever"),
    ("no transplant", "data cut", "no transplant before index"),
    ("no transplant", "", "no transplant ever"),
    # §3
    ("no progression within 12 months after index", "data cut",
     "no progression within 12 months after index"),
    # §4
    ("MMR at index", "data cut", "MMR at index"),
    ("MR3 ever", "", "MMR ever"),
    ("DMR ever", "", "MR4 ever"),
    ("BCR::ABL1 <= 0.0023 % ever", "", "BCR::ABL1 <= 0.0023 % ever"),
    ("BCR::ABL1 < 0.01 % ever", "", "BCR::ABL1 < 0.01 % ever"),
    ("BCR::ABL1 > 10 % ever", "", "BCR::ABL1 > 10 % ever"),
    ("MR4 at index (depth verified)", "data cut", "MR4 at index (depth verified)"),
    ("undetectable (copies >= 50000) at index", "data cut",
     "undetectable at index (copies >= 50000)"),
    ("MR4.5 for >= 2 years ever", "data cut", "MR4.5 for >= 2 years ever"),
    ("MR4 for < 2 years", "data cut", "MR4 for < 2 years at index"),
    ("MR4 for 1-3 years", "data cut", "MR4 for 1-3 years at index"),
    ("MR4.5 for >= 2 years (tests >= 4)", "", "MR4.5 for >= 2 years ever (tests >= 4)"),
    ("MR4 for >= 2 years (tests >= 4, spacing >= 3 months)", "",
     "MR4 for >= 2 years ever (tests >= 4, spacing >= 3 months)"),
    ("MR4 for >= 2 years (gap <= 6 months)", "", "MR4 for >= 2 years ever (gap <= 6 months)"),
    ("MMR within 12 months after TKI start", "", "MMR within 12 months after TKI start"),
    ("MR4 at index (within 3 months)", "data cut", "MR4 at index (within 3 months)"),
    # §5
    ("TKI >= 3 years", "", "TKI >= 3 years ever"),
    ("imatinib or nilotinib >= 5 years", "", "imatinib or nilotinib >= 5 years ever"),
    ("imatinib >= 5 years (continuous)", "", "imatinib >= 5 years ever (continuous)"),
    ("imatinib >= 5 years (continuous, gap <= 60 days)", "",
     "imatinib >= 5 years ever (continuous, gap <= 60 days)"),
    ("first-line imatinib", "", "first-line imatinib ever"),
    ("second-line nilotinib", "data cut", "second-line nilotinib before index"),
    ("at most 2 TKI lines", "", "<= 2 TKI lines ever"),
    ("on nilotinib at index", "data cut", "on nilotinib at index"),
    ("stopped nilotinib", "data cut", "stopped nilotinib at index"),
    ("ever imatinib", "data cut", "imatinib ever"),
    ("never ponatinib", "data cut", "no ponatinib ever"),
    ("no interferon", "data cut", "no interferon before index"),
    ("interferon before TKI start", "", "interferon before TKI start"),
    ("no stop for resistance", "", "no stop for resistance ever"),
    ("stopped for intolerance", "", "stop for intolerance ever"),
    ("no switch for resistance", "", "no switch for resistance ever"),
    ("switched for intolerance", "data cut", "switch for intolerance before index"),
    # §6
    ("age >= 18 at diagnosis", "data cut", "age >= 18 at diagnosis"),
    ("age 18-65 at index", "data cut", "age 18-65 at index"),
    ("age >= 18", "data cut", "age >= 18 at index"),
    ("age >= 18", "", "age >= 18 at diagnosis"),
    ("female", "", "female"),
    ("male", "", "male"),
    ("country SE or NO", "", "country SE or NO"),
    ("site SE01", "", "site SE01"),
    ("diagnosed 2005-2015", "", "diagnosed 2005-2015"),
    ("diagnosed >= 2005-01-01", "", "diagnosed >= 2005-01-01"),
    ("chronic phase at diagnosis", "", "chronic phase at diagnosis"),
    ("no accelerated or blast phase", "", "no accelerated or blast phase ever"),
    ("transcript e13a2 or e14a2", "", "typical transcript"),
    ("typical transcript", "", "typical transcript"),
    ("Sokal low", "", "Sokal low"),
    ("ELTS low or intermediate", "", "ELTS low or intermediate"),
    ("EUTOS high", "", "EUTOS high"),
    ("Hasford low", "", "Hasford low"),
    ("no previous TFR attempt", "data cut", "no previous TFR attempt before index"),
    ("no T315I mutation", "", "no T315I mutation ever"),
    ("imatinib >= 5 years or nilotinib >= 4 years", "",
     "imatinib >= 5 years ever or nilotinib >= 4 years ever"),
)  # fmt: skip


def steps(text: str, index: str = "") -> str:
    return ", ".join(language.canonical_steps(language.parse(text, index=index)))


@pytest.mark.parametrize(("text", "index", "canonical"), PAGE, ids=lambda value: value or "none")
def test_phrases_of_the_page(text: str, index: str, canonical: str) -> None:
    assert steps(text, index) == canonical


@pytest.mark.parametrize(
    ("index", "canonical"),
    [
        ("diagnosis", "diagnosis"),
        ("TKI start", "TKI start"),
        ("first TFR attempt", "first TFR attempt"),
        ("second TFR attempt", "second TFR attempt"),
        ("last TFR attempt", "last TFR attempt"),
        ("each TFR attempt", "each TFR attempt"),
        ("every tfr  attempt", "each TFR attempt"),
        ("first de-escalation", "first de-escalation"),
        ("First deescalation", "first de-escalation"),
        ("first MR4.5", "first MR4.5"),
        ("first MMR", "first MMR"),
        ("first MR 4,5 (depth verified)", "first MR4.5 (depth verified)"),
        ("first BCR::ABL1 <= 0.0069 %", "first BCR::ABL1 <= 0.0069 %"),
        ("data cut", "data cut"),
        ("today", "data cut"),
    ],
)
def test_indexes(index: str, canonical: str) -> None:
    given = language.parse("female", index=index)
    assert language.canonical_index(given) == canonical
    assert language.parse(f"index = {index}, female") == given
    assert language.parse(f"index: {index}\nfemale") == given


UNITS = {
    "years": ("year", "years", "yr", "yrs", "y", "Years", "Y"),
    "months": ("month", "months", "mo", "MONTHS"),
    "weeks": ("week", "weeks", "wk"),
    "days": ("day", "days", "d"),
}
SIGNS = {
    ">=": (">=", "≥", "at least", "AT LEAST", "=>"),
    ">": (">", "more than"),
    "<=": ("<=", "≤", "at most", "=<"),
    "<": ("<", "less than"),
    "=": ("=",),
}


@pytest.mark.parametrize(("unit", "word"), [(unit, word) for unit in UNITS for word in UNITS[unit]])
def test_units(unit: str, word: str) -> None:
    for blank in (" ", "", "  ", "\u00a0", "\t"):
        (step,) = language.parse(f"imatinib >= 1.5{blank}{word}").steps
        assert isinstance(step, model.Exposure)
        assert step.length == Comparison(">=", Duration(Decimal("1.5"), unit))


@pytest.mark.parametrize(("sign", "word"), [(sign, word) for sign in SIGNS for word in SIGNS[sign]])
def test_comparisons(sign: str, word: str) -> None:
    blanks = (" ", "\u2009") if word[0].isalpha() else (" ", "", "\u2009")
    for blank in blanks:
        (step,) = language.parse(f"imatinib {word}{blank}3 years").steps
        assert isinstance(step, model.Exposure)
        assert step.length.operator == sign


@pytest.mark.parametrize(
    "text",
    ["3-5 years", "3 - 5 years", "3–5 years", "3—5 y", "3 to 5 years", "between 3 and 5 years",
     "between 3 years and 5 years", "3‑5 years"],
)  # fmt: skip
def test_ranges_include_both_ends(text: str) -> None:
    (step,) = language.parse(f"imatinib {text}").steps
    assert isinstance(step, model.Exposure)
    assert step.length == Comparison(
        "between", Duration(Decimal(3), "years"), Duration(Decimal(5), "years")
    )


@pytest.mark.parametrize(
    ("text", "days"),
    [("5 years", 1826), ("3 years", 1095), ("2 years", 730), ("6 months", 182), ("3 months", 91),
     ("1.5 years", 547), ("2 weeks", 14), ("12 months", 365), ("0 days", 0)],
)  # fmt: skip
def test_durations_are_whole_days(text: str, days: int) -> None:
    (step,) = language.parse(f"imatinib >= {text}").steps
    assert isinstance(step, model.Exposure)
    assert step.length.value.days == days


LEVELS = {
    "MR4.5": ("MR4.5", "MR 4.5", "MR4,5", "mr4.5", "Mr 4,5", "MR  4.5", "MR\u00a04.5"),
    "MMR": ("MMR", "MR3", "MR 3", "mmr", "major molecular response"),
    "MR4": ("MR4", "MR 4", "DMR", "deep molecular response"),
    "undetectable": ("undetectable", "UNDETECTABLE", "not detected", "CMR"),
    "BCR::ABL1 <= 0.1 %": ("BCR::ABL1 <= 0.1 %", "BCR-ABL1 ≤0.1%", "BCR-ABL <= 0.10 % IS",
                           "bcr–abl1 at most 0.1 percent", "BCR/ABL1<=0.1%"),
}  # fmt: skip


@pytest.mark.parametrize(("level", "text"), [(one, text) for one in LEVELS for text in LEVELS[one]])
def test_levels(level: str, text: str) -> None:
    assert steps(f"{text} ever") == f"{level} ever"
    assert steps(f"not {text} ever") == f"not {level} ever"


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("FIRST-LINE  IMATINIB", "first-line imatinib ever"),
        ("first line imatinib", "first-line imatinib ever"),
        ("first‑line imatinib", "first-line imatinib ever"),
        ("1st line Glivec", "first-line imatinib ever"),
        ("Second generation TKIs >= 3 years", "2G TKI >= 3 years ever"),
        ("2g-tki >= 3 years", "2G TKI >= 3 years ever"),
        ("STI571 >= 5 y", "imatinib >= 5 years ever"),
        ("BMS-354825 >= 5 y", "dasatinib >= 5 years ever"),
        ("L01EA01 >= 5 y", "imatinib >= 5 years ever"),
        ("Female", "female"),
        ("women", "female"),
        ("country Sweden or NO", "country SE or NO"),
        ("country united  kingdom", "country GB"),
        ("transcript b3a2", "transcript e14a2"),
        ("transcript p210", "transcript p210 unspecified"),
        ("blast crisis", "blast phase ever"),
        ("t315i mutation", "T315I mutation ever"),
        ("elts LOW", "ELTS low"),
        ("diagnosed in 2010", "diagnosed = 2010"),
        ("stop for failure", "stop for resistance ever"),
        ("stopped because of toxicity", "stop for toxicity ever"),
        ("site se01", "site SE01"),
        ("TKI lines <= 2", "<= 2 TKI lines ever"),
        ("(MR4 ever)", "MR4 ever"),
        ("MR4 ever,\nfemale\n\n", "MR4 ever, female"),
        ("MR4 ever\r\nfemale", "MR4 ever, female"),
        ("\ufeffMR4 ever", "MR4 ever"),
    ],
)
def test_synonyms_case_and_spacing(text: str, canonical: str) -> None:
    assert steps(text) == canonical


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        # A list inside the criterion, where one comparison or keyword governs it.
        ("imatinib or nilotinib >= 5 years", "imatinib or nilotinib >= 5 years ever"),
        ("never imatinib or nilotinib", "no imatinib or nilotinib ever"),
        ("no transplant or progression", "no transplant or progression ever"),
        ("country SE or NO or FI", "country SE or NO or FI"),
        # Between criteria it joins them.
        ("female or MR4 ever", "female or MR4 ever"),
        ("transplant ever or progression ever", "transplant ever or progression ever"),
        ("country SE or country NO", "country SE or country NO"),
        ("country SE or no transplant", "country SE or (no transplant ever)"),
        ("Sokal low or ELTS low", "Sokal low or ELTS low"),
        ("site SE01 or MMR", "(site SE01) or MMR ever"),
        ("site SE01 or FEMALE", "(site SE01) or female"),
        # `not` binds more tightly than both.
        ("not female or MR4 ever", "(not female) or MR4 ever"),
        ("not female and MR4 ever", "not female and MR4 ever"),
        ("not (female and MR4 ever)", "not (female and MR4 ever)"),
        ("(female or male) and MR4 ever", "(female or male) and MR4 ever"),
        # A comma and a new line bind loosest.
        ("female or male, MR4 ever", "female or male, MR4 ever"),
        ("female or male\nMR4 ever", "female or male, MR4 ever"),
    ],
)
def test_combinations(text: str, canonical: str) -> None:
    assert steps(text) == canonical


def test_no_before_a_list_means_none_of_it() -> None:
    (step,) = language.parse("no imatinib or nilotinib").steps
    assert step == model.Not(model.AnyExposure(("imatinib", "nilotinib"), model.EVER))


def test_country_codes_are_read_in_capitals_only() -> None:
    (step,) = language.parse("country SE or NO").steps
    assert step == model.Country(("SE", "NO"))
    with pytest.raises(DefinitionError):
        language.parse("country se")


def test_a_trailing_phrase_belongs_to_the_criterion_that_it_follows() -> None:
    first, second = (
        language.parse("MR4 at index and transplant after index", index="data cut").steps[0].items
    )  # type: ignore[attr-defined]
    assert first.when == At("index")
    assert second.period == Period("after", "index")


def test_decimal_commas_are_read_in_mr4_5_only() -> None:
    assert steps("MR4,5 ever, female") == "MR4.5 ever, female"
    assert steps("MR4 ever,female") == "MR4 ever, female"
    for text in ("imatinib >= 1,5 years", "BCR::ABL1 <= 0,0032 % ever"):
        with pytest.raises(DefinitionError, match="decimal point"):
            language.parse(text)


@pytest.mark.parametrize(
    "text",
    ["MR4 at index", "MR4 within 3 months before index", "on nilotinib", "stopped imatinib",
     "no previous TFR attempt", "age >= 18 at index", "MR4 for >= 2 years at index"],
)  # fmt: skip
def test_what_needs_an_index_says_which_to_take(text: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        language.parse(text)
    assert 'index = "data cut"' in caught.value.hint
    assert language.parse(text, index="data cut")


def test_and_beside_or_is_refused_with_both_readings() -> None:
    with pytest.raises(DefinitionError) as caught:
        language.parse("MR4 ever and (female or male) or no transplant ever")
    for reading in (
        "'(MR4 ever and (female or male)) or no transplant ever'",
        "'MR4 ever and ((female or male) or no transplant ever)'",
    ):
        assert reading in caught.value.hint
        assert language.parse(reading.strip("'"))


def test_options_stand_in_the_text_or_beside_it() -> None:
    beside = language.parse("MR4.5 ever", options=["assume undetectable = MR 4,5"])
    within = language.parse("assume undetectable = MR4.5, MR4.5 ever")
    assert beside == within
    assert beside.assume_undetectable == "MR4.5"
    assert language.canonical(beside) == "assume undetectable = MR4.5, MR4.5 ever"


def test_spans_point_at_the_text_of_each_node() -> None:
    text = "  MR4 ever ,  not (female or imatinib >= 5 years)"
    first, second = language.parse(text).steps
    assert first.span is not None
    assert second.span is not None
    assert text[first.span.start : first.span.end] == "MR4 ever"
    assert text[second.span.start : second.span.end] == "not (female or imatinib >= 5 years)"
    assert language.written_steps(language.parse(text), text) == (
        "MR4 ever",
        "not (female or imatinib >= 5 years)",
    )


def test_limits_leave_canonical_text_readable() -> None:
    nested = "female"
    for _ in range(12):
        nested = f"not ({nested} or male)"
    deep = language.parse(f"not ({nested})")
    assert language.parse(language.canonical(deep)) == deep
    with pytest.raises(DefinitionError, match="more than 25 levels"):
        language.parse(f"not not {nested}")
    short = " or ".join(f"A{place}C" for place in range(1000, 2900))
    with pytest.raises(DefinitionError, match="longer than 20,000 characters"):
        language.parse(f"{short} or A1C mutation")
