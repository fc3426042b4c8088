"""How many titles are in force, cut in several ways; units without the attribute are counted as such."""

from dataclasses import dataclass

from django.db.models import Count

from creation_cycle.enums import STAR_LABELS
from creation_cycle.models import Recheck, Title
from creation_cycle.recheck_enums import RecheckState
from units.enums import Level


@dataclass(frozen=True)
class Bar:
    """One line of a chart; `per_cent` of all titles in force, cut to one decimal."""

    label: str
    count: int
    per_cent: str


@dataclass(frozen=True)
class Chart:
    title: str
    bars: list[Bar]

    @property
    def longest(self) -> int:
        return max((bar.count for bar in self.bars), default=0)


def by_level() -> Chart:
    counts = _counts("level")
    return _chart("按级别", [(level.label, counts.get(level, 0)) for level in Level if counts.get(level)])


def by_star() -> Chart:
    counts = _counts("star")
    return _chart("按星级", [(label, counts.get(star, 0)) for star, label in STAR_LABELS.items()])


def by_industry() -> Chart:
    """Most titles first; units whose industry nobody entered stand last."""
    counts = _counts("unit__industry__name")
    unknown = counts.pop(None, 0)
    named = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return _chart("按行业系统", [*named, *([("未填写", unknown)] if unknown else [])])


def by_recheck() -> list[Chart]:
    """The answers of the newest year of rechecks; none before the first."""
    year = Recheck.objects.order_by("-year").values_list("year", flat=True).first()
    if year is None:
        return []
    rows = Recheck.objects.filter(year=year).exclude(state=RecheckState.LAPSED).order_by()
    counts = dict(rows.values_list("state").annotate(count=Count("pk")))
    settled = [(state.label, counts.pop(state, 0)) for state in RecheckState.settled()]
    return [_chart(f"{year}年度复核", [*settled, ("办理中", sum(counts.values()))])]


def _counts(column: str) -> dict:
    titles = Title.objects.in_force().order_by()
    return dict(titles.values_list(column).annotate(count=Count("pk")))


def _chart(title: str, pairs: list[tuple[str, int]]) -> Chart:
    total = sum(count for _, count in pairs)
    return Chart(title, [Bar(label, count, _per_cent(count, total)) for label, count in pairs])


def _per_cent(count: int, total: int) -> str:
    tenths = count * 1000 // total if total else 0
    return f"{tenths // 10}.{tenths % 10}%"
