"""Finding, listing and changing named definitions: a person's folder before the package's."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tfrq import durable, language, model
from tfrq.errors import DefinitionError, TfrqError, UsageError, nearest
from tfrq.library import files
from tfrq.library.files import NamedDefinition
from tfrq.library.names import check_name, shown, slug
from tfrq.printable import one_line

LIST_HINT = "'tfrq cohort list' shows them all"


@dataclass(frozen=True)
class Entry:
    """One definition of a listing: what it says, or the error that keeps it from being read."""

    name: str
    path: Path
    read_only: bool
    named: NamedDefinition | None
    problem: TfrqError | None


@dataclass(frozen=True)
class Written:
    """What a change did to which file. `outcome` is created, replaced, updated, unchanged,
    renamed or removed; `content` is the whole file, "" where it was not rewritten."""

    name: str
    path: Path
    outcome: str
    content: str = ""


@dataclass(frozen=True)
class Library:
    """The definitions in `folder`, writable, and in `package`, read-only. A file in the folder
    hides the package's of the same name. Either may be None, and the folder may not exist yet."""

    folder: Path | None
    package: Path | None

    def __contains__(self, name: str) -> bool:
        return self._path(name) is not None

    def names(self) -> tuple[str, ...]:
        """Every name, in alphabetical order."""
        return tuple(sorted({*_stems(self.package), *_stems(self.folder)}))

    def find(self, name: str) -> NamedDefinition:
        """The definition of that name. Raises UsageError where there is none, DefinitionError
        where its file is broken."""
        path = self._path(name)
        if path is None:
            raise self.unknown(name)
        check_name(name)

        def parse(text: str, index: str, options: tuple[str, ...]) -> model.Definition:
            return self.parse(text, index=index, options=options, name=name)

        return files.read(path, read_only=self._is_package(path), parse=parse)

    def parse(
        self, text: str, *, index: str = "", options: Sequence[str] = (), name: str = ""
    ) -> model.Definition:
        """The definition that a text means; `in NAME` is looked up here. `name` is what the text
        itself is called, so that a circle through it is seen. Raises DefinitionError."""

        def named(asked: str) -> language.NamedText:
            if asked == name:
                return language.NamedText(text, tuple(options))
            path = self._path(asked)
            if path is None:
                raise self.unknown(asked)
            return files.named_text(path)

        return language.parse(text, index=index, options=options, lookup=named)

    def entries(self) -> Iterator[Entry]:
        """Every definition in order of name, the broken ones with their problem."""
        for name in self.names():
            path = self._path(name)
            assert path is not None
            try:
                named, problem = self.find(name), None
            except TfrqError as error:
                named, problem = None, error
            yield Entry(name, path, self._is_package(path), named, problem)

    def unknown(self, name: str) -> UsageError:
        """The error for a name that nothing has, with the nearest one."""
        near = self.nearest(name)
        did_you_mean = f"did you mean '{near}'? " if near else ""
        places = [*([str(self.folder)] if self.folder else []), "the package"]
        return UsageError(
            f"there is no definition named {shown(name)}",
            hint=f"{did_you_mean}'tfrq cohort list' shows those in {' and '.join(places)};"
            " --queries DIR names another folder",
        )

    def nearest(self, name: str) -> str | None:
        """The name that is nearest to a misspelt one, if any is near."""
        return nearest(slug(name), self.names())

    def define(
        self,
        name: str,
        definition: model.Definition,
        text: str,
        *,
        endpoint: str = "",
        title: str = "",
        source: str = "",
        force: bool = False,
        dry_run: bool = False,
    ) -> Written:
        """Write a definition to the folder, in the words of `text`, which it was parsed from. The
        same meaning again is no error, and may change title and source, or add an endpoint. Another
        meaning needs `force`, and replaces the file: nothing said of the old one is true of the
        new. Another endpoint needs it too, and changes nothing else."""
        check_name(name)
        path = self._own(name)
        wanted = files.endpoint_of(one_line(endpoint) or endpoint, definition)
        old = self._current(name, force)
        if old is not None and not force:
            self._check_same(old, definition, wanted)
        given = {"title": one_line(title), "source": one_line(source)}
        same = old is not None and old.definition == definition
        if not same or not _same_outcome(old.outcome if old else None, wanted):
            given["endpoint"] = one_line(endpoint)
        named = {key: text for key, text in given.items() if text}
        outcome = _outcome(old, definition, named, path.exists())
        if outcome == "unchanged":
            return Written(name, self._path(name) or path, outcome)
        values: dict[str, str | tuple[str, ...]] = {**named}
        if outcome != "updated":
            values = _whole(definition, language.written_steps(definition, text), named)
        content = _content(path if outcome == "updated" else None, values)
        if not dry_run:
            _write(path, content, new=outcome == "created")
        return Written(name, path, outcome, content)

    def rename(self, old: str, new: str, *, dry_run: bool = False) -> Written:
        """Give a definition of the folder another name, which nothing may have yet. One that
        others name is refused: they would no longer be understood."""
        check_name(new)
        path = self._writable(old, "renamed")
        self._check_unused(
            old, "renamed", f"define '{new}', change 'in {old}' there, then remove '{old}'"
        )
        if new in self:
            raise _already_there(new)
        target = path.with_name(f"{new}.toml")
        if not dry_run:
            _changing(_move, path, target)
        return Written(new, target, "renamed")

    def remove(self, name: str, *, force: bool = False, dry_run: bool = False) -> Written:
        """Delete a definition of the folder. One that others name needs `force`."""
        path = self._writable(name, "removed")
        if not force:
            hint = f"'in {name}' stands there; change that first, or give --force"
            self._check_unused(name, "removed", hint)
        if not dry_run:
            _changing(path.unlink)
        return Written(name, path, "removed")

    def naming(self, name: str) -> tuple[str, ...]:
        """The other definitions of the folder that name this one; broken ones name nothing."""
        others = sorted(_stems(self.folder) - {name})
        return tuple(other for other in others if name in self._names_in(other))

    def _names_in(self, name: str) -> set[str]:
        try:
            steps = self.find(name).definition.steps
        except TfrqError:
            return set()
        nodes = (node for step in steps for node in model.nodes(step))
        return {node.name for node in nodes if isinstance(node, model.InDefinition)}

    def _path(self, name: str) -> Path | None:
        # The stems come from listing the folders, so no name can lead out of them.
        for folder in (self.folder, self.package):
            if folder is not None and name in _stems(folder):
                return folder / f"{name}.toml"
        return None

    def _is_package(self, path: Path) -> bool:
        if self.package is None or (self.folder is not None and path.parent == self.folder):
            return False
        return path.parent.resolve() == self.package.resolve()

    def _own(self, name: str) -> Path:
        if self.folder is None:
            raise UsageError(
                "there is no folder to write definitions to",
                hint="make one here ('mkdir queries') or name one with --queries DIR",
            )
        return self.folder / f"{name}.toml"

    def _current(self, name: str, force: bool) -> NamedDefinition | None:
        if name not in self:
            return None
        try:
            return self.find(name)
        except DefinitionError as error:
            if force:
                return None
            error.hint = f"{error.hint} (--force replaces the file)".strip()
            raise

    def _check_same(
        self, old: NamedDefinition, definition: model.Definition, wanted: model.TimeToEvent | None
    ) -> None:
        """Refuse another meaning, or another endpoint, than what has the name. To a definition of
        the folder that has no endpoint one may be added; a copy of the package's would lose what
        that says."""
        if old.definition != definition:
            raise _taken(old.name, old.read_only, "meaning")
        added = old.outcome is None and not old.read_only
        if wanted is not None and not added and not _same_outcome(old.outcome, wanted):
            raise _taken(old.name, old.read_only, "endpoint")

    def _writable(self, name: str, verb: str) -> Path:
        path = self._path(name)
        if path is None:
            raise self.unknown(name)
        if self._is_package(path):
            raise UsageError(
                f"'{name}' comes with the package and cannot be {verb}",
                hint="a definition of the same name in your --queries folder hides it",
            )
        return path

    def _check_unused(self, name: str, verb: str, hint: str) -> None:
        others = ", ".join(f"'{other}'" for other in self.naming(name))
        if others:
            raise UsageError(
                f"'{name}' cannot be {verb}: {others} would no longer be understood", hint=hint
            )


def _stems(folder: Path | None) -> set[str]:
    """Names of the definition files in a folder; hidden files are somebody's editor at work."""
    if folder is None or not folder.is_dir():
        return set()
    try:
        stems = {path.stem for path in folder.iterdir() if path.suffix == ".toml"}
    except OSError as error:
        raise UsageError(f"cannot read {folder}: {error.strerror}") from error
    return {stem for stem in stems if not stem.startswith(".")}


def _taken(name: str, read_only: bool, what: str) -> UsageError:
    if read_only:
        return UsageError(
            f"'{name}' is the package's own definition, with another {what}",
            hint="choose another name; --force writes your own, which hides the package's",
        )
    verb = "replaces" if what == "meaning" else "changes"
    return UsageError(
        f"'{name}' is already defined, with another {what}",
        hint=f"'tfrq cohort show {name}' shows it; --force {verb} it",
    )


def _same_outcome(one: model.TimeToEvent | None, other: model.TimeToEvent | None) -> bool:
    """Whether two definitions have one endpoint, or none."""
    if one is None or other is None:
        return one is other
    return language.same_endpoint(one, other)


def _outcome(
    old: NamedDefinition | None,
    definition: model.Definition,
    named: dict[str, str],
    exists: bool,
) -> str:
    if old is None or old.definition != definition:
        return "replaced" if exists else "created"
    if old.read_only:
        # It keeps its title: a copy for the sake of one would drop its readings. An endpoint is
        # here only where it was forced.
        return "created" if "endpoint" in named else "unchanged"
    same = all(getattr(old, key) == text for key, text in named.items())
    return "unchanged" if same else "updated"


def _whole(
    definition: model.Definition, criteria: tuple[str, ...], named: dict[str, str]
) -> dict[str, str | tuple[str, ...]]:
    """All that a new file says."""
    return {
        "title": named.get("title", ""),
        "source": named.get("source", ""),
        "index": language.canonical_index(definition),
        "endpoint": named.get("endpoint", ""),
        "criteria": criteria,
        "options": language.canonical_options(definition),
    }


def _content(path: Path | None, values: dict[str, str | tuple[str, ...]]) -> str:
    # Only those who write pay for tomlkit.
    from tfrq.library import writing

    raw = path.read_text(encoding="utf-8") if path is not None else ""
    return writing.updated(raw, values)


def _write(path: Path, content: str, *, new: bool) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"cannot make the folder {path.parent}: {error.strerror}") from error
    try:
        durable.write(path, content.encode(), new=new)
    except FileExistsError as error:
        raise _already_there(path.stem) from error


def _already_there(name: str) -> UsageError:
    return UsageError(f"there is already a definition named '{name}'", hint=LIST_HINT)


def _move(old: Path, new: Path) -> None:
    # A link, unlike a move, does not replace what another process has made in the meantime.
    try:
        new.hardlink_to(old)
    except FileExistsError as error:
        raise _already_there(new.stem) from error
    old.unlink()


def _changing(change: Callable[..., object], *arguments: Path) -> None:
    try:
        change(*arguments)
    except OSError as error:
        raise UsageError(f"cannot change {error.filename}: {error.strerror}") from error
