"""A synthetic CML registry: a clinical model, not noise. No site and no patient in it exists."""

from __future__ import annotations

from tfrq.ingest.synth.published import EURO_SKI, Published
from tfrq.ingest.synth.recurrence import RecurrenceTally, recurrence_free
from tfrq.ingest.synth.registry import SiteTables, simulate
from tfrq.ingest.synth.sites import REGIONS, SAMPLE_PATIENTS, SITES, Site, lake_toml

__all__ = [
    "EURO_SKI",
    "REGIONS",
    "SAMPLE_PATIENTS",
    "SITES",
    "Published",
    "RecurrenceTally",
    "Site",
    "SiteTables",
    "lake_toml",
    "recurrence_free",
    "simulate",
]
