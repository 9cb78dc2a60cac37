"""The tables of docs/mapping.md that are made from code: the rules, and what is derived.

To write them into the page again: `python -m tfrq.ingest.mapping_page docs/mapping.md`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tfrq.errors import UsageError
from tfrq.ingest.rules import RULES, Rule
from tfrq.ingest.validation.derivations import DERIVATIONS


def rule_table() -> str:
    """Every rule: severity, threshold, whether the mapping may change the severity, meaning."""
    head = ["| rule | severity | at most | meaning |", "|---|---|---|---|"]
    return "\n".join([*head, *map(_rule, RULES.values())])


def derivation_table() -> str:
    """What is derived, by the name that the report has for it."""
    rows = [f"| {name} | {meaning} |" for name, meaning in DERIVATIONS.items()]
    return "\n".join(["| in the report | what is derived |", "|---|---|", *rows])


def _rule(rule: Rule) -> str:
    severity = rule.severity + (" (fixed)" if rule.fixed else "")
    most = "" if rule.threshold is None else f"{rule.threshold:f} %"
    return f"| `{rule.name}` | {severity} | {most} | {rule.meaning} |"


_TABLES = {"rules": rule_table, "derivations": derivation_table}


def renewed(page: str) -> str:
    """The page with its tables made anew, each between its two markers."""
    for name, table in _TABLES.items():
        begin, end = f"<!-- {name}: made from code, do not edit -->", f"<!-- end of {name} -->"
        before, found, rest = page.partition(begin)
        _, ended, after = rest.partition(end)
        if not (found and ended):
            raise UsageError(f"the page has not both `{begin}` and `{end}`")
        page = f"{before}{begin}\n\n{table()}\n\n{end}{after}"
    return page


if __name__ == "__main__":
    path = Path(*sys.argv[1:] or ["docs/mapping.md"])
    path.write_text(renewed(path.read_text(encoding="utf-8")), encoding="utf-8")
