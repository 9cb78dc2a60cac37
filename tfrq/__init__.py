"""tfrq: treatment-free remission query.

The names below are loaded when they are first used, so that `tfrq --help` and the lower floors do
not import the API.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tfrq.api import Session as Session
    from tfrq.api import open as open  # noqa: A004 - tfrq.open(...) reads well and hides nothing

__version__ = "0.1.0"
__all__ = ["Session", "__version__", "open"]


def __getattr__(name: str) -> Any:
    if name not in ("Session", "open"):
        raise AttributeError(f"module 'tfrq' has no attribute '{name}'")
    from importlib import import_module

    return getattr(import_module("tfrq.api"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
