"""Released counts to render, made the one way that there is."""

from dataclasses import replace

from tfrq.disclosure import ReleasedCount, release
from tfrq.results import Count, Node, Policy, Provenance, Stratum, Tally

PROVENANCE = Provenance(
    tfrq_version="0.1.0",
    release="2026-01",
    synthetic=True,
    data_cut="2025-12-31",
    definition_name="deep",
    definition_hash="0123456789ab",
    canonical='index = "first TFR attempt"\nMR4.5 for >= 2 years at index',
    index="first TFR attempt",
    conventions=("A gap of at most 12 months continues a response.", "Years ≥ 365.25 days."),
    policy=Policy(exact="allow"),
)
NUMBERS = {"DK": (3, 20, 0), "FI": (30, 5, 4), "SE": (120, 60, 20), "NO": (0, 0, 0)}


def released(
    numbers: dict[str, tuple[int, int, int]] = NUMBERS,
    *,
    axis: str = "country",
    exact: bool = False,
    root: str = "lake",
    **provenance: object,
) -> ReleasedCount:
    """A released count of these met, not met and not assessable patients by stratum."""
    strata = tuple(
        Stratum(name, sum(answers) + 50, Tally(50, *answers), Tally(50, *answers))
        for name, answers in numbers.items()
    )
    tree = Node(root, tuple(Node(name) for name in numbers))
    origin = replace(PROVENANCE, **provenance)
    count = Count(axis, tree, strata, has_index=True, unit="patients", provenance=origin)
    return release(count, exact=exact)
