"""Sites: the project board, and their exports."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tfrq.api.opened import Opened

if TYPE_CHECKING:
    from tfrq.ingest import board
    from tfrq.ingest.report import Ingested


class Sites(Opened):
    """What can be done for the sites of the lake."""

    def sites(self) -> board.Board:
        """The project board: every site with its phase, cases and history, and the totals.

        A lake may have no release yet. Raises DataError where the history of a site is damaged."""
        from tfrq.ingest import board

        return board.read(self._root, self.settings.release, min_cell=self.settings.min_cell)

    def site(self, code: str) -> board.Site:
        """One site of the board. Raises UsageError, with the nearest, for one that is not there."""
        return self.sites().site(code)

    def add_site(
        self,
        code: str,
        *,
        country: str,
        region: str = "",
        expected: int | None = None,
        dry_run: bool = False,
    ) -> board.AddedSite:
        """Add a site to the tree of lake.toml, the last of its country, and begin its history.
        `region` is needed where the country is new; `expected` is how many patients it announced.

        Raises UsageError for a code that is none or is there, and for a country of another region.
        """
        from tfrq.ingest import board

        return board.add(
            self._root, code, country=country, region=region, expected=expected, dry_run=dry_run
        )

    def advance_site(
        self,
        code: str,
        phase: str = "",
        *,
        reason: str,
        expected: int | None = None,
        dry_run: bool = False,
    ) -> tuple[board.Fact, ...]:
        """Set the phase of a site by hand, the number of patients it announced, or both; what
        changed comes back. The reason stays in the history: it names no person.

        Raises UsageError for an unknown site or phase, and for `finalised` without patients."""
        from tfrq.ingest import board

        return board.advance(
            self._root, code, phase, reason=reason, expected=expected, dry_run=dry_run
        )

    def received(self, site: str, files: Sequence[str | Path], *, drafted: bool = False) -> None:
        """Tell the board that files of a site came in, and whether a mapping was drafted. It keeps
        how many there were, not their names.

        Raises UsageError for an unknown site, LockedError."""
        from tfrq.ingest import board

        uploaded = board.Uploaded(len(files))
        board.record(self._root, site, uploaded, *([board.Drafted()] if drafted else []))

    def ingest(
        self,
        site: str,
        files: Sequence[str | Path],
        *,
        mapping: str | Path,
        key_file: str | Path,
        name: str = "",
        rejects: str | Path = "rejects.csv",
        warnings: str | Path = "warnings.csv",
        show_values: bool = False,
        dry_run: bool = False,
    ) -> Ingested:
        """Publish the export of a site, read by its mapping (docs/mapping.md), as a new release.

        Where a threshold is exceeded nothing is published, and `hindrances` of the answer say why.
        Raises UsageError and DefinitionError (site, mapping, key, files), DataError (a file cannot
        be read, or the release would be unsound), LockedError."""
        from tfrq.ingest import pipeline

        order = pipeline.Order(
            self._root,
            site,
            Path(mapping),
            Path(key_file),
            tuple(map(Path, files)),
            Path(rejects),
            Path(warnings),
            name,
            show_values,
            dry_run,
        )
        return pipeline.ingest(order)
