"""What a definition that cannot be understood is answered with: errors.txt, compared exactly.

After a change that is meant: `python -m tests.unit.language.test_errors > …/errors.txt`, and read
what has changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.unit.language.test_endpoints import WRONG
from tfrq import language
from tfrq.errors import DefinitionError

SNAPSHOT = Path(__file__).with_name("errors.txt")
NO_INDEX = (
    "",
    ",",
    "MR4 ever,, female",
    "MR4 ever\n, female",
    "imatinb >= 5 years",
    "imatinib",
    "imatinib or nilotinib",
    "TKI",
    "imatinib >= 5",
    "imatinib >= 5 yeras",
    "imatinib >= 1,5 years",
    "imatinib 5 years",
    "imatinib >= years",
    "imatinib >= 300 years",
    "imatinib 5-3 years",
    "imatinib between 3 or 5 years",
    "imatinib >= 5 years (tests >= 4)",
    "imatinib >= 5 years at diagnosis",
    "imatinib >= 99999999999999999999999 years",
    "stopped imatinib or nilotinib >= 3 years",
    "ever imatinib >= 3 years",
    "on paracetamol at diagnosis",
    "MR9 ever",
    "MR6",
    "MMM ever",
    "MR4 at index",
    "no previous TFR attempt",
    "on nilotinib",
    "age >= 18 at index",
    "MR4 for 2 years",
    "MR4 for",
    "MR4 for >= 2 years (test >= 4)",
    "MR4 for >= 2 years (tests <= 4)",
    "MR4 for >= 2 years (tests > 60)",
    "MR4 for >= 2 years (spacing >= 3 months)",
    "MR4 for >= 2 years (gap >= 3 months)",
    "MR4 for >= 2 years (tests >= 4",
    "MR4 for >= 2 years (tests >= 4, tests >= 5)",
    "MR4 ever (copies >= 50000)",
    "undetectable ever (copies >= 50,000)",
    "undetectable ever (depth verified)",
    "MR4 ever (within 3 months)",
    "MR4 ever before diagnosis",
    "MR4 within 3 months",
    "MR4 before Christmas",
    "BCR::ABL1 ever",
    "BCR::ABL1 <= 0,0032 % ever",
    "BCR::ABL1 <= 0.0032",
    "BCR::ABL1 <= 5000 % ever",
    "at most two TKI lines",
    "at most 2",
    "2.5th line imatinib",
    "no stop for resistence",
    "switched to nilotinib",
    "stopped interferon at diagnosis",
    "age >= 18.5",
    "age within 3 years before diagnosis",
    "country se",
    "country Swedn",
    "site north",
    "diagnosed 2015-2005",
    "diagnosed 2005-02-30",
    "chronic phase",
    "transcript e13a5",
    "Sokal medium",
    "EUTOS intermediate",
    "MR4 at 3 months before TKI start",
    "MR4 at 3 months after Christmas",
    "last tests MR4",
    "5 of last 4 tests MR4 at diagnosis",
    "at least 2 of last 4 tests MR4 at diagnosis",
    "last 4 tests imatinib",
    "first MR4.5 >= 2 years after diagnosis",
    "loss of imatinib ever",
    "loss of MMR ever (dated at confirmation)",
    "followed 6 months after diagnosis",
    "followed >= 6 months before diagnosis",
    "tapered before index",
    "NK cells >= 0.15 at diagnosis",
    "NK cells >= 0.15 g/L at diagnosis",
    "NK sells >= 0.15 x10^9/L at diagnosis",
    "at least 3 of (female; male)",
    "at most 1 of (female; male)",
    "at least 1 of (female, male)",
    "in euro-ski",
    "in Euro-SKI",
    "imatinib >= 1 year (current, continuous)",
    "female and MR4 ever or male",
    "no transplant ever or progression ever",
    "never MR4 or MR4.5",
    "no (transplant or progression)",
    "never female",
    "ever MR4 at diagnosis",
    "(female or male",
    "female)",
    "(female, male)",
    "female or\nmale",
    "female male",
    "female andd male",
    "index data cut, female",
    "index = first TRF attempt, female",
    "female, index = data cut",
    "index = data cut, index = diagnosis, female",
    "assume undetectable = undetectable, female",
    "assume undetectable = MR4, assume undetectable = MR5, female",
    "female; male",
    "female \u200band male",
    "female 😀",
    "(" * 70 + "female",
    "MR4.5 ≥ 2 years",
    "MR4.5 (tests >= 4) for 2 years",
    "undetectable 2 years",
    "sustained MR4",
    "MR4 or better",
    "relapse",
    "MMR at 3 months",
    "BCR::ABL1 0.01 %",
    "no transplant ever and progression ever",
    "MR4 for > 12 months within 12 months before diagnosis",
    "MR4 for >= 1 year within 365 days after diagnosis",
    "imatinib for >= 5 years",
    "TKI duration >= 3 years",
    "on imatinib >= 5 years",
    "only imatinib",
    "imatinib, nilotinib >= 5 years",
    "interferon",
    "imatinib >= -5 years",
    "imatinib >= 5 Jahre",
    "imatinib >= five years",
    "no loss of MMR within 6 months",
    "T315I",
    "e14a2",
    "low Sokal",
    "Sokal < 0.8",
    "no AP/BC",
    "adults",
    "sex unknown",
    "country DK, se",
    "country SE and NO",
    "country SE, NO",
    "transcript e13a2, e14a2",
    "Sweden",
    "diagnosed 01/02/2005",
    "NK cells >= 0.15 % at diagnosis",
    "haemoglobin >= 10 g/dL at diagnosis",
    "MR4 ever but not female",
    "MR4 ever & female",
    "'MR4 ever'",
    "“MR4 ever”",
    "()",
    "MR4 ever ()",
    "MR4 not ever",
    "patients with MR4",
    "pregnant",
    "imatinib for 5 yrſ",
    "TFR",
)
WITH_INDEX = (
    "on nilotinib before index",
    "blast phase at index",
    "imatinib >= 5 years within 2 years",
    "previous TFR attempt after index",
    "no previous TFR attempt ever",
    "MR4 at indx",
    "all tests MR4",
    "at least 3 tests",
)
INDEXES = ("", "first TRF attempt", "first", "data cut, female", "first MR9", "MR4.5")
OPTIONS = ("assume", "assume undetectable", "assume undetectable = 3", "gap <= 6 months")


def answered(read: Callable[[], object], text: str) -> str:
    """The text with carets under what is wrong, the message and the hint."""
    with pytest.raises(DefinitionError) as caught:
        read()
    error = caught.value
    lines = [text.replace("\n", "⏎")]
    if error.span is not None:
        assert error.source == text
        assert 0 <= error.span.start <= error.span.end <= len(text)
        lines.append(" " * error.span.start + "^" * max(1, error.span.end - error.span.start))
    return "\n".join([*lines, error.message, *([f"→ {error.hint}"] if error.hint else [])])


def section(title: str, texts: Sequence[str], read: Callable[[str], object]) -> str:
    answers = [answered(lambda text=text: read(text), text) for text in texts]  # type: ignore[misc]
    return f"# {title}\n\n" + "\n\n".join(answers)


def everything() -> str:
    """All of errors.txt."""
    return "\n\n".join(
        (
            section("Definitions without an index", NO_INDEX, language.parse),
            section(
                "Definitions with the index 'first TFR attempt'",
                WITH_INDEX,
                lambda text: language.parse(text, index="first TFR attempt"),
            ),
            section("Endpoints", WRONG, language.parse_endpoint),
            section("Indexes", INDEXES, language.parse_index),
            section("Options", OPTIONS, lambda text: language.parse("female", options=[text])),
        )
    )


def test_errors_read_as_agreed() -> None:
    assert everything() + "\n" == SNAPSHOT.read_text(encoding="utf-8")


# Words of programmers and of Python that no reader of a definition should have to know.
JARGON = re.compile(
    r"\b(tokens?|pars(e|er|ing)|syntax|invalid|identifier|expression|operator|operand|node|literal"
    r"|string|int|integer|boolean|null|None|exception|regex|EOF|unexpected|keyword|argument)\b"
)


def test_messages_have_no_jargon() -> None:
    assert JARGON.findall(everything()) == []


CASES = [*((text, "") for text in NO_INDEX), *((text, "first TFR attempt") for text in WITH_INDEX)]
# What a quoted part of a hint may be: a definition, or what stands at the braces of one.
FRAMES = (
    "{}",
    "MR4 {}",
    "MR4 for {}",
    "MR4 for >= 2 years ({})",
    "MR4 for >= 2 years {}",
    "female {} male",
    "imatinib {}",
    "female {} transplant",
    "BCR::ABL1 <= {} %",
    "imatinib >= {} years",
    "undetectable (copies >= {})",
    "{}, female",
)
# Not to be typed in a definition: a command, and words that a hint speaks about.
SPOKEN_OF = {"tfrq cohort list", "not (...)", "not", "and", "or", "for", ">="}
SUGGESTED = re.compile(r"did you mean '([^']+)'")


def hint_of(text: str, index: str) -> str:
    with pytest.raises(DefinitionError) as caught:
        language.parse(text, index=index)
    return caught.value.hint


def is_read(phrase: str) -> bool:
    return any(
        is_definition(frame.format(phrase), index)
        for frame in FRAMES
        for index in ("first TFR attempt", "")
    )


def is_definition(text: str, index: str) -> bool:
    try:
        language.parse(text, index=index)
    except DefinitionError:
        return False
    return True


@pytest.mark.parametrize(("text", "index"), CASES)
def test_what_a_hint_quotes_can_be_typed(text: str, index: str) -> None:
    quoted = re.findall(r"'([^']+)'", SUGGESTED.sub("", hint_of(text, index)))
    assert [one for one in quoted if one not in SPOKEN_OF and not is_read(one)] == []


@pytest.mark.parametrize(("text", "index"), CASES)
def test_no_hint_suggests_what_was_typed(text: str, index: str) -> None:
    for word in SUGGESTED.findall(hint_of(text, index)):
        assert word.lower() not in text.lower().split()


if __name__ == "__main__":
    print(everything())  # noqa: T201
