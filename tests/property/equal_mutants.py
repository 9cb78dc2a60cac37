"""Mutants that no comparison can notice, each with the reason why it answers like the original."""

EQUAL: dict[str, str] = {}
