"""Names of months in the languages of the exports, whatever the locale of the machine."""

from __future__ import annotations

import unicodedata

# January to December; no name stands for two months. Without accents, as `month` compares them.
_NAMES = (
    "jan january januar janner janvier janv januari enero ene gennaio gen janeiro januar",
    "feb february februar fevrier fevr fev februari febrero febbraio fevereiro",
    "mar march marz maerz mrz mars marzo marco mrt maart marts",
    "apr april avril avr abril abr aprile",
    "may mai maj mayo maggio mag maio mei",
    "jun june juni juin junio giugno giu junho",
    "jul july juli juillet juil julio luglio lug julho",
    "aug august aout augusti agosto ago augustus",
    "sep sept september septembre septiembre settembre set setembro",
    "oct october okt oktober octobre octubre ottobre ott outubro out",
    "nov november novembre noviembre novembro",
    "dec december dez dezember decembre diciembre dic dicembre dezembro des desember",
)
MONTHS = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split()}


def month(name: str) -> int | None:
    """The number of the month that a name, in full or short, stands for; None if none."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return MONTHS.get("".join(sign for sign in letters if not unicodedata.combining(sign)))
