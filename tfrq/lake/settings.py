"""`lake.toml`: what a lake is called, what may leave it, and the tree of its sites."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tfrq.errors import DataError, PolicyError, UsageError, nearest
from tfrq.printable import one_line
from tfrq.results import Node, Policy

FILE_NAME = "lake.toml"
COUNTRY_CODE = re.compile(r"[A-Z]{2}")
SITE_CODE = re.compile(r"[A-Z][A-Z0-9_]*")
_WHICH_LAKE = "give the folder of a lake with --lake, or use '--lake sample'"
_ANSWERS = ("allow", "refuse")


@dataclass(frozen=True)
class Settings:
    """What lake.toml says. `tree`: root (named as the lake) → regions → countries → sites."""

    name: str
    synthetic: bool
    policy: Policy
    tree: Node

    def countries(self) -> dict[str, str]:
        """Site → country, for every site of the tree, in its order."""
        return {
            site.name: country.name
            for region in self.tree.children
            for country in region.children
            for site in country.children
        }


def read_settings(root: Path) -> Settings:
    """Read `lake.toml` of the lake at `root`; a DataError names what is wrong in it. UsageError
    where there is none: another folder was meant."""
    path = root / FILE_NAME
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        there = f"{root} is no lake: it has no {FILE_NAME}"
        missing = f"there is no lake at {root}"
        raise UsageError(there if root.exists() else missing, hint=_WHICH_LAKE) from None
    except (OSError, UnicodeDecodeError) as problem:
        raise DataError(f"{path} cannot be read: {problem}") from None
    return parse_settings(text, path)


def parse_settings(text: str, path: Path) -> Settings:
    """What the text of a lake.toml says; a DataError names what is wrong in it, and its path."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise DataError(f"{path} cannot be read: {problem}") from None
    except RecursionError:
        raise DataError(f"{path} cannot be read: too deeply nested") from None
    try:
        return _settings(content)
    except DataError as problem:
        raise DataError(f"{path}: {problem.message}", hint=problem.hint) from None


def tightened(policy: Policy, min_cell: int | None) -> Policy:
    """The lake's policy with a user's own `min_cell` (None: as it is), never a lower one."""
    if min_cell is None:
        return policy
    if min_cell < policy.min_cell:
        raise PolicyError(
            f"the smallest cell of this lake is {policy.min_cell}; it cannot be lowered"
            f" to {min_cell}",
            hint=f"leave --min-cell out, or give {policy.min_cell} or more",
        )
    return replace(policy, min_cell=min_cell)


def _settings(content: Mapping[str, Any]) -> Settings:
    _only(content, ("lake", "policy", "regions"), "the file")
    lake = _table(content, "lake")
    _only(lake, ("name", "synthetic"), "[lake]")
    name = _text(lake, "name", "[lake]")
    synthetic = lake.get("synthetic", False)
    if not isinstance(synthetic, bool):
        raise DataError("[lake] synthetic is not true or false")
    regions = tuple(_region(region) for region in _list(content, "regions", dict, "the file"))
    _no_twins((region.name for region in regions), "region")
    countries = [country for region in regions for country in region.children]
    _no_twins((country.name for country in countries), "country")
    _no_twins((site.name for country in countries for site in country.children), "site")
    return Settings(name, synthetic, _policy(_table(content, "policy")), Node(name, regions))


def _policy(table: Mapping[str, Any]) -> Policy:
    # A misspelt key would leave a default in force that the lake's owner meant to change.
    _only(table, ("min_cell", "members", "exact"), "[policy]")
    policy = Policy(**table)
    if type(policy.min_cell) is not int or policy.min_cell < 1:
        raise DataError("[policy] min_cell is not a whole number of at least 1")
    for key in ("members", "exact"):
        if table.get(key, "refuse") not in _ANSWERS:
            raise DataError(f'[policy] {key} is neither "allow" nor "refuse"')
    return policy


def _region(table: Mapping[str, Any]) -> Node:
    _only(table, ("name", "countries"), "[[regions]]")
    name = _text(table, "name", "[[regions]]")
    countries = _list(table, "countries", dict, f"region {name}")
    if not countries:
        raise DataError(f"region {name} has no countries")
    return Node(name, tuple(_country(country) for country in countries))


def _country(table: Mapping[str, Any]) -> Node:
    _only(table, ("name", "sites"), "[[regions.countries]]")
    name = _text(table, "name", "[[regions.countries]]")
    if not COUNTRY_CODE.fullmatch(name):
        raise DataError(f"{name!r} is no ISO 3166-1 alpha-2 code of a country, such as SE")
    sites = _list(table, "sites", str, f"country {name}")
    if not sites:
        raise DataError(f"country {name} has no sites")
    for site in sites:
        if not SITE_CODE.fullmatch(site):
            raise DataError(
                f"{site!r} is no site code",
                hint="it is made of capitals, digits and _, a letter first: SE01",
            )
    return Node(name, tuple(Node(site) for site in sites))


def _only(table: Mapping[str, Any], known: tuple[str, ...], where: str) -> None:
    for key in table:
        if key not in known:
            near = nearest(key, known)
            hint = f"did you mean '{near}'?" if near else f"known here: {', '.join(known)}"
            raise DataError(f"{where} has an unknown key '{key}'", hint=hint)


def _table(content: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    table = content.get(key, {})
    if not isinstance(table, dict):
        raise DataError(f"{key} is not a table: write [{key}]")
    return table


def _text(table: Mapping[str, Any], key: str, where: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        raise DataError(f"{where} has no {key}")
    return one_line(value)


def _list(table: Mapping[str, Any], key: str, kind: type, where: str) -> list[Any]:
    values = table.get(key, [])
    if not isinstance(values, list) or not all(isinstance(value, kind) for value in values):
        raise DataError(f"{key} of {where} is not a list of {_KINDS[kind]}")
    return values


_KINDS: dict[type, str] = {dict: "tables", str: "texts"}


def _no_twins(names: Iterable[str], kind: str) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise DataError(f"{kind} {name} is there twice")
        seen.add(name)
