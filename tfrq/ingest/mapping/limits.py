"""[thresholds] and [severities] of a mapping: how grave a site takes a rule."""

from __future__ import annotations

from decimal import Decimal

from tfrq.ingest.mapping.entry import Entry
from tfrq.ingest.rules import CHANGE, REJECT, RULES, WARNING


def thresholds(top: Entry) -> dict[str, Decimal]:
    """Rule → share of a table's records in per cent above which the site is not published."""
    entry = top.section("thresholds")
    _known_rules(entry)
    for rule, share in entry.content.items():
        if not _is_share(share):
            raise entry.refuse(f"'{rule}' is not a number from 0 to 100", "it is in per cent: 5.0")
    return {rule: Decimal(share) for rule, share in entry.content.items()}


def _is_share(share: object) -> bool:
    if isinstance(share, bool) or not isinstance(share, int | Decimal):
        return False
    return Decimal(share).is_finite() and 0 <= share <= 100


def severities(top: Entry) -> dict[str, str]:
    """Rule → "reject" or "warning"; a rule that the lake's schema needs stays "reject"."""
    entry = top.section("severities")
    _known_rules(entry)
    for rule, severity in entry.content.items():
        if RULES[rule].severity == CHANGE:
            raise entry.refuse(
                f"'{rule}' is of the site as a whole, and no record breaks it",
                "leave it out; [thresholds] says how many are too many",
            )
        if severity not in (REJECT, WARNING):
            raise entry.refuse(f'\'{rule}\' is neither "{REJECT}" nor "{WARNING}"')
        if RULES[rule].fixed and severity != REJECT:
            raise entry.refuse(
                f"'{rule}' stays \"{REJECT}\": the lake could not hold such a record",
                "leave it out; [thresholds] says how many of them are too many",
            )
    return dict(entry.content)


def _known_rules(entry: Entry) -> None:
    for rule in entry.content:
        if rule not in RULES:
            raise entry.unknown("there is no rule", rule, RULES)
