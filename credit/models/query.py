"""信用查询: what was asked about whom, why, by whose authority, and the conclusion alone (domain.md §8)."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.db.models import Q

from core import clock
from credit.clearance import Clearance
from credit.enums import Conclusion, QueryPurpose
from credit.models.batch import QueryBatch
from credit.models.consent import Consent
from credit.models.subject import SubjectFields
from credit.subjects import Subject
from units.models import Committee, Unit


def private_storage():
    """Proofs of queries are never served by the web server itself: a view asks who may see them."""
    return storages["private"]


class CreditQueryQuerySet(models.QuerySet):
    def visible_to(self, user) -> "CreditQueryQuerySet":
        """The asking committee's line. What a unit's keepers see of it is `of_unit`, on their desk."""
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(committee__in=Committee.objects.overseen_by(user))

    def of_units_kept_by(self, user) -> "CreditQueryQuerySet":
        return self.filter(unit__in=Unit.objects.kept_by(user))

    def answered(self) -> "CreditQueryQuerySet":
        return self.exclude(conclusion=Conclusion.PENDING)

    def pending(self) -> "CreditQueryQuerySet":
        return self.filter(conclusion=Conclusion.PENDING)

    def with_authority(self) -> "CreditQueryQuerySet":
        """Without those whose person took the authorisation back."""
        return self.filter(Q(consent__isnull=True) | Q(consent__withdrawn_at__isnull=True))

    def clearances(self, subjects: Iterable[tuple[str, Subject]], on: date) -> list[Clearance]:
        """The last answer about each (role, subject) that was there on `on`, in one query."""
        subjects = list(subjects)
        keys = {key for _, subject in subjects for key in subject.keys}
        known = self.answered().filter(subject_key__in=keys, answered_on__lte=on) if keys else self.none()
        newest: dict[str, CreditQuery] = {}
        for query in known.select_related("case").order_by("answered_on", "pk"):
            newest[query.subject_key] = query
        return [Clearance(role, subject, _last(newest, subject), on) for role, subject in subjects]


def _last(newest: dict, subject: Subject) -> "CreditQuery | None":
    """Of the answers under any of the subject's keys the last one."""
    found = [newest[key] for key in subject.keys if key in newest]
    return max(found, key=lambda query: (query.answered_on, query.pk), default=None)


class CreditQuery(SubjectFields):
    """One question about one subject. The answer is a conclusion, never a report, and is given once."""

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="credit_queries", verbose_name="查询单位"
    )
    purpose = models.CharField("事由", max_length=16, choices=QueryPurpose, default=QueryPurpose.AWARD)
    authorisation = models.CharField(
        "授权或依据", max_length=120, help_text="本人授权书编号；查询单位时填写查询依据。"
    )
    consent = models.ForeignKey(
        Consent, models.PROTECT, null=True, blank=True, related_name="credit_queries", verbose_name="同意记录",
        editable=False,
    )  # fmt: skip
    batch = models.ForeignKey(
        QueryBatch, models.PROTECT, null=True, blank=True, related_name="queries", verbose_name="批量查询",
        editable=False,
    )  # fmt: skip
    provider = models.CharField("查询渠道", max_length=20, default="manual")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="查询人",
        editable=False,
    )  # fmt: skip
    asked_at = models.DateTimeField("提出时间", default=clock.now, editable=False)
    conclusion = models.CharField(
        "结论", max_length=10, choices=Conclusion, default=Conclusion.PENDING, editable=False, db_index=True
    )
    answered_on = models.DateField("查询日期", null=True, blank=True, editable=False)
    recorded_at = models.DateTimeField("结果登记时间", null=True, blank=True, editable=False)
    valid_until = models.DateField("有效期至", null=True, blank=True, editable=False)
    source_name = models.CharField("查询机构", max_length=80, blank=True)
    file_reference = models.CharField("凭据编号", max_length=80, blank=True)
    file = models.FileField("查询凭据", upload_to="credit/%Y/%m/", storage=private_storage, blank=True)
    reference = models.CharField("渠道受理号", max_length=80, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField("已尝试次数", default=0, editable=False)
    fault = models.CharField("未取得结果的原因", max_length=200, blank=True, editable=False)
    forgotten_at = models.DateTimeField("个人信息删除时间", null=True, blank=True, editable=False)

    objects = CreditQueryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "信用查询"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(conclusion__in=Conclusion.values), name="query_conclusion_known"
            ),
            models.CheckConstraint(
                condition=Q(conclusion=Conclusion.PENDING, answered_on__isnull=True, valid_until__isnull=True)
                | (
                    ~Q(conclusion=Conclusion.PENDING)
                    & Q(answered_on__isnull=False, valid_until__isnull=False)
                    & Q(recorded_at__isnull=False)
                ),
                name="query_answer_is_dated",
            ),
            models.CheckConstraint(condition=~Q(authorisation=""), name="query_has_authorisation"),
        ]
        indexes = [models.Index(fields=["subject_key", "-answered_on"], name="query_by_subject")]

    def __str__(self):
        return f"{self.masked_name} {self.get_purpose_display()}查询"

    def is_fresh(self, on: date) -> bool:
        return self.valid_until is not None and self.valid_until >= on
