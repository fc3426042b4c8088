"""What a unit put on record during its candidacy's cycle, as rows for forms."""

from core.text import chinese_date
from creation_cycle.models import Candidacy


def activities_in(candidacy: Candidacy) -> list[dict[str, str]]:
    """The log of the cycle's days, oldest first."""
    kept = candidacy.unit.activities.kept().filter(day__range=_days(candidacy))
    return [
        {
            "日期": chinese_date(activity.day),
            "类型": activity.activity_type.name,
            "主题": activity.theme,
            "参加人数": f"{activity.people} 人",
        }
        for activity in kept.select_related("activity_type").order_by("day", "pk")
    ]


def innovations_in(candidacy: Candidacy) -> list[dict[str, str]]:
    """五小创新 handed in during the cycle, oldest first."""
    kept = candidacy.unit.innovations.filter(removed_at__isnull=True, submitted_on__range=_days(candidacy))
    return [
        {
            "提交日期": chinese_date(work.submitted_on),
            "类别": work.category.name,
            "名称": work.name,
            "进展": work.progress,
        }
        for work in kept.select_related("category").order_by("submitted_on", "pk")
    ]


def _days(candidacy: Candidacy) -> tuple:
    return candidacy.cycle.filing_opens_on, candidacy.cycle.closes_on
