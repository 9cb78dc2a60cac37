"""What a definition that cannot be understood is answered with: errors.txt, compared exactly.

After a change that is meant: `python -m tests.unit.language.test_errors > …/errors.txt`, and read
what has changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

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


@pytest.mark.parametrize("text", [*NO_INDEX, *WITH_INDEX])
def test_what_a_hint_writes_out_whole_can_be_read(text: str) -> None:
    """A criterion in a hint's quotes is one, unless it is cut short by dots."""
    with pytest.raises(DefinitionError) as caught:
        language.parse(text)
    for shown in re.findall(r"(?:write|as|for example|use) '([^']+)'", caught.value.hint):
        lead = shown.split()[0].strip("(").lower()
        if "..." in shown or lead not in language_leads():
            continue
        language.parse(shown, index="first TFR attempt")


def language_leads() -> set[str]:
    return {"mr4.5", "chronic", "country", "imatinib", "site", "previous", "stopped"}


if __name__ == "__main__":
    print(everything())  # noqa: T201
