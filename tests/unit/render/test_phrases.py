"""The page of phrases on screens."""

import pytest

from tfrq.language.phrases import found
from tfrq.render import Style, phrases, render


@pytest.mark.parametrize("width", [60, 80, 200])
@pytest.mark.parametrize("ascii_only", [True, False])
def test_no_line_is_longer_than_the_screen(width, ascii_only):
    text = render(phrases.phrases(found("")), "table", Style(width, ascii=ascii_only))
    assert max(map(len, text.splitlines())) <= width
    assert text.isascii() or not ascii_only


def test_a_meaning_hangs_beside_its_phrase():
    lines = render(phrases.phrases(found("TKI lines")), "table", Style(40)).splitlines()
    place = next(number for number, line in enumerate(lines) if "at most 2 TKI" in line)
    assert lines[place + 1].startswith("      ")
