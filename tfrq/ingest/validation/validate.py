"""Validation: records of some patients against the schema, each other and the clinical rules.

The order is fixed, because what a step rejects is gone for the next: a treatment that is wrong
by itself does not say that an attempt began under treatment.

1. Each record against the schema (flaws.py) and what numbers can be (plausible.py), then the
   results of each test (levels.py).
2. Patients: equal rows, rows of one patient, year of birth (patients.py).
3. Equal records of the other tables (repeats.py).
4. Events against their patient, second deaths and last contacts, patients against deaths; then
   every dated record against its patient, whose row may have been rejected (followup.py).
5. Treatments against each other, attempts against treatments, restarts against both (attempts.py).
6. What is derived: scales of atypical transcripts (levels.py), lines (lines.py), numbers of
   attempts, last contacts (contacts.py).
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from tfrq.ingest.mapping.model import SiteMapping
from tfrq.ingest.validation.attempts import attempt_numbers_step, attempts_step, overlaps_step
from tfrq.ingest.validation.bucket import Bucket
from tfrq.ingest.validation.contacts import contacts_step
from tfrq.ingest.validation.flaws import schema_step
from tfrq.ingest.validation.followup import dates_step, events_step
from tfrq.ingest.validation.levels import results_step, scales_step
from tfrq.ingest.validation.lines import lines_step
from tfrq.ingest.validation.patients import patients_step
from tfrq.ingest.validation.plausible import plausible_step
from tfrq.ingest.validation.repeats import drop_duplicates
from tfrq.ingest.validation.validated import Validated
from tfrq.schema import PATIENT_TABLES


def duplicates_step(bucket: Bucket) -> None:
    """Equal records, in every table but that of patients."""
    for table in PATIENT_TABLES[1:]:
        drop_duplicates(bucket, table)


STEPS = (
    schema_step,
    plausible_step,
    results_step,
    patients_step,
    duplicates_step,
    events_step,
    dates_step,
    overlaps_step,
    attempts_step,
    scales_step,
    lines_step,
    attempt_numbers_step,
    contacts_step,
)


def validate(
    records: Mapping[str, pl.DataFrame],
    mapping: SiteMapping,
    refused: pl.DataFrame | None = None,
) -> Validated:
    """What of these records may enter the lake, and what was found.

    `records`: every table of patients' data by name, with all records of each patient in it and
    no date shifted yet; the columns of the lake without `country` and `site`, in its types, then
    their source (`frames.keyed_types`). `refused`: patients whose records could not be made, by
    table (`Harmonised.refused`, the patient a keyed hash). The answer is the same in whatever
    order they come. A Fault where columns or types are others.
    """
    bucket = Bucket(records, mapping, refused)
    for step in STEPS:
        step(bucket)
    return bucket.validated()
