"""When two definitions are one: the text and the hash that tell."""

from __future__ import annotations

from tfrq import model
from tfrq.language.canonical import canonical
from tfrq.model import Definition


def fingerprint(definition: Definition) -> str:
    """The canonical text with that of every definition that it names: one meaning, one text."""
    named = {
        node.name: node.definition
        for step in definition.steps
        for node in model.nodes(step)
        if isinstance(node, model.InDefinition)
    }
    inner = [f"{name}: {fingerprint(one)}" for name, one in sorted(named.items())]
    return "\n".join((canonical(definition), *inner))


def definition_hash(definition: Definition) -> str:
    """First 12 hex digits of the SHA-256 of the fingerprint: one meaning, one hash."""
    # Costs milliseconds, and completion and `cohort list` of names do without.
    import hashlib

    return hashlib.sha256(fingerprint(definition).encode()).hexdigest()[:12]
