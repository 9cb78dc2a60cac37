"""Records that can hardly be right. They are reported; publication accepts them."""

from __future__ import annotations

from collections.abc import Iterator

from tfrq import schema, vocabulary
from tfrq.lake.findings import Finding
from tfrq.lake.running import Query
from tfrq.lake.views import quoted
from tfrq.lake.whole import RECORDS

_TKIS = ", ".join(map(quoted, vocabulary.TKIS))
_DIAGNOSED_AFTER_TKI = (
    "FROM patients AS r WHERE diagnosis_date > (SELECT min(start_date) FROM treatments AS t "
    f"WHERE t.patient_id = r.patient_id AND t.drug IN ({_TKIS}))"
)
# docs/semantics.md §2: such an attempt is reported and not used as an index.
_ATTEMPT_ON_TKI = (
    "FROM tfr_attempts AS r WHERE EXISTS (SELECT 1 FROM treatments AS t "
    f"WHERE t.patient_id = r.patient_id AND t.drug IN ({_TKIS}) "
    "AND t.start_date <= r.stop_date AND (t.stop_date IS NULL OR r.stop_date < t.stop_date))"
)


def whole_warnings(query: Query) -> list[Finding]:
    """What in the release is implausible, by table and site; `query` runs SQL over its views."""
    return [
        Finding("warning", table, site, "", message)
        for table, message, rest in _doubts()
        for (site,) in query(f"SELECT DISTINCT r.site {rest} ORDER BY r.site")
    ]


def _doubts() -> Iterator[tuple[str, str, str]]:
    """Table, message, and the FROM and WHERE that find its rows `r`."""
    for table in (schema.PATIENTS, *RECORDS):
        for column in table.dates:
            name = column.name
            yield (
                table.name,
                f"rows with {name} before the patient's year of birth",
                f"FROM {table.name} AS r JOIN patients AS p ON p.patient_id = r.patient_id "
                f"WHERE year(r.{name}) < p.birth_year",
            )
            yield (
                table.name,
                f"rows with {name} after the site's data cut",
                f"FROM {table.name} AS r JOIN sites AS s ON s.site = r.site "
                f"WHERE r.{name} > s.data_cut_date",
            )
    yield "patients", "patients diagnosed after their first TKI", _DIAGNOSED_AFTER_TKI
    yield (
        "tfr_attempts",
        "attempts on whose first day a TKI is being taken; they are not used",
        _ATTEMPT_ON_TKI,
    )
