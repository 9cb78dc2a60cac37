"""The type of what may leave. Only this package makes it."""

from __future__ import annotations

from dataclasses import InitVar, dataclass

from tfrq.errors import Fault, PolicyError
from tfrq.results import Policy

MAKER = object()  # used in this package alone, so that nothing else makes a Released


@dataclass(frozen=True)
class Released:
    """What may leave under the lake's policy; renderers take nothing else for aggregates."""

    maker: InitVar[object]

    def __post_init__(self, maker: object) -> None:
        if maker is not MAKER:
            raise Fault("only tfrq.disclosure makes released results")


def check_exact(policy: Policy) -> None:
    """Refuse exact numbers where the lake's policy does (PolicyError)."""
    if policy.exact != "allow":
        raise PolicyError(
            "the policy of this lake refuses exact numbers",
            hint='leave out --exact, or ask the lake\'s keeper for exact = "allow" in lake.toml',
        )
