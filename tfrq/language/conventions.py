"""The conventions of docs/semantics.md that take part in a definition: nothing is left unsaid."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tfrq import model
from tfrq.language.convention_rules import RULES, Convention
from tfrq.language.endpoint_words import endpoint_words
from tfrq.language.word_parts import index_words
from tfrq.language.words import words_of
from tfrq.model import Definition, TimeToEvent


@dataclass(frozen=True)
class Explanation:
    """A definition in plain words: its index, a line per step, every convention in force, and
    what its endpoint means, a sentence each (none where it has no endpoint)."""

    index: str
    steps: tuple[str, ...]
    conventions: tuple[str, ...]
    endpoint: tuple[str, ...] = ()


def explain(definition: Definition, outcome: TimeToEvent | None = None) -> Explanation:
    """Everything that a definition means, and an endpoint after its index."""
    steps = tuple(words_of(step) for step in definition.steps)
    if outcome is None:
        asked, endpoint = definition, tuple[str, ...]()
    else:
        # What holds for the criteria of the same words holds for the parts of an endpoint.
        asked = replace(definition, steps=(*definition.steps, *outcome.every))
        endpoint = endpoint_words(outcome, definition.index)
    full = tuple(convention.full for convention in conventions(asked))
    return Explanation(index_words(definition.index), steps, full, endpoint)


_ANSWERS = Convention(
    "",
    "A patient for whom the record cannot show the answer is not assessable, and is never counted "
    "as not met; combinations follow Kleene's three-valued logic.",
)


def conventions(definition: Definition) -> tuple[Convention, ...]:
    """Those that take part, in the order of docs/semantics.md, each once."""
    return (*dict.fromkeys(_found(definition)), _ANSWERS)


def _found(definition: Definition) -> list[Convention]:
    """Those of the definition's own criteria, then of the definitions that it names: they keep
    their own options."""
    nodes = tuple(one for step in definition.steps for one in model.nodes(step))
    own = tuple(node for node in nodes if isinstance(node, model.CRITERIA))
    found = [convention for rule in RULES for convention in rule(definition, own)]
    for node in nodes:
        if isinstance(node, model.InDefinition):
            found += _found(node.definition)
    return found
