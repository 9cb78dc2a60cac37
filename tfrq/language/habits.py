"""What people write that is no phrase of the language, and the phrase that says it: habits_*.txt.

Nothing here takes part in reading a definition. Only when the grammar has failed, a habit that
stands where the failing criterion begins puts its hint (and its message, if it has one) in place
of the grammar's. A pattern may match only what no rule reads, which the tests hold it to.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from tfrq import vocabulary
from tfrq.errors import DefinitionError, Span
from tfrq.language.attributes import SCORES, TRANSCRIPTS
from tfrq.language.exposures import DRUG_NAMES
from tfrq.language.happenings import EVENTS
from tfrq.language.quantities import FOREIGN_UNITS, NUMBER_WORDS, OPERATORS, UNITS, plain
from tfrq.language.repairs import lookalike, offered, repaired
from tfrq.language.responses import LEVEL_NAMES
from tfrq.language.tokens import quoted
from tfrq.model import Definition

TABLES = ("response", "treatment", "patient")
NATIONS = {
    "Austrian": "AT",
    "Belgian": "BE",
    "British": "GB",
    "Czech": "CZ",
    "Danish": "DK",
    "Dutch": "NL",
    "Finnish": "FI",
    "French": "FR",
    "German": "DE",
    "Italian": "IT",
    "Norwegian": "NO",
    "Polish": "PL",
    "Portuguese": "PT",
    "Spanish": "ES",
    "Swedish": "SE",
    "Swiss": "CH",
    "USA": "US",
    "American": "US",
    "England": "GB",
    "Great Britain": "GB",
    "Holland": "NL",
    "Czech Republic": "CZ",
    "Deutschland": "DE",
    "GER": "DE",
    "Schweden": "SE",
    "SWE": "SE",
    "Österreich": "AT",
    "Schweiz": "CH",
    "Frankreich": "FR",
    "Italien": "IT",
    "Spanien": "ES",
    "Niederlande": "NL",
    "Dänemark": "DK",
    "Norwegen": "NO",
    "Finnland": "FI",
    "Polen": "PL",
    "Tschechien": "CZ",
    "Belgien": "BE",
    "Sverige": "SE",
    "Norge": "NO",
    "Danmark": "DK",
}
SHORT_NAMES = {drug[:3]: drug for drug in vocabulary.TKIS if drug[:3] not in ("flu", "rad")} | {
    "rado": "radotinib"
}
_BLANK = r"[\s-]+"


@dataclass(frozen=True)
class Habit:
    """What somebody wrote as an example; `like`, `type` and `says` as habits_*.txt have them."""

    example: str
    like: str
    type: str
    says: str = ""

    @functools.cached_property
    def pattern(self) -> re.Pattern[str]:
        """`like` with its blanks and fragments written out."""
        loose = self.like.replace(" ?", r"[\s-]*").replace(" ", _BLANK)
        written = re.sub(
            r"(?<!\?P)<([a-z]+)>", lambda match: f"(?:{_fragments()[match.group(1)]})", loose
        )
        places = itertools.count()  # a fragment may stand twice, and the name of a group may not
        numbered = re.sub(r"\(\?P<(\w+)>", lambda m: f"(?P<{m.group(1)}_{next(places)}>", written)
        return re.compile(numbered, re.IGNORECASE)


@functools.cache
def habits() -> tuple[Habit, ...]:
    """All of habits_*.txt, in their order: the first that matches is the one."""
    files = [Path(__file__).with_name(f"habits_{name}.txt") for name in TABLES]
    parts = [part for one in files for part in one.read_text(encoding="utf-8").split("\n\n")[1:]]
    return tuple(_habit(part.strip().splitlines()) for part in parts)


def _habit(lines: list[str]) -> Habit:
    fields = dict(line.strip().split(" ", 1) for line in lines[1:])
    return Habit(lines[0], fields["like"], fields["type"], fields.get("says", ""))


Reader = Callable[[str], Definition | None]


def taught(error: DefinitionError, text: str, begun: int, read: Reader) -> DefinitionError:
    """The error, or a better one where the criterion that begins at `begun` is a habit, or the
    text reads when it is only written otherwise. `read`: the definition of a text, if it is one."""
    if error.source != text:
        return error
    message, span = error.message, error.span
    strange = lookalike(text, begun)
    if strange is not None and text[strange.start].isprintable():
        message = f"{quoted(text[strange.start])} only looks like a sign of the language"
        span = strange
    written = offered(text, read)
    if written:
        return DefinitionError(message, hint=f"write '{written}'", span=span, source=text)
    found = _habit_at(text, begun)
    if found is None:
        return _of_repaired(error, text, begun)
    habit, match = found
    if habit.says:
        message, span = habit.says, Span(begun, len(match.group().rstrip()) + begun)
    hint = _with_rest(_hint(habit, match), text[match.end() :], read)
    return DefinitionError(message, hint=hint, span=span, source=text)


def _habit_at(text: str, begun: int) -> tuple[Habit, re.Match[str]] | None:
    for habit in habits():
        match = habit.pattern.match(text, begun)
        if match and match.end() > begun:
            return habit, match
    return None


def _of_repaired(error: DefinitionError, text: str, begun: int) -> DefinitionError:
    """The hint of a habit that is one in another language: `Imatinib seit 5 Jahren`."""
    found = _habit_at(repaired(text[begun:]), 0)
    if found is None:
        return error
    return DefinitionError(error.message, hint=_hint(*found), span=error.span, source=text)


def _with_rest(hint: str, after: str, read: Reader) -> str:
    """The hint, whose phrases keep the trailing phrase and qualifiers that were typed."""
    rest = _TRAILING.match(after)
    if rest is None:
        return hint

    def kept(phrase: re.Match[str]) -> str:
        whole = f"{phrase[1]} {rest[0].strip()}"
        return f"'{whole}'" if read(whole) else phrase[0]

    return re.sub(r"'([^']+)'", kept, hint)


# What stands behind a criterion up to its end.
_TRAILING = re.compile(
    r"\s*(?:at|before|after|within|in the last|ever|\()[^,;\n]*?(?:\([^()]*\))?"
    r"(?=\s*(?:$|[,;)\n]|and\b|or\b))",
    re.IGNORECASE,
)


def _hint(habit: Habit, match: re.Match[str]) -> str:
    found = dict.fromkeys((name.split("_")[0] for name in match.groupdict()), "")
    for name, value in match.groupdict().items():
        found[name.split("_")[0]] = found[name.split("_")[0]] or " ".join((value or "").split())
    hint = habit.type.format_map(_written(found))
    return f"write {hint}" if hint.startswith("'") else hint


def _written(found: dict[str, str]) -> dict[str, str]:
    """What the fragments matched, as the language writes it; the likeliest where one is missing."""
    sign = found.get("sign", "").lower()
    number = _digits(found.get("number", "")) or "2"
    unit = _unit(found.get("unit", "")) if found.get("unit") else "years"
    duration = f"{number} {unit.removesuffix('s') if number == '1' else unit}"
    sign = {"≥": ">=", "≤": "<=", "=>": ">=", "=<": "<="}.get(sign, OPERATORS.get(sign, ">="))
    names = {
        "drug": _named(found.get("drug", ""), {**DRUG_NAMES, **SHORT_NAMES}, "TKI"),
        "other": _named(found.get("other", ""), DRUG_NAMES, "TKI"),
        "transcript": _named(found.get("transcript", ""), TRANSCRIPTS),
        "second": _named(found.get("second", ""), TRANSCRIPTS),
        "nation": _named(found.get("nation", ""), NATIONS),
        "country": _named(found.get("country", ""), vocabulary.COUNTRIES),
        "land": _named(found.get("land", ""), vocabulary.COUNTRIES),
        "others": " or ".join(_others(_named(found.get("drug", ""), DRUG_NAMES, "TKI"))),
        "tenfold": _tenfold(number),
        "score": _named(found.get("score", ""), SCORES),
        "event": _named(found.get("event", ""), EVENTS),
        "mutation": found.get("mutation", "").upper(),
        "level": found.get("level", "").replace(",", ".").replace("MR ", "MR"),
        "percent": _digits(found.get("percent", "")),
        "count": _digits(found.get("count", "")),
        "lines": f"{_digits(found.get('count', ''))} TKI lines".replace(
            "1 TKI lines", "1 TKI line"
        ),
        "no": f"{found['no']} " if found.get("no") else "",
        "extra": f" {found['extra']}" if found.get("extra") else "",
    }
    return {**found, **names, "number": number, "sign": sign, "duration": duration} | {
        "length": f"{sign} {duration}"
    }


def _others(drug: str) -> tuple[str, ...]:
    """Every other TKI than this one, or than those of this class; a class in place of its drugs."""
    same = {drug, *vocabulary.DRUG_CLASSES.get(drug, ())}
    classes = {name: {*drugs} for name, drugs in vocabulary.DRUG_CLASSES.items() if name != "TKI"}
    alone = [one for drugs in classes.values() if drugs & same for one in sorted(drugs - same)]
    return (*alone, *(name for name, drugs in classes.items() if not drugs & same))


def _tenfold(number: str) -> str:
    return plain(Decimal(number) * 10)


def _named(word: str, names: dict[str, str], missing: str = "") -> str:
    by_lower = {name.lower(): meaning for name, meaning in names.items()}
    return by_lower.get(word.lower(), word or missing)


def _digits(word: str) -> str:
    """A number in digits; "" for a word that only looks like one, as `fıve`."""
    found = NUMBER_WORDS.get(word.casefold(), word).replace(",", ".")
    return found if found[:1].isdigit() else ""


def _unit(word: str) -> str:
    return UNITS.get(word.casefold()) or FOREIGN_UNITS.get(word.casefold(), word)


def _any(words: object) -> str:
    """A pattern of these words, the longest first; blanks in them match blanks and hyphens."""
    longest = sorted(map(str, words), key=len, reverse=True)  # type: ignore[call-overload]
    return "|".join(re.escape(word).replace(r"\ ", " ").replace(" ", r"[\s-]*") for word in longest)


@functools.cache
def _fragments() -> dict[str, str]:
    number = rf"(?P<number>[0-9]+(?:[.,][0-9]+)?|{_any(NUMBER_WORDS)})"
    sign = rf"(?P<sign>=>|=<|≥|≤|{_any(OPERATORS)})"
    bare = rf"{number}\s*\+?[\s-]*(?P<unit>{_any((*UNITS, *FOREIGN_UNITS))})\b"
    levels = rf"(?:MR\s*[1-5](?:[.,][05])?|{_any(LEVEL_NAMES)})(?![\w.])"
    transcripts = rf"(?:{_any(TRANSCRIPTS)})\b"
    codes = "|".join(sorted(vocabulary.COUNTRY_CODES))
    return {
        "level": rf"(?P<level>{levels})",
        "ratio": r"BCR[\s-]*(?:::|[/-])?[\s-]*ABL1?\b",
        "sign": sign,
        "bare": bare,
        "span": rf"{sign}?\s*{bare}",
        "signed": rf"{sign}\s*{bare}",
        "extra": r"(?:\s*(?P<extra>\([^()]*\)))?",
        "percent": r"(?P<percent>[0-9]+(?:[.,][0-9]+)?)(?![.,]?[0-9])",
        "number": number,
        "count": rf"(?P<count>[0-9]+|{_any(NUMBER_WORDS)})\b",
        "drug": rf"(?P<drug>{_any(DRUG_NAMES)})\b",
        "other": rf"(?P<other>{_any(DRUG_NAMES)})\b",
        "transcript": f"(?P<transcript>{transcripts})",
        "second": f"(?P<second>{transcripts})",
        "score": rf"(?P<score>{_any(SCORES)})\b",
        "event": rf"(?P<event>{_any(EVENTS)})\b",
        "nation": rf"(?P<nation>{_any(NATIONS)})\b",
        "country": rf"(?P<country>{_any(vocabulary.COUNTRIES)}|(?-i:{codes}))\b",
        "land": rf"(?P<land>{_any(vocabulary.COUNTRIES)}|(?-i:{codes}))\b",
        "no": r"(?:(?P<no>no|never|ever)\s+)?",
        "end": r"(?=\s*(?:$|[,;)\n]|and\b|or\b))",
    }
