"""What the lake holds and whether it is sound."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tfrq.api.opened import Opened
from tfrq.errors import UsageError

if TYPE_CHECKING:
    from tfrq.disclosure.differences import ReleasedDifference
    from tfrq.lake import Description, File, Finding, Lake, Releases


class LakeQuestions(Opened):
    """What can be asked of the lake itself."""

    def describe(self) -> Description:
        """What the lake holds: sites, tables, release, policy."""
        from tfrq import lake

        return lake.describe(self.lake)

    def files(self, table: str) -> tuple[File, ...]:
        """The files of a table in this release; `session.lake.path(file)` says where one lies."""
        from tfrq import lake

        return lake.files(self.lake, table)

    def views(self) -> str:
        """CREATE VIEW statements of every table, as a script."""
        from tfrq import lake

        return ";\n\n".join(lake.view_statements(self.lake)) + ";\n"

    def releases(self) -> Releases:
        """Every release of the lake, oldest first; of a damaged one what is wrong with it."""
        from tfrq import lake

        return lake.describe_releases(self._root)

    def difference(
        self, before: str = "", after: str = "", site: str = "", *, exact: bool = False
    ) -> ReleasedDifference:
        """What changed between two releases, by site (one, or all) and table: patients and records
        added, changed and gone; with `exact` also figures that show whether an export means
        something else.

        `after` is the release of this session unless given, `before` the parent of `after`.
        `exact` asks for numbers that may not leave.
        Raises UsageError for a release or site that is not there, PolicyError where the lake's
        policy refuses exact numbers, DataError where a file is damaged.
        """
        from tfrq import lake
        from tfrq.disclosure import differences

        later = self._at(after) if after else self.lake
        name = before or later.release.parent
        if not name:
            raise UsageError(
                f"release {later.release.name} has no parent",
                hint=f"name two releases: {', '.join(lake.release_names(later.root))}",
            )
        earlier = self._at(name)
        compared = lake.lake_difference(earlier, later, site)
        return differences.release_difference(compared, exact=exact)

    def _at(self, release: str) -> Lake:
        """The lake at another release."""
        from tfrq import lake

        root, policy = self._unchecked_lake.root, self._unchecked_lake.settings.policy
        opened = lake.open_lake(root, release)
        return replace(opened, settings=replace(opened.settings, policy=policy))

    def check(self) -> list[Finding]:
        """Everything that is wrong or implausible in the lake."""
        from tfrq import lake

        return lake.check(self._unchecked_lake)
