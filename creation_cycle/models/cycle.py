"""创建周期: two years of one organizing committee, with explicit windows (S3 四(一); domain.md §2.1)."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from core import clock
from core.fields import StateField
from core.lifecycle import LifecycleModel, move
from creation_cycle import guards
from creation_cycle.enums import CycleState
from creation_cycle.models.rule_set import RuleSet, RuleSetting
from credit.enums import QueryScope
from units.enums import Level
from units.models import Committee

STAGE_DATES = ("filing_opens_on", "creating_on", "assessing_on", "certifying_on", "closes_on")


class CycleQuerySet(models.QuerySet):
    def visible_to(self, user) -> "CycleQuerySet":
        """Every signed-in person may know the cycles; they are announced publicly."""
        return self if user.is_active else self.none()

    def filing_open(self, day: date) -> "CycleQuerySet":
        return self.filter(filing_opens_on__lte=day, filing_closes_on__gte=day)

    def live(self) -> "CycleQuerySet":
        return self.exclude(state=CycleState.CLOSED)

    def due(self, day: date) -> "CycleQuerySet":
        """Cycles whose next stage has begun by its date."""
        after = {
            CycleState.PLANNED: "filing_opens_on",
            CycleState.FILING: "creating_on",
            CycleState.CREATING: "assessing_on",
            CycleState.ASSESSING: "certifying_on",
            CycleState.CERTIFYING: "closes_on",
        }
        due = Q(pk__in=[])
        for state, column in after.items():
            edge = "lt" if column == "closes_on" else "lte"
            due |= Q(state=state, **{f"{column}__{edge}": day})
        return self.filter(due)


class Cycle(LifecycleModel):
    """One campaign of one committee at one level; its dates are only prefilled from odd and even years."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="cycles", verbose_name="组织委员会")
    level = models.CharField("认定等级", max_length=12, choices=Level)
    name = models.CharField("周期名称", max_length=60, help_text="例如：2025—2026年度中山市青年文明号。")
    authority_basis = models.TextField(
        "开展依据", help_text="批准开展本项创建示范活动的文件（《创建示范活动管理办法（试行）》）。"
    )
    filing_opens_on = models.DateField("备案开始")
    filing_closes_on = models.DateField("备案截止", help_text="当日 24:00 截止。")
    creating_on = models.DateField("对标创建开始")
    assessing_on = models.DateField("达标考核开始")
    certifying_on = models.DateField("审核认定开始")
    closes_on = models.DateField("周期结束", help_text="当日 24:00 结束。")
    publicity_workdays = models.PositiveSmallIntegerField(
        "公示工作日", default=settings.PUBLICITY_WORKDAYS, help_text="惯例为 5 个工作日。"
    )
    notice_days_up = models.PositiveSmallIntegerField(
        "公示页面保留天数",
        default=30,
        help_text="公示期满后公示页面再保留的天数，到期自动撤下（个人信息保护法第十九条：保存期限应当最短）。",
    )
    objection_accept_workdays = models.PositiveSmallIntegerField(
        "异议受理工作日", default=5, help_text="收到异议后，在几个工作日内决定是否受理。"
    )
    objection_days = models.PositiveSmallIntegerField(
        "异议办结天数", default=30, help_text="收到异议后，在多少天内核查并答复。"
    )
    objector_days = models.PositiveSmallIntegerField(
        "异议人信息保留天数",
        default=180,
        help_text="异议办结后，姓名、联系方式和证据保留的天数，到期自动删除。",
    )
    rounds_required = models.PositiveSmallIntegerField(
        "须组织的达标考核次数", default=2, help_text="一个创建周期内至少 2 次（指引 二.3）。"
    )
    credit_query = models.CharField(
        "认定前信用查询",
        max_length=24,
        choices=QueryScope,
        default=QueryScope.NONE,
        help_text="拟认定和认定前须有有效期内、无不良信息的查询结论；结论有不良的由人工研判，系统不自动否决。",
    )
    rounds_exception = models.TextField("考核次数不足的批准理由", blank=True)
    state = StateField(
        "阶段", max_length=12, choices=CycleState, default=CycleState.PLANNED, protected=True, editable=False
    )

    objects = CycleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "创建周期"
        ordering = ["-filing_opens_on", "committee"]
        constraints = [
            models.CheckConstraint(
                condition=Q(filing_closes_on__gte=F("filing_opens_on"))
                & Q(filing_closes_on__lte=F("closes_on")),
                name="cycle_filing_window",
                violation_error_message="备案截止须在备案开始之后、周期结束之前。",
            ),
            models.CheckConstraint(
                condition=Q(creating_on__gte=F("filing_opens_on"))
                & Q(assessing_on__gte=F("creating_on"))
                & Q(certifying_on__gte=F("assessing_on"))
                & Q(closes_on__gte=F("certifying_on")),
                name="cycle_stages_in_order",
                violation_error_message="各阶段开始日期须依次不早于前一阶段。",
            ),
            models.CheckConstraint(condition=Q(state__in=CycleState.values), name="cycle_state_known"),
            models.UniqueConstraint(
                fields=["committee", "level", "name"],
                name="cycle_name_once",
                violation_error_message="该组委会已有同名的创建周期。",
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        days = {
            "publicity_workdays": "公示至少 1 个工作日。",
            "notice_days_up": "公示期满后至少保留 1 天。",
            "objection_accept_workdays": "受理期限至少 1 个工作日。",
            "objection_days": "办结期限至少 1 天。",
        }
        wrong = {name: text for name, text in days.items() if getattr(self, name) == 0}
        if wrong:
            raise ValidationError(wrong)

    def setting(self, rule: str) -> RuleSetting | None:
        """A limit that holds for the whole cycle (quota, cap, rounds): no unit's industry can change it."""
        rule_set = RuleSet.objects.pick(
            committee=self.committee, level=self.level, industry=None, day=self.filing_closes_on
        )
        return rule_set.setting(rule) if rule_set else None

    @property
    def filing_is_open(self) -> bool:
        return self.filing_opens_on <= clock.today() <= self.filing_closes_on

    @property
    def years_label(self) -> str:
        """The years as certificates print them: 2025—2026."""
        first, last = self.filing_opens_on.year, self.closes_on.year
        return f"{first}—{last}" if first != last else str(first)

    @move(
        state,
        source=CycleState.PLANNED,
        target=CycleState.FILING,
        label="开始备案",
        actor="系统（到期自动）",
        guards=[guards.stage_begun("filing_opens_on")],
        by_system=True,
    )
    def open_filing(self):
        """The filing window opens."""

    @move(
        state,
        source=CycleState.FILING,
        target=CycleState.CREATING,
        label="进入对标创建",
        actor="系统（到期自动）",
        guards=[guards.stage_begun("creating_on")],
        by_system=True,
    )
    def begin_creating(self):
        """The bulk of the units create; a supplementary filing window may still be open."""

    @move(
        state,
        source=CycleState.CREATING,
        target=CycleState.ASSESSING,
        label="进入达标考核",
        actor="系统（到期自动）",
        guards=[guards.stage_begun("assessing_on")],
        by_system=True,
    )
    def begin_assessing(self):
        """Rounds are held."""

    @move(
        state,
        source=CycleState.ASSESSING,
        target=CycleState.CERTIFYING,
        label="进入审核认定",
        actor="系统（到期自动）",
        guards=[guards.stage_begun("certifying_on")],
        by_system=True,
    )
    def begin_certifying(self):
        """Nomination, notice and certification."""

    @move(
        state,
        source=CycleState.CERTIFYING,
        target=CycleState.CLOSED,
        label="结束周期",
        actor="系统（到期自动）",
        guards=[guards.cycle_over],
        consequences=["lapse_candidacies"],
        by_system=True,
    )
    def close(self):
        """The cycle is over; what is still live in it lapses."""


class Quota(models.Model):
    """创建名额 of one recommending body in one cycle, where it differs from the rule set's default (S3 三(二)5)."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="quotas", verbose_name="周期")
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+", verbose_name="推荐团组织")
    places = models.PositiveSmallIntegerField("名额")
    special_places = models.PositiveSmallIntegerField("特别推荐名额", default=0)
    reason = models.CharField("调整理由", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "推荐名额"
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "committee"],
                name="quota_once",
                violation_error_message="该推荐团组织的名额已设置。",
            )
        ]

    def __str__(self):
        return f"{self.committee.short_name} {self.places} 个"
