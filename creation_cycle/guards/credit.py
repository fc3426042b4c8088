"""Query before award: the credit of whoever is proposed and certified (domain.md §8; DESIGN §4)."""

from core import clock
from core.lifecycle import Finding, guard
from credit.queries.clearance import clearances_of_unit


@guard(clause="青海省青年信用体系建设行动计划（评先评优先查询信用）；个人信息保护法第二十四条")
def credit_is_clear(candidacy) -> list[Finding]:
    """Fresh answers without a fault about the employer, and captain, where the cycle asks for them.

    An adverse answer waits for a person's judgement; it refuses nobody by itself.
    """
    asked = clearances_of_unit(candidacy.unit, candidacy.cycle.credit_query, clock.today())
    return [clearance.finding() for clearance in asked]
