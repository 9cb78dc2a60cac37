"""When two definitions are one: the text and the hash that tell."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from tfrq import model
from tfrq.language.canonical import canonical
from tfrq.model import Definition, Node


def fingerprint(definition: Definition) -> str:
    """The canonical text with that of every definition that it names: one meaning, one text,
    in whatever order the words of a list were written."""
    named = {
        node.name: node.definition
        for step in definition.steps
        for node in model.nodes(step)
        if isinstance(node, model.InDefinition)
    }
    inner = [f"{name}: {fingerprint(one)}" for name, one in sorted(named.items())]
    steps = tuple(_in_order(step) for step in definition.steps)
    return "\n".join((canonical(replace(definition, steps=steps)), *inner))


def _in_order(node: Node) -> Node:
    """The node with the words of its lists in order, each once: `imatinib or nilotinib` is
    `nilotinib or imatinib`. Criteria keep theirs, in which an attrition is told."""
    parts = {part.name: getattr(node, part.name) for part in fields(node)}
    return replace(node, **{name: _part_in_order(value) for name, value in parts.items()})


def _part_in_order(part: Any) -> Any:
    if isinstance(part, Node):
        return _in_order(part)
    if not isinstance(part, tuple):
        return part
    if all(isinstance(word, str) for word in part):
        return tuple(sorted(set(part)))
    return tuple(_part_in_order(item) for item in part)


def definition_hash(definition: Definition) -> str:
    """First 12 hex digits of the SHA-256 of the fingerprint: one meaning, one hash."""
    # Costs milliseconds, and completion and `cohort list` of names do without.
    import hashlib

    return hashlib.sha256(fingerprint(definition).encode()).hexdigest()[:12]
