"""What the lake holds and whether it is sound."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tfrq.api.opened import Opened

if TYPE_CHECKING:
    from tfrq.lake import Description, File, Finding


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

    def check(self) -> list[Finding]:
        """Everything that is wrong or implausible in the lake."""
        from tfrq import lake

        return lake.check(self._unchecked_lake)
