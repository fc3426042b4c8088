"""红名单条目: one honour of one subject on its way onto the list, its time there and its end (domain.md §8)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from core import clock
from core.findings import Finding
from core.months import months_before
from core.validators import birth_date_of
from credit.clearance import Clearance
from credit.eligibility import DEFAULT_CLEAN_YEARS, Facts, measure
from credit.enums import (
    CaseState,
    Conclusion,
    EntryBasis,
    EntryState,
    PolicyRuleKind,
    PublicBasis,
    QueryScope,
    SubjectKind,
)
from credit.models.consent import Consent
from credit.models.entry_moves import EntryMoves
from credit.models.policy import ListPolicy
from credit.models.query import CreditQuery
from credit.models.subject import SubjectFields
from credit.service_records import record_of
from credit.subjects import Subject, unit_subjects
from units.enums import Level
from units.models import Committee, Unit

S = EntryState


class RedListQuerySet(models.QuerySet):
    def visible_to(self, user) -> "RedListQuerySet":
        """The line of the committee whose list it is; a unit's keepers read theirs on the desk (`of_units_kept_by`)."""
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(policy__committee__in=Committee.objects.overseen_by(user))

    def of_units_kept_by(self, user) -> "RedListQuerySet":
        return self.filter(unit__in=Unit.objects.kept_by(user))

    def from_source(self, source_key: str) -> "RedListQuerySet":
        """All that one honour brought to the list: the first entry, and those after it had run out."""
        return self.filter(Q(source_key=source_key) | Q(source_key__startswith=f"{source_key}#"))

    def public(self) -> "RedListQuerySet":
        """Listed, with a basis for standing on a public page."""
        return self.filter(is_public=True, state=S.LISTED)

    def on_notice(self) -> "RedListQuerySet":
        return self.filter(is_public=True, state=S.PUBLICISED)

    def live(self) -> "RedListQuerySet":
        return self.exclude(state__in=[S.EXPIRED, S.REMOVED])


class RedListEntry(SubjectFields, EntryMoves):
    """A person, collective or organisation with the honour that speaks for it. Positive only."""

    policy = models.ForeignKey(ListPolicy, models.PROTECT, related_name="entries", verbose_name="红名单办法")
    honour = models.CharField("荣誉名称", max_length=80)
    honour_level = models.CharField("荣誉级别", max_length=12, choices=Level)
    granting_body = models.CharField("授予机关", max_length=80)
    document_number = models.CharField("文号", max_length=60, blank=True)
    granted_on = models.DateField("授予日期")
    hours = models.DecimalField("志愿服务时长（小时）", max_digits=8, decimal_places=1, null=True, blank=True)
    star = models.PositiveSmallIntegerField("志愿者星级", null=True, blank=True)
    basis = models.CharField(
        "来源", max_length=14, choices=EntryBasis, default=EntryBasis.HAND, editable=False
    )
    source_key = models.CharField("来源标识", max_length=80, unique=True, editable=False)
    honour_fault = models.TextField("荣誉不再有效的原因", blank=True, editable=False)
    reason = models.TextField("暂停或移出的原因", blank=True, editable=False)
    nominated_on = models.DateField("推荐日期", default=clock.today, editable=False)
    nominated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="推荐人",
        editable=False,
    )  # fmt: skip
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="核查人",
        editable=False,
    )  # fmt: skip
    listed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="列入人",
        editable=False,
    )  # fmt: skip
    publicised_on = models.DateField("公示日期", null=True, editable=False)
    objections_until = models.DateField("公示截止", null=True, editable=False)
    is_provisional = models.BooleanField("公示期暂按周末计算", default=False, editable=False)
    listed_on = models.DateField("列入日期", null=True, editable=False)
    valid_until = models.DateField("有效期至", null=True, editable=False)
    retest_on = models.DateField("下次复核", null=True, editable=False)
    ended_on = models.DateField("移出或到期日期", null=True, editable=False)
    public_basis = models.CharField("公开依据", max_length=14, choices=PublicBasis, blank=True)
    consent = models.ForeignKey(
        Consent, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name="同意记录",
        editable=False,
    )  # fmt: skip
    public_law = models.CharField(
        "公开的法律依据", max_length=160, blank=True, help_text="公开依据为“法律法规规定”时填写具体条款。"
    )
    is_public = models.BooleanField("可以公开", default=False, editable=False)
    forgotten_at = models.DateTimeField("个人信息删除时间", null=True, blank=True, editable=False)

    objects = RedListQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "红名单条目"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=S.values), name="entry_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=[S.LISTED, S.SUSPENDED, S.EXPIRED])
                | Q(listed_on__isnull=False, valid_until__isnull=False, listed_by__isnull=False),
                name="listed_has_dates_and_person",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[S.SUSPENDED, S.REMOVED]) | ~Q(reason=""), name="paused_has_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state=S.PUBLICISED)
                | Q(publicised_on__isnull=False, objections_until__isnull=False),
                name="publicised_has_period",
            ),
            models.CheckConstraint(
                condition=Q(is_public=False) | (Q(state__in=S.shown()) & ~Q(public_basis="")),
                name="public_entry_has_basis",
            ),
            models.CheckConstraint(
                condition=Q(is_public=False)
                | ~Q(subject_kind=SubjectKind.PERSON)
                | Q(public_basis=PublicBasis.CONSENT, consent__isnull=False)
                | (Q(public_basis=PublicBasis.LAW) & ~Q(public_law="")),
                name="public_person_has_legal_basis",
            ),
            models.CheckConstraint(condition=~Q(source_key=""), name="entry_has_source"),
        ]
        indexes = [
            models.Index(fields=["-listed_on", "-id"], name="red_list_public", condition=Q(is_public=True)),
            models.Index(fields=["state", "valid_until"], name="red_list_by_end"),
        ]

    def __str__(self):
        return f"{self.masked_name} · {self.honour}"

    def save(self, **kwargs):
        if not self.source_key:
            self.source_key = f"{self.basis}:{uuid.uuid4()}"
        super().save(**kwargs)

    @property
    def is_subject_known(self) -> bool:
        return bool(self.subject.keys)

    @property
    def has_consent(self) -> bool:
        return self.consent_id is not None and self.consent.is_in_force

    def subjects_to_query(self) -> list[tuple[str, Subject]]:
        """Of whom the list wants an answer: the subject itself; of a collective its employer, and its captain."""
        if self.policy.query_scope == QueryScope.NONE:
            return []
        if self.subject_kind != SubjectKind.COLLECTIVE:
            return [("本人" if self.is_person else "本组织", self.subject)]
        return unit_subjects(self.unit, self.policy.query_scope) if self.unit else []

    def clearances(self, on) -> list[Clearance]:
        return CreditQuery.objects.clearances(self.subjects_to_query(), on)

    def eligibility(self) -> list[Finding]:
        """Each condition of the list as it is met today."""
        rules = list(self.policy.rules.all())
        years = next((int(rule.least or 0) for rule in rules if rule.rule == PolicyRuleKind.CLEAN_YEARS), 0)
        facts = self._facts(years or DEFAULT_CLEAN_YEARS)
        return [measure(rule, facts) for rule in rules]

    def _facts(self, years: int) -> Facts:
        on = clock.today()
        keys = {key for _, subject in self.subjects_to_query() for key in subject.keys}
        since = months_before(on, 12 * years)
        found = CreditQuery.objects.answered().filter(subject_key__in=keys, answered_on__range=(since, on))
        served = record_of(self.identity_number) if self.is_person else None
        adverse = found.filter(conclusion=Conclusion.ADVERSE).exclude(case__state=CaseState.ACCEPTED)
        return Facts(
            hours=served.hours if served else self.hours,
            star=served.star if served else self.star,
            is_verified=served is not None,
            born_on=birth_date_of(self.identity_number) if self.identity_number else None,
            has_consent=self.has_consent,
            answers=found.count(),
            adverse=adverse.count(),
            honour_level=self.honour_level,
            is_person=self.is_person,
            on=on,
        )
