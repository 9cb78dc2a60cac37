"""What identifies a person, told by the contents of a column: numbers with check digits, e-mail
addresses, telephone numbers, names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from itertools import islice

from tfrq.ingest.profile.dates import percent

# Share of a column's texts from which on they are taken for what they look like.
MOSTLY = 60
# Numbers with a check digit are right by chance in one of ten; of many columns one could be.
_TOO_FEW, _ENOUGH = 3, 2000  # different texts
_SHORTEST = 6  # letters of an e-mail address or a number


def _luhn(digits: str) -> bool:
    """The check digit of Swedish numbers and of NPI: every second digit doubled, from the right."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _weighted(digits: str, weights: tuple[int, ...], modulus: int = 11) -> bool:
    pairs = zip(digits, weights, strict=True)
    return sum(int(digit) * weight for digit, weight in pairs) % modulus == 0


def _is_day(month: str, day: str) -> bool:
    return 1 <= int(month) <= 12 and 1 <= int(day) <= 31


def _swedish(text: str) -> bool:
    found = re.fullmatch(r"(?:19|20)?(\d\d)(\d\d)(\d\d)[-+]?(\d{4})", text)
    if not found:
        return False
    day = int(found[3])
    # A coordination number has 60 added to the day.
    born = _is_day(found[2], str(day - 60 if day > 60 else day))
    return born and _luhn("".join(found.groups()))


def _finnish(text: str) -> bool:
    found = re.fullmatch(r"(\d\d)(\d\d)(\d\d)[-+A-FU-Y](\d{3})([0-9A-FHJ-NPR-Y])", text.upper())
    if not found:
        return False
    born = _is_day(found[2], found[1])
    rest = int("".join(found.groups()[:4])) % 31
    return born and "0123456789ABCDEFHJKLMNPRSTUVWXY"[rest] == found[5]


def _norwegian(text: str) -> bool:
    digits = text.replace(" ", "")
    if not re.fullmatch(r"\d{11}", digits):
        return False
    first = _weighted(digits[:10], (3, 7, 6, 1, 8, 9, 4, 5, 2, 1))
    return first and _weighted(digits, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1))


def _danish(text: str) -> bool:
    # Numbers given since 2007 need not have a check digit; the hyphen tells them.
    found = re.fullmatch(r"(\d\d)(\d\d)(\d\d)(-?)(\d{4})", text)
    if not found or not _is_day(found[2], found[1]):
        return False
    digits = text.replace("-", "")
    return bool(found[4]) or _weighted(digits, (4, 3, 2, 7, 6, 5, 4, 3, 2, 1))


def _german(text: str) -> bool:
    """Health insurance number: a letter, eight digits and a check digit."""
    found = re.fullmatch(r"([A-Z])(\d{8})(\d)", text)
    if not found:
        return False
    digits = f"{ord(found[1]) - 64:02d}{found[2]}"
    total = 0
    for place, digit in enumerate(digits):
        value = int(digit) * (1 + place % 2)
        total += value // 10 + value % 10
    return total % 10 == int(found[3])


def _british(text: str) -> bool:
    digits = re.sub(r"[ -]", "", text)
    return bool(re.fullmatch(r"\d{10}", digits)) and _weighted(
        digits, (10, 9, 8, 7, 6, 5, 4, 3, 2, 1)
    )


def _american(text: str) -> bool:
    return bool(re.fullmatch(r"(?!000|666|9\d\d)\d{3}-(?!00)\d\d-(?!0000)\d{4}", text))


def _dutch(text: str) -> bool:
    return bool(re.fullmatch(r"\d{9}", text)) and _weighted(text, (9, 8, 7, 6, 5, 4, 3, 2, -1))


def _polish(text: str) -> bool:
    return bool(re.fullmatch(r"\d{11}", text)) and _weighted(
        text, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1), 10
    )


def _czech(text: str) -> bool:
    found = re.fullmatch(r"(\d\d)(\d\d)(\d\d)/?(\d{4})", text)
    if not found:
        return False
    month = int(found[2]) % 50
    return _is_day(str(month % 20), found[3]) and int(text.replace("/", "")) % 11 == 0


def _french(text: str) -> bool:
    digits = text.replace(" ", "")
    found = re.fullmatch(r"([12]\d\d(?:0[1-9]|1[0-2])\d{8})(\d\d)", digits)
    return bool(found) and 97 - int(digits[:13]) % 97 == int(digits[13:])


def _spanish(text: str) -> bool:
    found = re.fullmatch(r"(\d{8})-?([A-Z])", text.upper())
    return bool(found) and "TRWAGMYFPDXBNJZSQVHLCKE"[int(text[:8]) % 23] == text.upper()[-1]


def _italian(text: str) -> bool:
    return bool(re.fullmatch(r"[A-Z]{6}\d\d[A-EHLMPR-T]\d\d[A-Z]\d{3}[A-Z]", text.upper()))


def _email(text: str) -> bool:
    return bool(re.fullmatch(r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}", text))


def _telephone(text: str) -> bool:
    digits = sum(character.isdigit() for character in text)
    shaped = re.fullmatch(r"(?:\+|00|\(?0\d)[\d ()/.-]{6,}", text)
    other = re.fullmatch(r"[\d.]+|\d\d([/.-])\d\d\1\d{2,4}.*", text)
    return bool(shaped) and 8 <= digits <= 15 and not other


_PART = r"[^\W\d_](?:[^\W\d_]|['’-])+"
_FULL_NAME = re.compile(rf"{_PART}(?: [A-Z]\.)?(?:, ?| ){_PART}(?: {_PART})?")


def _name(text: str) -> bool:
    words = re.findall(_PART, text)
    return bool(_FULL_NAME.fullmatch(text)) and all(word[0].isupper() for word in words)


Test = Callable[[str], bool]
# What a single text is enough for: nothing else is written so.
CERTAIN: Mapping[str, Test] = {
    "e-mail addresses": _email,
    "US social security numbers": _american,
    "Finnish personal numbers": _finnish,
    "French social security numbers": _french,
    "Italian tax codes": _italian,
    "German health insurance numbers": _german,
    "Swedish personal numbers": _swedish,
    "Norwegian personal numbers": _norwegian,
}
LIKELY: Mapping[str, Test] = {
    "Danish personal numbers": _danish,
    "Czech or Slovak personal numbers": _czech,
    "Polish personal numbers": _polish,
    "NHS numbers": _british,
    "Spanish identity numbers": _spanish,
    "Dutch citizen numbers": _dutch,
    "telephone numbers": _telephone,
}


def identifies(text: str) -> bool:
    """Whether a text alone identifies somebody: it is never shown, however often it stands."""
    return any(test(text) for test in CERTAIN.values())


def identifiers(texts: Mapping[str, int]) -> str:
    """What kind of identifier most of some different texts are, or ""."""
    asked = list(islice(texts, _ENOUGH))
    long = [text for text in asked if len(text) >= _SHORTEST]
    if len(asked) < _TOO_FEW or percent(len(long), len(asked)) < MOSTLY:
        return ""
    for what, test in {**CERTAIN, **LIKELY}.items():
        if percent(sum(map(test, long)), len(asked)) >= MOSTLY:
            return what
    return ""


# A code with a running number (LMC-032, 01-001), and initials with one (AB 1204).
_RUNNING = re.compile(r"(.{0,12}?)\d{2,}[A-Za-z]?")
_INITIALS = re.compile(r"[^\W\d_]{1,4}[-_ /]?\d{3,}")


def running(texts: Iterable[str]) -> bool:
    """Whether most of some different texts are codes with running numbers, as patients have."""
    asked = list(islice(texts, _ENOUGH))
    if len(asked) < _TOO_FEW:
        return False
    stems = Counter(found[1].casefold() for text in asked if (found := _RUNNING.fullmatch(text)))
    alike = sum(number for number in stems.values() if number >= _TOO_FEW)
    initials = sum(bool(_INITIALS.fullmatch(text)) for text in asked)
    return percent(max(alike, initials), len(asked)) >= MOSTLY


def names(texts: Mapping[str, int]) -> bool:
    """Whether most of some different texts look like names of persons. So do many other words, so
    that this is asked only of columns with many different ones."""
    asked = list(islice(texts, _ENOUGH))
    return percent(sum(map(_name, asked)), len(asked)) >= MOSTLY
