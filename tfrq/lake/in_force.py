"""Put a release in force, under a name that no other release has.

Order of what reaches the disk: the files, the manifest, `CURRENT`. Until the last of them is
replaced the old release is in force, whatever happens; what a crash leaves is never read, and
the next publication writes the same names again or clears it away.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from tfrq.durable import place
from tfrq.errors import UsageError
from tfrq.lake.opening import CURRENT, RELEASES, current_release, read_release
from tfrq.lake.release import RELEASE_NAME, Release

# The folder of a lake in which a release is made; gone when it is published.
STAGING = ".staging"
# The folder in which a site's records lie while they are ingested.
WORKING = ".ingest"


def release_in_force(root: Path) -> Release | None:
    """The release that a new one follows; None in a new lake."""
    name = current_release(root)
    return None if name is None else read_release(root, name)


def check_name(root: Path, name: str, parent: Release | None) -> None:
    """A UsageError where a release that follows `parent` cannot be called so."""
    if not RELEASE_NAME.fullmatch(name):
        raise UsageError(
            f"{name!r} is no name for a release",
            hint="it has letters, digits, '-', '_' and '.' only, a letter or digit first",
        )
    if not (root / RELEASES / f"{name}.json").exists():
        return
    # A crash between the manifest and CURRENT leaves a child of the release in force; the same
    # data may be published under that name again.
    interrupted = read_release(root, name).parent == (parent.name if parent else None)
    if not interrupted or (parent and name == parent.name):
        raise UsageError(f"the lake has a release {name} already", hint="give another name")


def put_in_force(root: Path, release: Release, staged: Mapping[str, Path]) -> None:
    """Move the staged files to their paths in the lake, then write the manifest and CURRENT."""
    manifest = root / RELEASES / f"{release.name}.json"
    if manifest.exists():
        _check_same(root, release)
    with _taken_back_unless_listed(manifest, [root / target for target in staged]):
        place({path: root / target for target, path in staged.items()}, root)
        if not manifest.exists():
            _place_text(root, release.text(), manifest)
    _place_text(root, release.name + "\n", root / CURRENT)


@contextmanager
def _taken_back_unless_listed(manifest: Path, targets: list[Path]) -> Iterator[None]:
    """After a fault, remove the new ones of these files while no manifest lists them: on a full
    disk they would take the space, and nobody would look for rows of patients there."""
    new = [path for path in targets if not path.exists()]
    try:
        yield
    except BaseException:
        if not manifest.exists():
            for path in new:
                with suppress(OSError):
                    path.unlink()
        raise


def _check_same(root: Path, release: Release) -> None:
    written = replace(read_release(root, release.name), created=release.created)
    if written != release:
        raise UsageError(
            f"release {release.name} was being published with other data when that was interrupted",
            hint="give another name",
        )


def _place_text(root: Path, text: str, target: Path) -> None:
    staged = root / STAGING / target.name
    staged.write_text(text, encoding="utf-8")
    place({staged: target}, root)
