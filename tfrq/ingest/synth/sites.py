"""The sites of the synthetic alliance. Codes, sizes and states are made up; no site exists.

The states and the totals follow a published page about a real project (docs/domain.md §6): 23
sites in 16 countries, 2,320 cases available, about 1,900 to come.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass


@dataclass(frozen=True)
class Site:
    """A site. `patients` is its size in the sample lake, or what it has announced;
    `data_cut` is None where no data have come; `first_year` is that of the earliest diagnosis."""

    code: str
    country: str
    status: str
    patients: int
    data_cut: datetime.date | None = None
    first_year: int = 1998


SAMPLE_PATIENTS = 2_320

SITES = (
    Site("DE01", "DE", "finalised", 430, datetime.date(2024, 12, 31), 1997),
    Site("DE02", "DE", "finalised", 80, datetime.date(2024, 9, 30), 2003),
    Site("FR01", "FR", "finalised", 370, datetime.date(2025, 3, 31), 1998),
    Site("IT01", "IT", "finalised", 330, datetime.date(2024, 11, 15), 1999),
    Site("ES01", "ES", "finalised", 270, datetime.date(2025, 1, 31), 2000),
    Site("CZ01", "CZ", "finalised", 190, datetime.date(2024, 6, 30), 2000),
    Site("FI01", "FI", "finalised", 130, datetime.date(2025, 2, 28), 1999),
    Site("SE01", "SE", "finalised", 520, datetime.date(2025, 6, 30), 1996),
    Site("AT01", "AT", "finalising", 160),
    Site("NL01", "NL", "finalising", 190),
    Site("NO01", "NO", "finalising", 110),
    Site("DK01", "DK", "awaiting mapping", 140),
    Site("FR02", "FR", "awaiting mapping", 180),
    Site("GB01", "GB", "awaiting mapping", 210),
    Site("GB02", "GB", "awaiting mapping", 120),
    Site("GR01", "GR", "awaiting mapping", 70),
    Site("IT02", "IT", "awaiting mapping", 150),
    Site("PL01", "PL", "awaiting mapping", 130),
    Site("PT01", "PT", "awaiting mapping", 80),
    Site("ES02", "ES", "transferring", 120),
    Site("SE02", "SE", "transferring", 100),
    Site("HU01", "HU", "on hold", 80),
    Site("PL02", "PL", "on hold", 60),
)

# The tree that counts are released by (docs/release-rule.md): region, country, site.
REGIONS = (
    ("Nordic", (("DK", ("DK01",)), ("FI", ("FI01",)), ("NO", ("NO01",)), ("SE", ("SE01", "SE02")))),
    (
        "Western",
        (
            ("AT", ("AT01",)),
            ("DE", ("DE01", "DE02")),
            ("FR", ("FR01", "FR02")),
            ("GB", ("GB01", "GB02")),
            ("NL", ("NL01",)),
        ),
    ),
    (
        "Southern",
        (("ES", ("ES01", "ES02")), ("GR", ("GR01",)), ("IT", ("IT01", "IT02")), ("PT", ("PT01",))),
    ),
    ("Central and Eastern", (("CZ", ("CZ01",)), ("HU", ("HU01",)), ("PL", ("PL01", "PL02")))),
)


def with_data() -> tuple[Site, ...]:
    """The sites whose data are in the lake, in the order of SITES."""
    return tuple(site for site in SITES if site.data_cut is not None)


def sizes(patients: int) -> dict[str, int]:
    """Patients of each site with data, in proportion to the sample lake, adding up to `patients`.

    Every site gets the whole part of its share; what is left goes to the largest remainders.
    """
    sites = with_data()
    whole = {site.code: patients * site.patients // SAMPLE_PATIENTS for site in sites}
    by_remainder = sorted(sites, key=lambda s: -(patients * s.patients % SAMPLE_PATIENTS))
    for site in by_remainder[: patients - sum(whole.values())]:
        whole[site.code] += 1
    return whole


def lake_toml(name: str = "synthetic registry") -> str:
    """Text of the lake.toml of a synthetic lake: its policy and the tree of its sites."""
    lines = [
        "# Every site, patient and value in this lake is synthetic.",
        "[lake]",
        f'name = "{name}"',
        "synthetic = true",
        "",
        "[policy]",
        "min_cell = 5",
        'members = "allow"',
        'exact = "allow"',
    ]
    for region, countries in REGIONS:
        lines += ["", "[[regions]]", f'name = "{region}"', "countries = ["]
        lines += [f"  {_country(country, codes)}," for country, codes in countries]
        lines += ["]"]
    return "\n".join(lines) + "\n"


def _country(country: str, codes: tuple[str, ...]) -> str:
    listed = ", ".join(f'"{code}"' for code in codes)
    return f'{{ name = "{country}", sites = [{listed}] }}'
