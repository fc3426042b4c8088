"""红名单办法: what one committee's list asks for, for how long it stands, how many places it has."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from core import clock
from credit.enums import PolicyRuleKind, QueryScope, SubjectKind
from units.models import Committee


class ListPolicyQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ListPolicyQuerySet":
        """Own line, and the lists of the bodies above: whoever nominates has to know what is asked."""
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(committee__in=Committee.objects.overseen_by(user))

    def in_force(self) -> "ListPolicyQuerySet":
        return self.filter(is_active=True, effective_from__lte=clock.today())

    def for_committee(self, committee: Committee, kind: str) -> "ListPolicy | None":
        """The list that takes up what `committee` honours: its own, else that of the nearest body above."""
        keys = [int(key) for key in committee.path.strip("/").split("/")]
        found = {
            policy.committee_id: policy
            for policy in self.in_force()
            .filter(committee__in=keys, subject_kind=kind)
            .order_by("effective_from", "pk")
        }
        return next((found[key] for key in reversed(keys) if key in found), None)


class ListPolicy(models.Model):
    """One list of one committee for one kind of subject."""

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="list_policies", verbose_name="列入单位"
    )
    name = models.CharField("名单名称", max_length=60)
    subject_kind = models.CharField("主体类型", max_length=12, choices=SubjectKind)
    legal_basis = models.CharField("依据", max_length=200)
    effective_from = models.DateField("施行日期", default=clock.today)
    is_active = models.BooleanField("在用", default=True)
    query_scope = models.CharField(
        "列入前信用查询", max_length=24, choices=QueryScope, default=QueryScope.EMPLOYER,
        help_text="个人和组织查询其本身；集体查询所属单位，或所属单位和号长。选“不要求”则都不查询。",
    )  # fmt: skip
    notice_workdays = models.PositiveSmallIntegerField(
        "公示工作日", default=5, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    valid_months = models.PositiveSmallIntegerField(
        "有效期（月）", default=24, validators=[MinValueValidator(1), MaxValueValidator(120)]
    )
    retest_months = models.PositiveSmallIntegerField(
        "复核间隔（月）", default=12, validators=[MinValueValidator(1), MaxValueValidator(36)],
        help_text="每半年复核填 6，每年复核填 12。",
    )  # fmt: skip
    places = models.PositiveIntegerField("每年名额", null=True, blank=True, help_text="留空表示不限。")

    objects = ListPolicyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "红名单办法"
        ordering = ["committee", "subject_kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "subject_kind"],
                condition=Q(is_active=True),
                name="one_list_in_use_per_kind",
                violation_error_message="该单位这一类主体已有在用的红名单办法。",
            ),
            models.CheckConstraint(
                condition=Q(valid_months__gte=1) & Q(retest_months__gte=1) & Q(notice_workdays__gte=1),
                name="list_periods_positive",
            ),
        ]

    def __str__(self):
        return self.name

    def places_in(self, year: int) -> int | None:
        """Places of the list in `year`: set for the year, else the list's own number; None without limit."""
        special = self.quotas.filter(year=year).first()
        return special.places if special else self.places

    def used_in(self, year: int) -> int:
        """Entries listed in `year`, whatever became of them: a place is used once."""
        return self.entries.filter(listed_on__year=year).count()


class PolicyRule(models.Model):
    """One thing a list asks, with its clause; see `credit.queries.eligibility` for what is measured."""

    policy = models.ForeignKey(ListPolicy, models.CASCADE, related_name="rules", verbose_name="红名单办法")
    rule = models.CharField("条件", max_length=16, choices=PolicyRuleKind)
    least = models.DecimalField(
        "下限", max_digits=8, decimal_places=1, null=True, blank=True,
        help_text="时长（小时）、年数、最小年龄。",
    )  # fmt: skip
    most = models.DecimalField(
        "上限", max_digits=8, decimal_places=1, null=True, blank=True, help_text="最大年龄。"
    )
    star = models.PositiveSmallIntegerField(
        "星级下限", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)],
        help_text="达到时长或星级之一即可。",
    )  # fmt: skip
    clause = models.CharField("依据条款", max_length=160)

    class Meta:
        verbose_name = verbose_name_plural = "列入条件"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["policy", "rule"], name="policy_rule_once", violation_error_message="该条件已设置。"
            )
        ]

    def __str__(self):
        return self.get_rule_display()


class ListQuota(models.Model):
    """Places of one list in one year, where they differ from the list's own number."""

    policy = models.ForeignKey(ListPolicy, models.CASCADE, related_name="quotas", verbose_name="红名单办法")
    year = models.PositiveSmallIntegerField("年度")
    places = models.PositiveIntegerField("名额")
    reason = models.CharField("调整理由", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "年度名额"
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["policy", "year"],
                name="list_quota_once",
                violation_error_message="该年度名额已设置。",
            )
        ]

    def __str__(self):
        return f"{self.year} 年 {self.places} 个"
