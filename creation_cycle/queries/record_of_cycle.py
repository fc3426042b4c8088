"""What a unit put on record during its candidacy's cycle, as rows for forms."""

from datetime import date

from django.utils import timezone

from core import clock
from core.text import chinese_date
from creation_cycle.auto_sources import year_until
from creation_cycle.models import Candidacy
from workspace.models import Innovation


def activities_in(candidacy: Candidacy) -> list[dict[str, str]]:
    """The log of the cycle's days and of what counted for it, oldest first."""
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
    """五小创新 of the same days, oldest first."""
    kept = candidacy.unit.innovations.filter(removed_at__isnull=True, submitted_on__range=_days(candidacy))
    return [
        {
            "提交日期": chinese_date(work.submitted_on),
            "类别": work.category.name,
            "名称": work.name,
            "进展": work.progress,
            "效益": _benefit(work),
        }
        for work in kept.select_related("category").order_by("submitted_on", "pk")
    ]


def _benefit(work: Innovation) -> str:
    amount = f"{work.benefit_amount:,.2f} 元" if work.benefit_amount is not None else ""
    return "；".join(part for part in (amount, work.benefit) if part)


def _days(candidacy: Candidacy) -> tuple[date, date]:
    """The cycle's, from the first day on that its conditions count: works by the year, the rest by twelve months."""
    cycle, judged = candidacy.cycle, candidacy.judged_self_assessment
    measured = timezone.localdate(judged.completed_at) if judged else min(clock.today(), cycle.closes_on)
    first, _ = year_until(measured)
    return min(first, cycle.filing_opens_on.replace(month=1, day=1)), cycle.closes_on
