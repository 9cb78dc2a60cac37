"""Model → the one text that spells it: parse(canonical(d)) == d."""

from __future__ import annotations

from tfrq import model
from tfrq.language.phrases import assay, level_name, qualifiers, response_text, text_of
from tfrq.model import Definition, Index


def canonical(definition: Definition) -> str:
    """The whole definition: index, option, then the steps, joined by commas."""
    index = canonical_index(definition)
    leading = (f"index = {index}",) if index else ()
    return ", ".join((*leading, *canonical_options(definition), *canonical_steps(definition)))


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


def canonical_steps(definition: Definition) -> tuple[str, ...]:
    """The text of each step."""
    return tuple(text_of(step) for step in definition.steps)


def written_steps(definition: Definition, text: str) -> tuple[str, ...]:
    """Each step as it was written in `text`, the text that the definition was parsed from: the
    words of its author, which leave to the index what they do not say."""
    spans = [step.span for step in definition.steps]
    return tuple(" ".join(text[span.start : span.end].split()) if span else "" for span in spans)


def canonical_index(definition: Definition) -> str:
    """The phrase of the index; "" where there is none."""
    return index_text(definition.index) if definition.index else ""


def canonical_options(definition: Definition) -> tuple[str, ...]:
    """The options, such as "assume undetectable = MR4.5"."""
    level = definition.assume_undetectable
    return (f"assume undetectable = {level_name(level)}",) if level else ()


def index_text(index: Index) -> str:
    """`first TFR attempt`, `first MR4.5`."""
    if index.response is None:
        return index.kind
    return f"first {response_text(index.response)}{qualifiers(*assay(index.response))}"
