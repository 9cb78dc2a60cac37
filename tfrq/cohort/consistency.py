"""What a lake must agree with itself on before anything in it is counted.

Publication and `lake check` see to it too; a lake that was changed by hand would otherwise lose
patients from a count, or count them twice, without a word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, NoReturn

from tfrq import vocabulary
from tfrq.errors import DataError
from tfrq.lake import Lake
from tfrq.results import Stratum


def check(lake: Lake, rows: Iterable[Mapping[str, Any]]) -> None:
    """Raise a DataError for the first inconsistency that the rows of the count's query show."""
    rows, countries = list(rows), lake.settings.countries()
    problems = chain((_problem(countries, row) for row in rows), _totals(lake, rows))
    for problem in filter(None, problems):
        _refuse(problem)


def check_strata(axis: str, strata: Iterable[Stratum], rows: Iterable[Mapping[str, Any]]) -> None:
    """Raise a DataError where a patient is in no stratum: years are those up to the release's data
    cuts, which may not be those of the table sites."""
    if sum(one.lake_patients for one in strata) != sum(row["lake_patients"] for row in rows):
        _refuse(f"not every patient is in a stratum of {axis}")


def _refuse(problem: str) -> NoReturn:
    raise DataError(
        f"{problem}: nothing is counted on a lake that does not agree with itself",
        hint="'tfrq lake check' lists everything that is wrong",
    )


def _totals(lake: Lake, rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """How many patients a site has is public, and the rule for what may leave counts on it."""
    patients: Counter[str] = Counter()
    for row in rows:
        patients[row["site"]] += row["lake_patients"]
    for file in lake.release.tables["patients"]:
        if patients[file.site] != file.rows:
            yield f"site {file.site} has not as many patients as the release says"


def _problem(countries: Mapping[str, str], row: Mapping[str, Any]) -> str:
    site = row["site"]
    if row["repeated"]:
        return "the table patients has more than one row for a patient"
    if site not in countries:
        return f"site {site} has patients, and the tree of lake.toml does not name it"
    if row["country"] != countries[site]:
        return f"site {site} is in {countries[site]} by lake.toml, its patients in {row['country']}"
    if row["sex"] is not None and row["sex"] not in vocabulary.SEXES:
        return f"site {site} has patients of a sex that is none of {', '.join(vocabulary.SEXES)}"
    if row["listed"] != 1:
        found = "more than one row" if row["listed"] else "no row"
        return f"site {site} has patients, and the table sites has {found} for it"
    return "" if row["data_cuts"] else f"site {site} has patients and no data cut"
