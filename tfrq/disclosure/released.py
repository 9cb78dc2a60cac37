"""The type of what may leave. Only this package makes it."""

from __future__ import annotations

from dataclasses import InitVar, dataclass

from tfrq.errors import Fault

MAKER = object()  # used in this package alone, so that nothing else makes a Released


@dataclass(frozen=True)
class Released:
    """What may leave under the lake's policy; renderers take nothing else for aggregates."""

    maker: InitVar[object]

    def __post_init__(self, maker: object) -> None:
        if maker is not MAKER:
            raise Fault("only tfrq.disclosure makes released results")
