"""A creating unit whose standard has an item of every kind, with records to pick as evidence."""

from datetime import timedelta
from decimal import Decimal

from core import clock
from creation_cycle.models import ScoringRule, SelfAssessmentEntry, Standard, StandardDimension, StandardItem
from tests.journey import Journey
from workspace.models import Activity, ActivityType, CareTarget, CareVisit, Innovation, InnovationCategory

KINDS = {
    # name: kind, most points, bonus, rules as (text, points, bonus, times)
    "安全事故": ("veto", 0, 0, ()),
    "制度建设": ("deduct", 10, 0, (("无领导小组", 2, False, 1), ("会议记录缺失", 1, False, 3))),
    "志愿服务": ("accumulate", 8, 2, (("开展一次活动", 2, False, 10), ("获得表彰", 1, True, 5))),
    "创建特色": ("judgement", 15, 0, ()),
    "创新作品": ("auto", 5, 0, ()),
}


def make_standard_of_kinds(committee) -> Standard:
    """Published; 制度建设 stands in a dimension of double weight."""
    standard = Standard.objects.create(
        committee=committee, level=committee.level, name="各类标准", version=2, pass_line=40
    )
    plain = StandardDimension.objects.create(standard=standard, name="创建成效", order=1)
    double = StandardDimension.objects.create(standard=standard, name="制度", weight=Decimal(2))
    for order, (name, (kind, points, bonus, rules)) in enumerate(KINDS.items()):
        auto = {"auto_source": "innovations_per_year", "full_at": 4} if kind == "auto" else {}
        item = StandardItem.objects.create(
            standard=standard, dimension=double if kind == "deduct" else plain, name=name, kind=kind, points=points,
            bonus_max=bonus, order=order, **auto,
        )  # fmt: skip
        for text, worth, is_bonus, times in rules:
            ScoringRule.objects.create(item=item, text=text, points=worth, is_bonus=is_bonus, max_times=times)
    Standard.objects.filter(pk=standard.pk).update(state="published")
    return Standard.objects.get(pk=standard.pk)


class KindsWorld(Journey):
    """The candidacy of `unit` is creating, its first version open."""

    def __init__(self):
        super().__init__()
        Standard.objects.filter(pk=self.standard.pk).update(state="superseded")
        self.standard = make_standard_of_kinds(self.city)
        self.creating = self.candidacy("creating")
        self.items = {item.name: item for item in self.standard.items.all()}

    @property
    def version(self):
        return self.creating.present_self_assessment

    def entry(self, name: str) -> SelfAssessmentEntry:
        """An item of the present version, as stored."""
        return self.version.entries.for_scoring().get(item=self.items[name])

    def rule(self, text: str) -> ScoringRule:
        return ScoringRule.objects.get(item__standard=self.standard, text=text)

    def field(self, item: str, name: str) -> str:
        """The name under which the page posts a field of an item."""
        return f"item-{self.items[item].pk}-{name}"


def make_activity(unit, by, theme="志愿服务进社区", *, days=10, kind="volunteering", **values) -> Activity:
    """A record of `days` ago."""
    activity_type, _ = ActivityType.objects.get_or_create(code=kind, defaults={"name": kind})
    return Activity.objects.create(
        unit=unit,
        day=clock.today() - timedelta(days=days),
        activity_type=activity_type,
        theme=theme,
        created_by=by,
        **values,
    )


def make_innovation(unit, by, name="办事清单", *, days=10, **values) -> Innovation:
    category, _ = InnovationCategory.objects.get_or_create(code="x", defaults={"name": "小革新"})
    return Innovation.objects.create(
        unit=unit,
        category=category,
        name=name,
        content="内容",
        created_by=by,
        submitted_on=clock.today() - timedelta(days=days),
        **values,
    )


def make_care_visit(unit, by) -> CareVisit:
    target = CareTarget.objects.create(unit=unit, kind="family", code="家庭-01")
    return CareVisit.objects.create(target=target, text="送去生活用品", created_by=by)
