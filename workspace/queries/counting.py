"""The counts that duties are measured by: each one aggregate over what was recorded once, for many subjects."""

from collections.abc import Collection

from django.db.models import Q
from django.urls import reverse

from workspace.counters import Counter, Tally, register, tally
from workspace.enums import CareKind, DutySubject
from workspace.models import (
    Activity,
    CareVisit,
    GrowthCard,
    Innovation,
    InnovationFollowUp,
    UnitLink,
    WallPosting,
)
from workspace.periods import Span

UNIT = frozenset({DutySubject.UNIT})
MEMBER = frozenset({DutySubject.MEMBER})
COMMITTEE = frozenset({DutySubject.COMMITTEE, DutySubject.GRASSROOTS, DutySubject.SUPERVISOR})

NEEDED = (CareKind.FAMILY, CareKind.STUDENT)

Keys = Collection[int]
Codes = Collection[str]
Spans = Collection[Span]


def activities(units: Keys, codes: Codes, spans: Spans) -> Tally:
    rows = Activity.objects.kept().filter(unit__in=units, duties__code__in=codes)
    return tally(rows, subject="unit", code="duties__code", day="day", spans=spans)


def committee_activities(committees: Keys, codes: Codes, spans: Spans) -> Tally:
    rows = Activity.objects.kept().filter(committee__in=committees, duties__code__in=codes)
    return tally(rows, subject="committee", code="duties__code", day="day", spans=spans)


def youth_home_sessions(units: Keys, codes: Codes, spans: Spans) -> Tally:
    rows = Activity.objects.kept().youth_home_sessions().filter(unit__in=units)
    return tally(rows, subject="unit", day="day", spans=spans)


def innovations(units: Keys, codes: Codes, spans: Spans) -> Tally:
    rows = Innovation.objects.kept().filter(unit__in=units)
    return tally(rows, subject="unit", day="submitted_on", spans=spans)


def innovation_follow_ups(units: Keys, codes: Codes, spans: Spans) -> Tally:
    """回头看 of works that still stand in the register."""
    rows = InnovationFollowUp.objects.kept().filter(
        innovation__unit__in=units, innovation__removed_at__isnull=True
    )
    return tally(rows, subject="innovation__unit", day="day", spans=spans)


def growth_cards(units: Keys, codes: Codes, spans: Spans) -> Tally:
    """Members of today with a card, its goal, partner and fan, for some part of the period (S4 二(一))."""
    rows = GrowthCard.objects.open().filled().filter(member__unit__in=units)

    def within(span: Span) -> Q:
        return Q(starts_on__lte=span.last, ends_on__gte=span.first)

    return tally(rows, subject="member__unit", what="member", within=within, spans=spans)


def wall_postings(units: Keys, codes: Codes, spans: Spans) -> Tally:
    """Months whose sheet was put on the wall, on whatever day."""
    return tally(WallPosting.objects.filter(unit__in=units), subject="unit", day="month", spans=spans)


def care_visits(units: Keys, codes: Codes, spans: Spans) -> Tally:
    """Visits to families and students: S4 二(三) asks for one of these; care for employees comes on top."""
    rows = CareVisit.objects.kept().filter(target__unit__in=units, target__kind__in=NEEDED)
    return tally(rows, subject="target__unit", day="day", spans=spans)


def confirmed_links(units: Keys, codes: Codes, spans: Spans) -> Tally:
    """Links that held in the period, from either end."""

    def within(span: Span) -> Q:
        return Q(starts_on__lte=span.last) & (Q(ends_on__isnull=True) | Q(ends_on__gte=span.first))

    ends = [
        tally(
            UnitLink.objects.agreed().filter(**{f"{end}__in": units}), subject=end, within=within, spans=spans
        )
        for end in ("proposer", "partner")
    ]
    return {key: sum(end.get(key, 0) for end in ends) for key in ends[0] | ends[1]}


def _log(unit, duty) -> str:
    return f"{reverse('workspace:activity_new', args=[unit.pk])}?duty={duty.pk}"


def _page(name: str):
    return lambda unit, duty: reverse(name, args=[unit.pk])


_works, _cards = _page("workspace:innovations"), _page("workspace:growth")


def register_all() -> None:
    """Called in `AppConfig.ready`."""
    for counter in (
        Counter("activities", "对应本任务的创建日志", "次", UNIT, activities, _log, by_duty=True, dated=True),
        Counter("committee_activities", "团组织对应本任务的活动", "次", COMMITTEE, committee_activities, by_duty=True),
        Counter("youth_home_sessions", "到结对青少年之家的志愿服务", "场", UNIT, youth_home_sessions, _log, dated=True),
        Counter("innovations", "创新作品", "项", UNIT, innovations, _works),
        Counter("innovation_follow_ups", "创新作品回访", "次", UNIT, innovation_follow_ups, _works),
        Counter("growth_cards", "计划卡有目标、伙伴和粉丝的成员", "人", MEMBER, growth_cards, _cards),
        Counter("wall_postings", "成长进度上墙公示", "次", UNIT, wall_postings, _cards),
        Counter("care_visits", "对困难家庭和困难学生的关爱记录", "次", UNIT, care_visits, _page("workspace:care")),
        Counter("confirmed_links", "已确认的联创结对", "个", UNIT, confirmed_links, _page("workspace:links")),
    ):  # fmt: skip
        register(counter)
