"""Consent of a person: to what, on which text, when given, when taken back (PIPL art. 13–15, 25)."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q

from core import clock
from credit.enums import ConsentPurpose, SubjectKind
from credit.models.subject import SubjectFields
from units.models import Committee

CODE_BYTES = 18


def new_code() -> str:
    return secrets.token_urlsafe(CODE_BYTES)


class ConsentQuerySet(models.QuerySet):
    def in_force(self) -> "ConsentQuerySet":
        return self.filter(withdrawn_at__isnull=True)

    def of(self, subject, purpose: str) -> "ConsentQuerySet":
        return self.in_force().filter(subject_key__in=subject.keys, purpose=purpose)

    def visible_to(self, user) -> "ConsentQuerySet":
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(committee__in=Committee.objects.overseen_by(user))


class Consent(SubjectFields):
    """One consent for one purpose. It is never changed, only taken back."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+", verbose_name="取得单位")
    purpose = models.CharField("同意事项", max_length=8, choices=ConsentPurpose)
    text_version = models.CharField("告知书版本", max_length=40)
    document_number = models.CharField("授权书编号", max_length=60)
    given_on = models.DateField("同意日期", default=clock.today)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="登记人",
        editable=False,
    )  # fmt: skip
    code = models.CharField("本人查询码", max_length=40, unique=True, default=new_code, editable=False)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True, editable=False)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "同意记录"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_key", "purpose", "committee"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_credit_consent_in_force",
                violation_error_message="本人对这一事项的同意已登记，且没有撤回。",
            ),
            models.CheckConstraint(condition=Q(subject_kind=SubjectKind.PERSON), name="only_people_consent"),
        ]

    def __str__(self):
        return f"{self.masked_name} {self.get_purpose_display()}"

    @property
    def is_in_force(self) -> bool:
        return self.withdrawn_at is None
