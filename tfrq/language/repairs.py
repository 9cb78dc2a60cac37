"""What is meant beyond doubt and only written otherwise: SQL, German, a decimal comma.

Nothing here takes part in reading a definition. Only when the grammar has failed, the text is
rewritten by these rules, and the result is offered where it reads.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from tfrq.errors import Span
from tfrq.language.quantities import FOREIGN_UNITS, NUMBER_WORDS, UNITS
from tfrq.language.tokens import BLANKS
from tfrq.model import Definition

# Letters that look like Latin ones, from keyboards and converted documents.
LOOKALIKES = str.maketrans(
    "АВЕКМНОРСТХаеорсухіѕјΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEKMHOPCTXaeopcyxisjABEZHIKMNOPTYXo"
)
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\u2066-\u2069\u202a-\u202e]")
_WORDS = {
    "at least": r"mindestens|mind(?=\.)|minst|au moins|min(?=\.| )|(?:a )?minimum(?: of)?",
    "at most": r"höchstens|max(?=\.| )|maximal|(?:a )?maximum(?: of)?|högst|au plus",
    "more than": r"mehr als|länger als|über|größer(?: als)?|mer än|plus de",
    "less than": r"weniger als|kürzer als|unter(?= [0-9])|kleiner(?: als)?|mindre än|moins de",
    "and": r"und|och|et",
    "or": r"oder|eller|ou",
    "not": r"nicht|inte",
    "no": r"keine?|ingen|ohne|utan|sans",
    "never": r"nie|niemals|aldrig|jamais",
    "since": r"seit|sedan|depuis",
    "for": r"für|pendant",
    "on": r"unter(?= [a-z])",
    "before": r"vor|före|avant",
    "after": r"nach|efter|après",
    "female": r"weiblich|frauen|kvinnor|kvinna|femmes?",
    "male": r"männlich|männer|män|hommes?",
    "sex": r"geschlecht",
    "age": r"alter(?= (?:[<>≥≤0-9]|at|at least))|ålder|âge",
    "country": r"land(?= [A-Z])|pays(?= [A-Z])",
    "site": r"(?:centre|center|hospital|zentrum|klinik)(?= [A-Z]{2}[0-9])",
    "to": r"bis",
    "diagnosed": r"erstdiagnose|diagnostiziert|diagnosis(?= [0-9]{4})",
    "transplant": r"transplantiert|stammzelltransplantation",
    "within": r"innerhalb(?: von)?|in the first|in first|during the first",
}
_UNIT = "|".join(sorted((*UNITS, *FOREIGN_UNITS), key=len, reverse=True))
_NAMED = r"\b(country|countries|sites?|sex|gender|transcripts?|Sokal|Hasford|EUTOS|ELTS)\b"
_MORE = r"(?:\+|(?:and|or) (?:more|longer|over|older|above|greater))"
_AT_LEAST = r"(?:(?:>=|≥|at least) ?)?"
Rule = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]


def _rule(pattern: str, written: str | Callable[[re.Match[str]], str]) -> Rule:
    """A blank in a pattern matches blanks, ` ?` also none."""
    loose = pattern.replace(" ?", "\0").replace(" ", rf"[{BLANKS}]+").replace("\0", rf"[{BLANKS}]*")
    return re.compile(loose, re.IGNORECASE), written


def _number(match: re.Match[str]) -> str:
    """`2,5` is 2.5, `50,000` is 50000."""
    whole, rest = match.groups()
    return f"{whole}{rest}" if len(rest) == len("000") and whole != "0" else f"{whole}.{rest}"


def _unit(match: re.Match[str]) -> str:
    """`2 Jahren`, `5 yrs.`; what the language reads stays as it is."""
    # Patterns that ignore case take the long s for an s, as casefold does, and the dotless i for an
    # i, as nothing else does.
    word = match[2].casefold()
    foreign = UNITS.get(word) or FOREIGN_UNITS.get(word, match[2])
    unit = match[2] if match[2].lower() in UNITS else foreign
    return f"{match[1]} {unit.removesuffix('s') if match[1] == '1' else unit}"


def _listed(match: re.Match[str]) -> str:
    return f"{match[1]} {' or '.join(match[2].split(','))}"


# In this order.
RULES: tuple[Rule, ...] = (
    _rule(r" ?(?:--|#|//).*", ""),
    _rule(r"['\"‘’“”„«»`]", ""),
    _rule(r"&&?", " and "),
    _rule(r"\|\|?", " or "),
    _rule(r";(?! ?$)(?![^()]*\))", ","),
    _rule(r"[.;] ?$", ""),
    _rule(r"==", "="),
    _rule(r"\band ?/ ?or\b", "or"),
    _rule(r"([\w.]+) ?(?:!=|<>) ?", r"not \1 "),
    _rule(r"[!~](?=[a-z(])", "not "),
    _rule(r"> =", ">="),
    _rule(r"< =", "<="),
    _rule(_NAMED + r" ?(?:is|in|:|=)(?: |(?=\()) ?", r"\1 "),
    _rule(_NAMED + r" not (?:in )?", r"not \1 "),
    _rule(_NAMED + r" ?\( ?([^()]*?) ?\)", _listed),
    _rule(r"\b([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})\b", lambda m: f"{m[3]}-{m[2]:>02}-{m[1]:>02}"),
    _rule(r"(?<![\w.,])([0-9]+),([0-9]+)(?![\w,]*[,.][0-9])(?!\w*[0-9])", _number),
    _rule(r"(?<![\w.])\.(?=[0-9])", "0."),
    _rule(r"\( ?(?:at least |>= ?|≥ ?)?([0-9]+) tests?\b", r"(tests >= \1"),
    _rule(
        rf"({_UNIT}) (?:with|on|in) (?:at least |>= ?|≥ ?)?([0-9]+) (?:tests?|PCRs?)\b",
        r"\1 (tests >= \2)",
    ),
    *(_rule(rf"(?<!\w)(?:{words})(?!\w)\.?", word) for word, words in _WORDS.items()),
    _rule(
        rf"\b({'|'.join(NUMBER_WORDS)})(?= (?:{_UNIT}|tests?|TKIs?|lines?)\b)",
        lambda match: NUMBER_WORDS.get(match[1].casefold(), match[1]),
    ),
    _rule(rf"(?<![\w.])([0-9]+(?:\.[0-9]+)?) ?({_UNIT})(?!\w)\.?", _unit),
    _rule(rf"{_AT_LEAST}([0-9.]+) ?{_MORE}(?= (?:{_UNIT})\b)", r">= \1"),
    _rule(rf"{_AT_LEAST}([0-9.]+ (?:{_UNIT})) ?{_MORE}", r">= \1"),
    _rule(rf"\b(age) {_AT_LEAST}([0-9]+) ?{_MORE}", r"\1 >= \2"),
    _rule(rf"\baged? ({_AT_LEAST}[0-9]+)(?: {_UNIT})? {_MORE}", r"age >= \1"),
)


def repaired(text: str) -> str:
    """The text as the language writes it, as far as these rules know."""
    text = _latin(text)
    for rule, written in RULES:
        text = rule.sub(written, text)
    return re.sub(rf"[{BLANKS}]+", " ", text)


def _latin(text: str) -> str:
    visible = INVISIBLE.sub("", text.translate(LOOKALIKES))
    return "".join(
        unicodedata.normalize("NFKC", sign) if unicodedata.east_asian_width(sign) == "F" else sign
        for sign in visible
    )


def lookalike(text: str, start: int) -> Span | None:
    """The first sign from `start` on that looks like one of the language and is none."""
    for place, sign in enumerate(text[start:], start):
        if _latin(sign) != sign:
            return Span(place, place + 1)
    return None


def offered(text: str, read: Callable[[str], Definition | None]) -> str:
    """The steps that have been rewritten, where the text reads when it is; "" elsewhere."""
    written = repaired(text)
    definition = read(written) if written != text else None
    if definition is None:
        return ""
    same = _alike(text, written)
    end = len(written) - min(_alike(text[::-1], written[::-1]), len(written) - same)
    spans = [step.span for step in definition.steps if step.span]
    changed = [one for one in spans if one.end >= same and one.start <= end + 1]
    return written[changed[0].start : changed[-1].end] if changed else ""


def _alike(one: str, other: str) -> int:
    """How many signs two texts have in common at their beginning."""
    pairs = zip(one, other, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
