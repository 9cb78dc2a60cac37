"""Numbers of persons, by their check digits. Those here are published examples or made up."""

import pytest

from tfrq.ingest.profile import people

EXAMPLES = {
    "Swedish personal numbers": ("811218-9876", "19811218-9876", "8112189876"),
    "Finnish personal numbers": ("131052-308T", "010100-123D"),
    "Norwegian personal numbers": ("01010750160",),
    "Danish personal numbers": ("070761-4285", "0707614285"),
    "German health insurance numbers": ("A123456780",),
    "NHS numbers": ("943 476 5919", "9434765919"),
    "US social security numbers": ("219-09-9999",),
    "Dutch citizen numbers": ("111222333",),
    "Polish personal numbers": ("44051401359",),
    "Spanish identity numbers": ("12345678Z",),
    "French social security numbers": ("255081416802538",),
    "Italian tax codes": ("RSSMRA85T10A562S",),
    "e-mail addresses": ("a.b@example.org",),
    "telephone numbers": ("+46 70 123 45 67", "(030) 1234567"),
}
pairs = [(what, text) for what, texts in EXAMPLES.items() for text in texts]


@pytest.mark.parametrize(("what", "text"), pairs)
def test_a_number_is_known(what, text):
    tests = {**people.CERTAIN, **people.LIKELY}
    assert tests[what](text)


# Of the others, some have no check digit, or need none.
CHECKED = ("Swedish", "Finnish", "Norwegian", "German", "NHS", "Dutch", "Polish", "Spanish")


@pytest.mark.parametrize("text", [one for what, one in pairs if what.startswith(CHECKED)])
def test_with_another_check_digit_it_is_none(text):
    digits = [place for place, sign in enumerate(text) if sign.isdigit()]
    place = digits[-1]
    changed = text[:place] + str((int(text[place]) + 1) % 10) + text[place + 1 :]
    tests = {**people.CERTAIN, **people.LIKELY}
    known = [what for what, one in tests.items() if one(text)]
    assert not all(tests[what](changed) for what in known)


@pytest.mark.parametrize("text", ["2015-03-01", "03/04/2015", "120.000", "400", "e14a2", "MR4.5"])
def test_dates_numbers_and_words_are_nobody(text):
    tests = {**people.CERTAIN, **people.LIKELY}
    assert not any(test(text) for test in tests.values())


def test_most_of_several_different_texts_are_needed():
    numbers = ["131052-308T", "290296-7808", "010100-123D"]
    assert people.identifiers(dict.fromkeys(numbers, 1)) == "Finnish personal numbers"
    assert people.identifiers(dict.fromkeys(numbers[:2], 1)) == ""
    others = [f"x{n}" for n in range(9)]
    assert people.identifiers(dict.fromkeys([*numbers, *others], 1)) == ""


def test_names():
    assert people.names(dict.fromkeys(("Person, Eva", "O'Example Kim", "Muster-Frau Ada"), 1))
    assert not people.names(dict.fromkeys(("chronic phase", "Blast crisis", "x"), 1))
