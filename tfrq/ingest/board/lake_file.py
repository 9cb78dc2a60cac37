"""Write lake.toml: a new one, and a site into the tree of one that a person may have written.

Everything that the file holds beside the new site stays as it is, comments too. What was written is
read again before it replaces the file: it has the tree that was meant, or nothing is written.
"""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

from tfrq import durable
from tfrq.errors import DataError, UsageError
from tfrq.lake.settings import FILE_NAME, Settings, parse_settings
from tfrq.printable import one_line
from tfrq.results import Node, Policy

_NEW = """\
# What may leave this lake, and in which groups: lake-layout.md says more.
[lake]
name = {name}
{synthetic}
[policy]
min_cell = {policy.min_cell}{space}# counts of 1 to {most} patients are hidden
members = "{policy.members}"{gap}# or "allow": lists of patients
exact = "{policy.exact}"{gap}  # or "allow": exact small counts, marked as not for release

# The tree of regions, countries and sites: 'tfrq site add' writes it.
"""


def new_lake(folder: Path, name: str, *, synthetic: bool = False, dry_run: bool = False) -> str:
    """Start a lake: a folder that holds a lake.toml with the policy that hides most; its text
    comes back. Raises UsageError where the folder holds anything, or cannot be written."""
    if not one_line(name):
        raise UsageError("a lake needs a name", hint="--name says what it is called")
    try:
        if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
            raise UsageError(
                f"{folder} is there already", hint="name a folder that holds nothing yet"
            )
        text = _new_text(one_line(name), synthetic)
        if not dry_run:
            folder.mkdir(parents=True, exist_ok=True)
            durable.write(folder / FILE_NAME, text.encode(), new=True)
    except FileExistsError:
        raise UsageError(f"{folder} holds a lake now", hint="another process made it") from None
    except OSError as problem:
        raise UsageError(f"cannot write {folder}: {problem.strerror}") from problem
    return text


def _new_text(name: str, synthetic: bool) -> str:
    policy = Policy()
    return _NEW.format(
        name=_quoted(name),
        synthetic="synthetic = true\n" if synthetic else "",
        policy=policy,
        most=policy.min_cell - 1,
        space=" " * 8,
        gap=" " * 2,
    )


def with_site(path: Path, text: str, site: str, country: str, region: str) -> str:
    """The text of a lake.toml with one site more: the last of its country, which is the last of
    its region if it is new, which is the last of the tree if that is new.

    Raises DataError where the text is of a form that cannot be changed safely.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    before = parse_settings(text, path)
    try:
        document = tomlkit.parse(text)
        _add(document, site, country, region)
        changed = tomlkit.dumps(document)
        after = parse_settings(changed, path)
    except (TOMLKitError, DataError, ValueError, TypeError, KeyError, AttributeError):
        after, changed = before, ""
    if not changed or after != _expected(before, site, country, region):
        raise DataError(
            f"{path} is written so that {site} cannot be added to it safely",
            hint="add the site by hand: lake-layout.md shows the form",
        )
    return changed


def _add(document: Any, site: str, country: str, region: str) -> None:
    regions = document.get("regions")
    if regions is None:
        document["regions"] = _parsed(_region_text(site, country, region))["regions"]
        return
    for one in regions:
        if one_line(one["name"]) == region:
            _add_to_region(one["countries"], site, country)
            return
    _append(regions, _region_text(site, country, region), "regions")


def _add_to_region(countries: Any, site: str, country: str) -> None:
    for one in countries:
        if one["name"] == country:
            one["sites"].append(site)
            return
    listed = f"[[countries]]\nname = {_quoted(country)}\nsites = [{_quoted(site)}]\n"
    _append(countries, listed, "countries")


def _append(entries: Any, text: str, key: str) -> None:
    """Add the one entry that a text holds, in the form that the others have: a section of its own
    with an empty line before it, or an inline table."""
    from tomlkit.items import AoT

    if isinstance(entries, AoT):
        entry = _parsed(text)[key][0]
        entry.trivia.indent = "\n"
        entries.append(entry)
    else:
        entries.append(_parsed(f"entry = {_inline(tomllib.loads(text)[key][0])}")["entry"])


def _region_text(site: str, country: str, region: str) -> str:
    inner = _inline({"name": country, "sites": [site]})
    return f"[[regions]]\nname = {_quoted(region)}\ncountries = [\n  {inner},\n]\n"


def _inline(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_inline(inner)}" for key, inner in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_inline, value)) + "]"
    return _quoted(value)


def _parsed(text: str) -> Any:
    import tomlkit

    return tomlkit.parse(text)


def _quoted(text: str) -> str:
    # Nothing that TOML needs another escape for is left in one printable line.
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _expected(before: Settings, site: str, country: str, region: str) -> Settings:
    tree = _with_leaf(before.tree, (region, country, site))
    return replace(before, tree=tree)


def _with_leaf(node: Node, path: tuple[str, ...]) -> Node:
    if not path:
        return node
    names = [child.name for child in node.children]
    if path[0] not in names:
        return Node(node.name, (*node.children, _with_leaf(Node(path[0]), path[1:])))
    children = (
        _with_leaf(child, path[1:]) if child.name == path[0] else child for child in node.children
    )
    return Node(node.name, tuple(children))
