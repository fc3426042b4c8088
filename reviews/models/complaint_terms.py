"""投诉办理期限: how many days each step of a complaint may take, by committee (domain.md §6: no source names them)."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from units.models import Committee


class ComplaintTermsQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ComplaintTermsQuerySet":
        if user.is_superuser:
            return self
        return self.filter(committee__in=Committee.objects.overseen_by(user))


class ComplaintTerms(models.Model):
    """The days of one committee; committees below it without days of their own go by these."""

    committee = models.OneToOneField(
        Committee, models.PROTECT, related_name="complaint_terms", verbose_name="团组织"
    )
    accept_workdays = models.PositiveSmallIntegerField(
        "受理期限（工作日）", default=5, validators=[MinValueValidator(1)]
    )
    statement_workdays = models.PositiveSmallIntegerField(
        "单位说明期限（工作日）", default=5, validators=[MinValueValidator(1)]
    )
    total_days = models.PositiveSmallIntegerField(
        "办结期限（自然日）", default=30, validators=[MinValueValidator(5)], help_text="自收到之日起计算。"
    )
    warn_workdays = models.PositiveSmallIntegerField(
        "提前提醒（工作日）", default=2, help_text="离期限还有这么多个工作日时亮黄灯。"
    )
    rating_days = models.PositiveSmallIntegerField(
        "评价期（自然日）", default=15, validators=[MinValueValidator(1)], help_text="自反馈之日起计算。"
    )
    contact_days = models.PositiveSmallIntegerField(
        "投诉人信息保留（自然日）", default=180, help_text="自归档之日起计算，期满删除姓名、联系方式和附件。"
    )

    objects = ComplaintTermsQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "投诉办理期限"
        ordering = ["committee__path"]
        constraints = [
            models.CheckConstraint(
                condition=Q(accept_workdays__gte=1) & Q(statement_workdays__gte=1) & Q(total_days__gte=5),
                name="complaint_terms_leave_time",
                violation_error_message="受理和说明期限至少 1 个工作日，办结期限至少 5 天。",
            )
        ]

    def __str__(self):
        return f"{self.committee}的投诉办理期限"

    @classmethod
    def of(cls, committee: Committee) -> "ComplaintTerms":
        """The committee's own days, else those of the nearest body above it, else the defaults."""
        line = [int(key) for key in committee.path.strip("/").split("/")]
        nearest = cls.objects.filter(committee__in=line).order_by("-committee__path").first()
        return nearest or cls(committee=committee)
