"""Random texts that are not, or not quite, definitions."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from tests.oracle import CASES, random_definition
from tfrq.language import endpoints
from tfrq.language.combine import LEADS
from tfrq.language.indexes import INDEXES
from tfrq.language.qualifiers import _READERS
from tfrq.language.quantities import ANCHORS, OPERATORS, UNITS

STRANGE = (
    *"\x00\x07\x1b\x7f\u00ad\u200b\u200e\u202e\u2066\u2069\ufeff\ufffd\u2028\x85\u00b2\u0130\u0131\u017f",
    *"éßΩЖ中א٣\u212a😀",
    "👩‍⚕️",
    "\ud800",
    "\udfff",
    "\U0010ffff",
)
SIGNS = (*"()(),,;:%/^+'.×*-–—−<>=≥≤\"#$&?@[]\\_`{|}~!\n\t ", "\r\n")
NUMBERS = (
    "0",
    "1",
    "2.5",
    "4",
    "18",
    "2005",
    "2005-02-30",
    "0,0032",
    "9" * 19,
    "9" * 400,
    "1e9",
    "007",
)
WORDS = (
    *LEADS,
    *ANCHORS,
    *OPERATORS,
    *UNITS,
    *INDEXES,
    *_READERS,
    *("and", "or", "not", "no", "never", "ever", "at", "before", "after", "within", "for", "line"),
    *("TKI lines", "phase", "mutation", "previous TFR attempt", "between", "to", "SE", "SE01", "("),
    *(
        "MR4,5",
        "MR 4.5",
        "MR9",
        "index = data cut",
        "assume undetectable = MR4",
        "%",
        ",",
        ")",
        "\n",
    ),
)


def _characters(rng: random.Random) -> str:
    pool = rng.choice([STRANGE, SIGNS, "abcdefghijklmnopqrstuvwxyz0123456789 .,()", None])
    length = rng.randrange(1, 60)
    if pool is None:
        return "".join(chr(rng.randrange(0x110000)) for _ in range(length))
    return "".join(rng.choice(pool) for _ in range(length))


def _shuffled(rng: random.Random) -> str:
    pool = (*WORDS, *NUMBERS)
    return rng.choice([" ", " ", " ", ""]).join(
        rng.choice(pool) for _ in range(rng.randrange(1, 14))
    )


def valid(rng: random.Random) -> tuple[str, str]:
    """The text of a random definition of the oracle: its index, if it has one, and its steps."""
    asked = random_definition(rng, list(CASES))
    return f"index = {asked.index}, " if asked.index else "", asked.text


def _mutated(rng: random.Random) -> str:
    text = "".join(valid(rng))
    for _ in range(rng.randrange(1, 4)):
        start = rng.randrange(len(text) + 1)
        end = min(len(text), start + rng.choice([0, 1, 1, 3, 10]))
        new = rng.choice([*STRANGE, *SIGNS, *WORDS, *NUMBERS, "", "", text[start:end] * 2])
        text = text[:start] + new + text[end:]
    return text


def _reworded(rng: random.Random) -> str:
    index, steps = valid(rng)
    words = steps.split(" ")
    for _ in range(rng.randrange(1, 3)):
        place, other = rng.randrange(len(words)), rng.randrange(len(words))
        change = rng.randrange(4)
        if change == 0:
            words[place], words[other] = words[other], words[place]
        elif change == 1:
            words[place] = words[other]
        else:
            words[place] = rng.choice(["", "", *WORDS, *NUMBERS])
    return index + rng.choice([" ", " ", "  ", "\u00a0"]).join(words)


def _nested(rng: random.Random) -> str:
    depth = rng.choice([3, 20, 59, 60, 61, 500, 6000])
    opened = "".join(rng.choice(["(", "(", "not ", "no ", "((("]) for _ in range(depth))
    return opened + valid(rng)[1] + ")" * rng.choice([opened.count("("), 0, depth])


def _long(rng: random.Random) -> str:
    piece = rng.choice(
        [*WORDS, *STRANGE, *SIGNS, *NUMBERS, valid(rng)[1], "MR4.", "T315I or ", "A1 "]
    )
    length = rng.choice([300, 5000, 19_990, 20_001, 100_000])
    repeated = rng.choice(["", "MR4 ever, ", "site ", "female and "]) + piece * (
        length // len(piece)
    )
    return repeated[:length]


COMMON: tuple[Callable[[random.Random], str], ...] = (_characters, _shuffled, _mutated, _reworded)


def texts(seed: int, count: int) -> Iterator[str]:
    """So many texts; one in a hundred is deeply nested or very long."""
    rng = random.Random(seed)
    for number in range(count):
        make = rng.choice([_nested, _long]) if number % 100 == 0 else rng.choice(COMMON)
        yield make(rng)


ENDPOINT_WORDS = (
    *endpoints.LEADS,
    *("loss of MMR", "confirmed loss of MR4", "regained MR4.5", "MRFS", "restart", "death"),
    *("or", "or", "or", "competing", "competing", "(dated at confirmation)", "(depth verified)"),
)


def endpoint_texts(seed: int, count: int) -> Iterator[str]:
    """So many texts that are not, or not quite, endpoints."""
    rng = random.Random(seed)
    for number in range(count):
        if number % 100 == 0:
            yield _long(rng)
        elif rng.random() < 0.3:
            yield rng.choice(COMMON)(rng)
        else:
            pool = ENDPOINT_WORDS if rng.random() < 0.8 else (*ENDPOINT_WORDS, *WORDS, *SIGNS)
            yield " ".join(rng.choice(pool) for _ in range(rng.randrange(1, 7)))
