"""年度复核安排: when and how one committee rechecks the titles it has given, in one year (S3 三(二)5)."""

from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from core import clock
from creation_cycle.enums import RuleStage
from creation_cycle.models.cycle import Cycle
from creation_cycle.models.rule_set import RuleSet
from creation_cycle.recheck_enums import FirstReviewer, RecheckFrequency
from units.models import Committee, Industry

DEFAULT_DAYS = {"opens_on": (9, 1), "report_by": (9, 30), "review_by": (10, 31), "decide_by": (11, 30)}
"""Month and day of each window where a committee says nothing (P): after the certifications of even years."""


class RecheckYearQuerySet(models.QuerySet):
    def visible_to(self, user) -> "RecheckYearQuerySet":
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(committee__in=Committee.objects.overseen_by(user))

    def to_open(self, day: date) -> "RecheckYearQuerySet":
        """Those whose first day has come and which nobody has opened."""
        return self.filter(opens_on__lte=day, opened_at__isnull=True)

    def opened(self) -> "RecheckYearQuerySet":
        return self.filter(opened_at__isnull=False)


class RecheckYear(models.Model):
    """The windows, deadlines and sample of one committee's rechecks of one year; data, never code."""

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="recheck_years", verbose_name="组织复核的组委会"
    )
    year = models.PositiveSmallIntegerField(
        "年度", validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    frequency = models.CharField(
        "复核频次", max_length=8, choices=RecheckFrequency, default=RecheckFrequency.YEARLY
    )
    opens_on = models.DateField("开始日期")
    report_by = models.DateField("集体自查截止")
    review_by = models.DateField("初评截止")
    decide_by = models.DateField("复核认定截止")
    first_reviewer = models.CharField(
        "初评单位", max_length=12, choices=FirstReviewer, default=FirstReviewer.RECOMMENDING
    )
    keeps_for_higher = models.BooleanField(
        "上级称号自然保留",
        default=True,
        help_text="持有省级及以上有效称号的集体，市级及以下称号自然保留，不参加复核。",
    )
    sample_percent = models.PositiveSmallIntegerField(
        "抽检比例（%）",
        default=10,
        validators=[MaxValueValidator(100)],
        help_text="从已初评的集体中公开抽签抽取；填 0 表示本年度不抽检。",
    )
    by_region = models.BooleanField("按区划分层抽取", default=True)
    by_industry = models.BooleanField("按行业系统分层抽取", default=True)
    basis = models.CharField("依据", max_length=120, default="中山市实施意见 三(二)5")
    opened_at = models.DateTimeField("发起完成时间", null=True, editable=False)

    objects = RecheckYearQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "年度复核安排"
        ordering = ["-year", "committee__path"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "year"],
                name="recheck_year_once",
                violation_error_message="本组委会这一年度的复核安排已存在。",
            ),
            models.CheckConstraint(
                condition=Q(report_by__gte=F("opens_on"))
                & Q(review_by__gte=F("report_by"))
                & Q(decide_by__gte=F("review_by")),
                name="recheck_year_in_order",
                violation_error_message="日期须依次为：开始、自查截止、初评截止、复核认定截止。",
            ),
            models.CheckConstraint(condition=Q(sample_percent__lte=100), name="recheck_sample_share"),
        ]

    def __str__(self):
        return f"{self.committee.short_name} {self.year} 年度复核"

    def takes_place(self) -> bool:
        """Yearly, or in the years in which a cycle of this committee ends; without any cycle in even years."""
        if self.frequency == RecheckFrequency.YEARLY:
            return True
        ends = set(
            Cycle.objects.filter(committee=self.committee_id).values_list("closes_on__year", flat=True)
        )
        return self.year in ends if ends else self.year % 2 == 0

    def rule_set_for(self, level: str, industry: Industry | None) -> RuleSet | None:
        """The rules that bind a unit with a title of `level`; ages are measured on the day the rechecks open."""
        return RuleSet.objects.pick(
            committee=self.committee, level=level, industry=industry, day=self.opens_on
        )

    @property
    def is_open(self) -> bool:
        return clock.today() >= self.opens_on


def recheck_stage(rule_set: RuleSet) -> RuleStage:
    """A set that says nothing of the recheck keeps to its conditions of filing: 基础条件 must not be lost."""
    stages = {setting.stage for setting in rule_set.settings.all()}
    return RuleStage.RECHECK if RuleStage.RECHECK in stages else RuleStage.FILING


def default_windows(year: int) -> dict[str, date]:
    return {name: date(year, *day) for name, day in DEFAULT_DAYS.items()}
