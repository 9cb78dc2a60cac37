"""What every part of a session stands on: the settings, the library, the lake."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from tfrq import config
from tfrq.errors import UsageError
from tfrq.library import Library

if TYPE_CHECKING:
    from tfrq.lake import Lake

NO_LAKE_HINT = "name one with --lake DIR, TFRQ_LAKE or tfrq.toml; '--lake sample' is synthetic"


class Opened:
    """Definitions and a lake, which is opened when the first question is asked."""

    def __init__(self, settings: config.Settings) -> None:
        self.settings = settings
        self.library = Library(settings.queries, config.shipped("queries"))

    @cached_property
    def lake(self) -> Lake:
        """The lake at the release asked for, its policy tightened as the settings say.

        Raises UsageError where no lake is named, PolicyError where `min_cell` would loosen,
        DataError where a file is missing or cut short."""
        from tfrq import lake

        lake.check_sizes(self._unchecked_lake)
        return self._unchecked_lake

    @property
    def release(self) -> str:
        """Name of the release that is asked."""
        return self._unchecked_lake.release.name

    @cached_property
    def _unchecked_lake(self) -> Lake:
        from tfrq import lake

        opened = lake.open_unchecked(self._root, self.settings.release or None)
        policy = lake.tightened(opened.settings.policy, self.settings.min_cell)
        return replace(opened, settings=replace(opened.settings, policy=policy))

    def check_there(self) -> None:
        """Raise what `lake` raises, but for a lake that has no release yet."""
        from tfrq import lake

        if self.settings.release or lake.release_names(self._root):
            self.lake  # noqa: B018 - it opens
        else:
            lake.read_settings(self._root)

    @property
    def _root(self) -> Path:
        if self.settings.lake is None:
            raise UsageError("no lake is named", hint=NO_LAKE_HINT)
        return self.settings.lake
