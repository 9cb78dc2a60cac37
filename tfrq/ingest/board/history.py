"""A site's history on disk: `board/SITE.jsonl` in the lake, a line for each fact, only added to.

A file is written whole and replaced at once, under the lake's lock: a crash leaves the history
without the new facts or with all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep

from tfrq.durable import place
from tfrq.errors import DataError, LockedError, UsageError
from tfrq.ingest.board.facts import Entry, Fact, Uploaded
from tfrq.ingest.board.lines import from_line, to_line
from tfrq.lake.lock import locked

FOLDER = "board"
# Seconds to wait for another writer, and between two looks.
PATIENCE = 5.0
_BETWEEN = 0.05


def read_history(root: Path, site: str) -> tuple[Entry, ...]:
    """What was recorded of a site, in the order of the file; nothing where there is no file. A
    DataError names the file and the line that is damaged."""
    path = _path(root, site)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as problem:
        raise DataError(f"{path} cannot be read: {problem}") from None
    return tuple(
        _entry(path, number, line) for number, line in enumerate(text.split("\n"), 1) if line
    )


def append(
    root: Path,
    site: str,
    facts: Sequence[Fact],
    *,
    first: Callable[[], Fact | None] = lambda: None,
    at: datetime | None = None,
) -> None:
    """Add facts to a site's history; the caller holds the lake's lock. `first` is asked for the
    fact that a new history begins with. An upload of as many files as the one before, on the same
    day, is no news.
    """
    history = read_history(root, site)
    moment = at or datetime.now(UTC)
    beginning = [] if history else [fact for fact in (first(),) if fact]
    news = [fact for fact in facts if not _is_known(history, Entry(moment, fact))]
    if news:
        added = [Entry(moment, fact) for fact in (*beginning, *news)]
        _replace(root, site, "".join(map(to_line, (*history, *added))))


@contextmanager
def writing(root: Path, *, within_lock: bool = False) -> Iterator[None]:
    """Hold the lake's lock, if the caller does not hold it already; a UsageError where the lake
    cannot be written to, a LockedError where another process writes for longer than PATIENCE."""
    try:
        with nullcontext() if within_lock else _locked(root):
            yield
    except OSError as problem:
        raise UsageError(f"the lake at {root} cannot be written to: {problem}") from problem


def _entry(path: Path, number: int, line: str) -> Entry:
    try:
        return from_line(line)
    except DataError as problem:
        raise DataError(
            f"{path} is damaged in line {number}: {problem.message}",
            hint="restore it from a backup, or use the version of tfrq that wrote it",
        ) from None


def _is_known(history: Sequence[Entry], news: Entry) -> bool:
    uploads = [entry for entry in history if isinstance(entry.fact, Uploaded)]
    if not (uploads and isinstance(news.fact, Uploaded)):
        return False
    days = {entry.at.astimezone(UTC).date() for entry in (uploads[-1], news)}
    return len(days) == 1 and uploads[-1].fact == news.fact


@contextmanager
def _locked(root: Path) -> Iterator[None]:
    """The lake's lock, waited for: what a reader of large files records at their end must not be
    lost to a publication that is about to end too."""
    until = monotonic() + PATIENCE
    with ExitStack() as held:
        while True:
            try:
                held.enter_context(locked(root))
                break
            except LockedError:
                if monotonic() >= until:
                    raise
            sleep(_BETWEEN)
        yield


def _replace(root: Path, site: str, text: str) -> None:
    path = _path(root, site)
    temporary = path.with_name(f".{path.name}.tmp")  # only who holds the lock writes it
    path.parent.mkdir(exist_ok=True)
    try:
        temporary.write_text(text, encoding="utf-8", newline="\n")
        place({temporary: path}, root)
    finally:
        temporary.unlink(missing_ok=True)


def _path(root: Path, site: str) -> Path:
    return root / FOLDER / f"{site}.jsonl"
