"""Which activities count for a target of a plan: by its rule, and by hand where the office says otherwise.

By hand is said in the common fact `plan_targets`: "phuong-2026/P3" counts though the rule does not see it,
"-phuong-2026/P3" does not count though the rule sees it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Rule:
    """The activities of a target: of `kinds` (any when empty) and `campaigns`, that name the old target `marked`.

    `named` is how an activity names it by hand, "PLAN/TARGET"; a rule without kinds and mark takes those alone.
    """

    named: str
    kinds: tuple[str, ...] = ()
    campaigns: tuple[str, ...] = ()
    marked: str = ""


def belongs(rule: Rule, kind: str, campaign: str, targets: Collection[str], by_hand: Collection[str]) -> bool:
    """Tell whether an activity counts, by its kind, campaign, old targets and what was said by hand."""
    if f"-{rule.named}" in by_hand:
        return False
    if rule.named in by_hand:
        return True
    if not (rule.kinds or rule.marked):
        return False
    return (
        (not rule.kinds or kind in rule.kinds)
        and (not rule.campaigns or campaign in rule.campaigns)
        and (not rule.marked or rule.marked in targets)
    )


def condition(rule: Rule) -> tuple[str, list[Any]]:
    """Return the same as a condition on `activities`, and its parameters."""
    parts: list[str] = []
    values: list[Any] = []
    for column, codes in (("kind", rule.kinds), ("campaign", rule.campaigns)):
        if codes:
            parts.append(f"{column} IN ({','.join('?' * len(codes))})")
            values += codes
    if rule.marked:
        parts.append("instr(coalesce(targets, ''), ?) > 0")
        values.append(f'"{rule.marked}"')
    seen = f"({' AND '.join(parts)})" if rule.kinds or rule.marked else "0"
    if seen == "0":
        values = []
    said = "instr(coalesce(plan_targets, ''), ?)"
    # A campaign may be NULL: then neither IN nor its negation holds, and the activity is not seen by the rule.
    sql = f"((coalesce({seen}, 0) OR {said} > 0) AND {said} = 0)"
    return sql, [*values, f'"{rule.named}"', f'"-{rule.named}"']
