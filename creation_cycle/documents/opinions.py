"""各级意见: who decided what when, word for word from the ledger (domain.md §5.3)."""

from collections.abc import Collection

from django.utils import timezone

from core.models import LedgerEntry
from core.text import chinese_date
from creation_cycle.models import Candidacy

DESKS = {
    "submit": "集体申报",
    "recommend": "下一级团组织推荐",
    "return_for_changes": "退回修改",
    "file": "组委会备案",
    "decline": "不予备案",
    "apply": "申请达标考核",
    "meet": "达标考核结果",
    "fall_short": "达标考核结果",
    "nominate": "组委会审核",
    "publicise": "公示",
    "certify": "组委会认定",
    "reject": "不予认定",
}
"""The moves that stand in the opinion columns, by the name of the desk they were made at."""
OF_FILING = frozenset({"submit", "recommend", "return_for_changes", "file", "decline"})
"""Those that a form of the filing shows, whenever it is printed."""


def opinions_of(candidacy: Candidacy, moves: Collection[str] = DESKS) -> list[dict[str, str]]:
    """One row for each decision so far, oldest first; the wording is the one that was entered then."""
    entries = LedgerEntry.objects.of(candidacy).filter(move__in=moves)
    return [_row(entry) for entry in entries]


def _row(entry: LedgerEntry) -> dict[str, str]:
    return {
        "环节": DESKS[entry.move],
        "意见": f"{entry.label}。{entry.note}" if entry.note else entry.label,
        "办理人": entry.actor_name,
        "日期": chinese_date(timezone.localdate(entry.at)),
    }
