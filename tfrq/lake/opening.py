"""Open a lake: which release is in force is resolved once, and its files are there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tfrq.errors import DataError, UsageError, nearest
from tfrq.lake.release import RELEASE_NAME, File, Release, parse_release
from tfrq.lake.settings import Settings, read_settings

CURRENT = "CURRENT"
RELEASES = "releases"


@dataclass(frozen=True)
class Lake:
    """A lake at one release. `root` is absolute. `staged`: where files of a release in the
    making lie, by their path in the lake."""

    root: Path
    settings: Settings
    release: Release
    staged: Mapping[str, Path] = field(default_factory=dict)

    def path(self, file: File) -> Path:
        """Where a file of the release lies."""
        return self.staged.get(file.path, self.root / file.path)


def open_lake(root: Path, release: str | None = None) -> Lake:
    """Open the lake at `root` at the release named, else at the one in force.

    A file that is missing or has another size than its manifest says is a DataError: a
    truncated file must not be counted. An unknown release is a UsageError.
    """
    lake = open_unchecked(root, release)
    check_sizes(lake)
    return lake


def open_unchecked(root: Path, release: str | None = None) -> Lake:
    """The same, whatever its files are like."""
    root = root.absolute()
    settings = read_settings(root)
    name = current_release(root) if release is None else _known(root, release)
    if name is None:
        raise DataError(
            f"the lake at {root} has no release yet", hint="publish the data of a site first"
        )
    return Lake(root, settings, read_release(root, name))


def current_release(root: Path) -> str | None:
    """Name of the release in force; None where nothing was published yet."""
    try:
        name = (root / CURRENT).read_text(encoding="utf-8").removesuffix("\n")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as problem:
        raise DataError(f"{root / CURRENT} cannot be read: {problem}") from None
    if not RELEASE_NAME.fullmatch(name):
        raise DataError(
            f"{root / CURRENT} names no release",
            hint=f"write the name of one of {RELEASES}/*.json into it",
        )
    return name


def release_names(root: Path) -> tuple[str, ...]:
    """Every release that the lake has, by name."""
    return tuple(sorted(path.stem for path in (root / RELEASES).glob("[A-Za-z0-9]*.json")))


def read_release(root: Path, name: str) -> Release:
    """The release called `name`, its files not looked at."""
    path = root / RELEASES / f"{name}.json"
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise DataError(
            f"release {name} has no manifest: {path} is missing",
            hint=f"restore it, or write the name of another release into {CURRENT}",
        ) from None
    except (OSError, UnicodeDecodeError) as problem:
        raise DataError(f"{path} cannot be read: {problem}") from None
    return parse_release(text, name)


def size_problem(lake: Lake, file: File) -> str | None:
    """What a look at a file's size shows to be wrong with it."""
    try:
        size = lake.path(file).stat().st_size
    except OSError:
        return "the file is missing"
    if size != file.bytes:
        # No bytes are named: at a small site they would tell how many records there are.
        return "the file has another size than the one that was published"
    return None


def _known(root: Path, name: str) -> str:
    names = release_names(root)
    if name in names:
        return name
    near = nearest(name, names)
    hint = f"did you mean '{near}'?" if near else f"releases here: {', '.join(names) or 'none'}"
    raise UsageError(f"the lake has no release {name}", hint=hint)


def check_sizes(lake: Lake) -> None:
    """A DataError for the first file that a look at its size shows to be damaged."""
    for files in lake.release.tables.values():
        for file in files:
            problem = size_problem(lake, file)
            if problem:
                raise DataError(
                    f"{lake.path(file)}: {problem}",
                    hint="restore the file, publish the site again, or open an older release",
                )
