"""系统数据: what the portal counts itself for items of a standard, so that nobody fills it in (domain.md §4).

A source is one entry in `AUTO_SOURCES`: ORM aggregates over units, as in the rule book, and the exact value they
make. Thresholds (`full_at`) are data of the item.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from django.db.models import Count, Expression, Q, QuerySet

from core.text import chinese_date
from creation_cycle.rule_figures import current_members, not_blank
from creation_cycle.rule_terms import years_before
from units.models.member import is_registered_volunteer
from workspace.models.activity import youth_home_session

Aggregates = Callable[[date, date], Mapping[str, Expression]]


@dataclass(frozen=True)
class AutoSource:
    """Something countable. `is_state`: it holds on the last day instead of having happened in the period."""

    code: str
    label: str
    unit: str
    aggregates: Aggregates
    is_state: bool = False

    def measure(self, units: QuerySet, start: date, end: date) -> dict[int, Fraction]:
        """The value of each unit, by primary key, in one statement."""
        rows = units.order_by().values("pk").annotate(**self.aggregates(start, end))
        return {row["pk"]: _value(row) for row in rows}

    def period(self, start: date, end: date) -> str:
        """The days that were looked at, in words that stand before the label."""
        if self.is_state:
            return f"截至{chinese_date(end)}"
        if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year == end.year:
            return f"{start.year}年"
        return f"{chinese_date(start)}至{chinese_date(end)}"


def year_until(day: date) -> tuple[date, date]:
    """The twelve months that end on `day`: how far back the yearly sources look (S4 counts by the year)."""
    return years_before(day, 1) + timedelta(days=1), day


def auto_source_choices() -> list[tuple[str, str]]:
    return [(source.code, source.label) for source in AUTO_SOURCES.values()]


def _value(row: Mapping) -> Fraction:
    """A count as it is; part of a whole in per cent, exact."""
    if "count" in row:
        return Fraction(row["count"] or 0)
    return Fraction(row["part"] * 100, row["whole"]) if row["whole"] else Fraction(0)


def _activities(start: date, end: date, *conditions: Q) -> Count:
    kept = Q(*conditions, activities__removed_at__isnull=True, activities__day__range=(start, end))
    return Count("activities", filter=kept, distinct=True)


def _members(**conditions) -> Count:
    """Each member once, whatever else a source joins."""
    return Count("members", filter=current_members(**conditions), distinct=True)


def _volunteers() -> Count:
    registered = current_members() & is_registered_volunteer("members__")
    return Count("members", filter=registered, distinct=True)


_ALL = [
    AutoSource(
        "innovations_per_year",
        "“五小”创新作品",
        "项",
        lambda start, end: {
            "count": Count(
                "innovations",
                filter=Q(innovations__removed_at__isnull=True, innovations__submitted_on__range=(start, end)),
                distinct=True,
            )
        },
    ),
    AutoSource(
        "youth_home_sessions",
        "结对青少年之家志愿服务",
        "场",
        lambda start, end: {"count": _activities(start, end, youth_home_session("activities__"))},
    ),
    AutoSource("activities", "创建日志", "条", lambda start, end: {"count": _activities(start, end)}),
    AutoSource(
        "care_visits",
        "关爱帮扶",
        "次",
        lambda start, end: {
            "count": Count(
                "care_targets__visits",
                filter=Q(
                    care_targets__visits__removed_at__isnull=True,
                    care_targets__visits__day__range=(start, end),
                ),
                distinct=True,
            )
        },
    ),
    AutoSource(
        "volunteers_ratio",
        "注册志愿者比例",
        "%",
        lambda start, end: {"part": _volunteers(), "whole": _members()},
        is_state=True,
    ),
    AutoSource(
        "growth_cards_ratio",
        "持有成长计划卡的成员比例",
        "%",
        lambda start, end: {
            "part": _members(growth_cards__starts_on__lte=end, growth_cards__ends_on__gte=end),
            "whole": _members(),
        },
        is_state=True,
    ),
    AutoSource(
        "league_branch",
        "已建立的团组织",
        "个",
        lambda start, end: {"count": not_blank("league_branch")},
        is_state=True,
    ),
]

AUTO_SOURCES: dict[str, AutoSource] = {source.code: source for source in _ALL}
