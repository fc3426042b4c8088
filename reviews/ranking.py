"""Ranking by points, and what decides between equal ones: pure functions, each decided tie with its reason.

domain.md §2.4: higher star, then fewer deductions, then the committee's vote; never by chance. The rules are
data: an ordered list of `TieRule`. A rule speaks only where it knows something of every unit of the tie (votes
are counted for all of them or for none). The vote comes last where the list leaves it out, because it is what
settles a tie that nothing else does.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import groupby

from reviews.enums import TieRule


@dataclass(frozen=True)
class Standing:
    """What a unit is ranked by; `votes` are those for it less those against it, None before the committee voted."""

    key: int
    name: str
    score: Decimal
    star: int = 0
    deducted: Decimal = Decimal(0)
    votes: int | None = None
    filed_at: datetime | None = None


@dataclass(frozen=True)
class Placed:
    """A unit's place; units that nothing tells apart share one. `decided_by` put it before the next in its tie."""

    standing: Standing
    place: int
    is_tied: bool
    decided_by: TieRule | None
    explanation: str


Value = Callable[[Standing], object]
BEST_FIRST: dict[TieRule, Value] = {
    TieRule.STAR: lambda unit: -unit.star,
    TieRule.DEDUCTED: lambda unit: unit.deducted,
    TieRule.VOTE: lambda unit: None if unit.votes is None else -unit.votes,
    TieRule.FILED: lambda unit: unit.filed_at,
    TieRule.NAME: lambda unit: unit.name,
}
"""What each rule looks at; the smallest value stands first, None where it is not known."""
WORDS: dict[TieRule, Callable[[Standing], str]] = {
    TieRule.STAR: lambda unit: f"{unit.star} 星",
    TieRule.DEDUCTED: lambda unit: f"{unit.deducted} 分",
    TieRule.VOTE: lambda unit: f"{unit.votes:+d} 票",
    TieRule.FILED: lambda unit: f"{unit.filed_at:%Y-%m-%d}",
    TieRule.NAME: lambda unit: unit.name,
}


def rank(units: Iterable[Standing], rules: Sequence[TieRule]) -> list[Placed]:
    """From the most points down. The same units and rules always make the same list."""
    rules = [TieRule(rule) for rule in rules]
    rules = rules if TieRule.VOTE in rules else [*rules, TieRule.VOTE]
    placed: list[Placed] = []
    for _, same in groupby(sorted(units, key=lambda unit: -unit.score), key=lambda unit: unit.score):
        ordered = _ordered(list(same), rules)
        placed += _placed(ordered, len(placed))
    return placed


Ordered = list[tuple[Standing, TieRule | None]]
"""Units with equal points, each with the rule that put it before the next one; None where none did."""


def _ordered(tied: list[Standing], rules: Sequence[TieRule]) -> Ordered:
    if len(tied) == 1 or not rules:
        return [(unit, None) for unit in sorted(tied, key=lambda unit: (unit.name, unit.key))]
    rule, *others = rules
    value = BEST_FIRST[rule]
    if any(value(unit) is None for unit in tied):
        return _ordered(tied, others)
    found: Ordered = []
    for _, same in groupby(sorted(tied, key=value), key=value):
        if found:
            found[-1] = (found[-1][0], rule)
        found += _ordered(list(same), others)
    return found


def _placed(ordered: Ordered, before: int) -> list[Placed]:
    placed: list[Placed] = []
    for number, (unit, rule) in enumerate(ordered):
        parted = number == 0 or ordered[number - 1][1] is not None
        is_last = number + 1 == len(ordered)
        follower = None if is_last else ordered[number + 1][0]
        is_tied = not parted or (rule is None and not is_last)
        place = before + number + 1 if parted else placed[-1].place
        placed.append(Placed(unit, place, is_tied, rule, _explained(unit, follower, rule, is_tied)))
    return placed


def _explained(unit: Standing, follower: Standing | None, rule: TieRule | None, is_tied: bool) -> str:
    tied = "并列" if is_tied else ""
    if rule is None or follower is None:
        return tied
    words = WORDS[rule]
    decided = f"同分，按“{rule.label}”排在“{follower.name}”前（{words(unit)}，后者 {words(follower)}）"
    return f"{tied}；{decided}" if tied else decided
