"""Texts that mean "no value", known in a dozen languages."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tfrq.ingest.profile.model import LEAST_SEEN, Seen

# Casefolded, a language a line. Not "nd": it is a result (not detected) at some sites.
_WORDS = (
    "na|n/a|n.a.|n.a|n/k|nk|nan|null|none|nil|missing|unknown|unk|unknow|not known|not available|"
    "not applicable|not done|not recorded|not reported|not stated|not evaluated|n/d|unspecified",
    "saknas|okänd|okänt|uppgift saknas|ej känt|ej aktuellt|ej utfört|ej gjord|ej uppgett|vet ej",
    "k.a.|k. a.|k.a|keine angabe|keine angaben|unbekannt|fehlt|fehlend|nicht bekannt|"
    "nicht erhoben|nicht durchgeführt|nicht bestimmt|nicht vorhanden|entfällt|n.b.|n.v.",
    "ukjent|ukendt|mangler|ikke kendt|ikke kjent|ikke oppgitt|ikke oplyst|ikke utført|uoplyst",
    "ei tiedossa|ei tietoa|puuttuu|tuntematon|ei tehty",
    "onbekend|ontbreekt|niet bekend|niet gedaan|nvt|n.v.t.",
    "inconnu|inconnue|non renseigné|non connu|nr|n.r.|manquant|non fait|non disponible",
    "desconocido|desconocida|sin dato|sin datos|no consta|no disponible|s/d",
    "sconosciuto|non noto|non disponibile|mancante|n.n.|non eseguito",
    "desconhecido|sem dados|não disponível|ignorado",
    "brak|brak danych|nieznany|nieznane|b.d.|b/d|neznámý|neznámé|neuvedeno|chybí",
    "ismeretlen|nincs adat|hiányzik|bilinmiyor|неизвестно|нет данных",
    ".|..|-|--|---|–|—|?|??|/|*|#n/a|#na|#nv|#value!|#wert!|#div/0!|#null!|(blank)|(leer)",
)
WORDS = frozenset(word for line in _WORDS for word in line.split("|"))
# What stands in place of the day of a stop, of what goes on.
ONGOING = frozenset(
    (
        *("ongoing", "continuing", "current", "pågår", "pågående", "laufend", "fortlaufend"),
        *("andauernd", "jatkuu", "löpande", "lopend", "løpende", "pågår fortsatt", "til nå"),
        *("en cours", "en curso", "in corso", "em curso", "w trakcie", "trwa", "probíhá"),
    )
)
_NEGATIVE = frozenset(("-1", "-8", "-9", "-88", "-99", "-999", "-9999"))
_NINES = frozenset(("99", "999", "9999", "99999", "999999"))
_DAYS = frozenset(
    (
        *("1800-01-01", "1900-01-01", "9999-12-31", "9999-09-09", "18000101", "19000101"),
        *("01.01.1800", "01.01.1900", "31.12.9999", "09.09.9999", "99991231"),
        *("01/01/1800", "01/01/1900", "31/12/9999", "12/31/9999", "09/09/9999"),
    )
)
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")


def missing_codes(texts: Mapping[str, int], *, of_days: bool = False) -> tuple[Seen, ...]:
    """Those of some texts (with their rows) that probably mean that there is no value.

    Words are told whatever their number: they are no data of anybody. A number is one only where
    it stands often and out of line: a negative one where nothing else is negative, nines more than
    twice as large as all the rest. `of_days`: days are expected, and "ongoing" is none."""
    words = WORDS | ONGOING if of_days else WORDS
    codes = {text for text in texts if text.casefold() in words}
    codes |= _numbers({text: rows for text, rows in texts.items() if text not in codes})
    return tuple(
        Seen(text, rows if rows >= LEAST_SEEN else None)
        for text, rows in texts.items()
        if text in codes
    )


def _numbers(texts: Mapping[str, int]) -> set[str]:
    often = {text for text, rows in texts.items() if rows >= LEAST_SEEN}
    codes = often & _DAYS
    negative, nines = often & _NEGATIVE, often & _NINES
    if negative or nines:
        rest = [_value(text) for text in texts if text not in negative | nines | codes]
        numbers = [value for value in rest if value is not None]
        if not any(value < 0 for value in numbers):
            codes |= negative
        largest = max(numbers, default=0.0)
        codes |= {code for code in nines if numbers and float(code) > 2 * largest}
    return codes


def _value(text: str) -> float | None:
    return float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None
