"""动态调整: one measure about one title, from proposal to appeal (S1 二.3; domain.md §6)."""

import uuid
from pathlib import PurePosixPath

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from core import clock
from core.validators import validate_plain_paragraphs, validate_plain_text
from creation_cycle.adjustment_terms import Terms
from creation_cycle.enums import AdjustmentBasis, AdjustmentKind, EvidenceKind
from creation_cycle.enums import AdjustmentState as S
from creation_cycle.models.adjustment_moves import AdjustmentMoves
from creation_cycle.models.title import Title
from units.enums import Level
from units.models import Committee, Unit
from units.queries.conflicts import units_tied_to
from workspace.models.activity import private_storage


def _person(label: str) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=label,
        editable=False,
    )


def _day(label: str) -> models.DateField:
    return models.DateField(label, null=True, editable=False)


class AdjustmentQuerySet(models.QuerySet):
    def visible_to(self, user) -> "AdjustmentQuerySet":
        """The deciding committee's line, never who is tied to the unit; the unit itself, once it was told."""
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        overseen = Committee.objects.overseen_by(user)
        line = Q(committee__in=overseen) | Q(unit__committee__in=overseen) | Q(appeal_committee__in=overseen)
        staff = line & ~Q(unit__in=units_tied_to(user))
        own = Q(unit__in=Unit.objects.kept_by(user))
        return self.filter(staff | (own & Q(pk__in=self.model.objects.known_to_unit().values("pk"))))

    def known_to_unit(self) -> "AdjustmentQuerySet":
        """What the unit was told: a notice, or a decision."""
        return self.filter(Q(notified_on__isnull=False) | Q(effective_on__isnull=False))

    def open(self) -> "AdjustmentQuerySet":
        return self.filter(state__in=S.open())

    def standing(self) -> "AdjustmentQuerySet":
        """Decisions whose effect holds today."""
        return self.filter(state__in=S.standing())

    def sanctions(self) -> "AdjustmentQuerySet":
        return self.exclude(kind=AdjustmentKind.PROMOTE)

    def in_public(self) -> "AdjustmentQuerySet":
        """What a title's public history tells: everything that ever took effect against it."""
        return self.sanctions().filter(effective_on__isnull=False)

    def announced(self) -> "AdjustmentQuerySet":
        """Those that the committee gave out to the public 向社会公布."""
        return self.in_public().filter(publicise=True)

    def for_list(self) -> "AdjustmentQuerySet":
        return self.select_related("title", "unit", "committee")


class Adjustment(AdjustmentMoves):
    """One measure about one title. What was said to it and by whom is kept word for word."""

    title = models.ForeignKey(Title, models.PROTECT, related_name="adjustments", verbose_name="称号")
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="adjustments", verbose_name="集体", editable=False
    )
    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="adjustments", verbose_name="决定机构", editable=False
    )
    kind = models.CharField("调整方式", max_length=12, choices=AdjustmentKind)
    basis = models.CharField(
        "依据来源", max_length=14, choices=AdjustmentBasis, default=AdjustmentBasis.OTHER
    )
    basis_key = models.CharField("依据编号", max_length=60, blank=True, editable=False)
    facts = models.TextField("事实", max_length=3000, blank=True, validators=[validate_plain_paragraphs])
    clause = models.CharField("依据条款", max_length=120, blank=True, validators=[validate_plain_text])
    publicise = models.BooleanField("向社会公布", default=False, help_text="生效后在公开页面列出。")
    proposed_by = _person("提出人")
    proposed_on = models.DateField("提出日期", default=clock.today, editable=False)

    notified_by = _person("告知人")
    notified_on = _day("告知日期")
    statement_until = _day("陈述申辩截止")
    is_provisional = models.BooleanField("暂按周末计算", default=False, editable=False)
    statement = models.TextField("陈述申辩", blank=True, editable=False)
    stated_by = _person("陈述人")
    statement_on = _day("陈述申辩日期")

    decided_by = _person("决定人")
    decided_on = _day("决定日期")
    decision_number = models.CharField("决定文号", max_length=60, blank=True, editable=False)
    decision_reason = models.TextField("决定理由", blank=True, editable=False)
    public_reason = models.TextField("公开的理由", blank=True, editable=False)
    effective_on = _day("生效日期")
    title_before = models.JSONField("生效前的称号", null=True, editable=False)
    star_after = models.PositiveSmallIntegerField("调整后星级", null=True, editable=False)
    ended_on = _day("解除日期")

    appeal_until = _day("申诉截止")
    appeal_reasons = models.TextField("申诉理由", blank=True, editable=False)
    appealed_by = _person("申诉人")
    appealed_on = _day("申诉日期")
    appeal_committee = models.ForeignKey(
        Committee,
        models.PROTECT,
        null=True,
        related_name="appeals",
        verbose_name="申诉受理机构",
        editable=False,
    )
    appeal_due_on = _day("申诉办结期限")
    appeal_decided_by = _person("申诉办理人")
    appeal_decided_on = _day("申诉办结日期")
    appeal_note = models.TextField("申诉办理意见", blank=True, editable=False)
    appeal_outcome = models.TextField("公开的申诉结果", blank=True, editable=False)

    reminded_on = _day("最近提醒")

    objects = AdjustmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "动态调整"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["committee", "state", "-id"], name="adjustment_by_committee"),
            models.Index(fields=["unit", "-effective_on"], name="adjustment_by_unit"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["title", "kind", "basis", "basis_key"],
                condition=~Q(basis_key=""),
                name="one_adjustment_per_basis",
            ),
            models.CheckConstraint(condition=Q(state__in=S.values), name="adjustment_state_known"),
            models.CheckConstraint(
                condition=Q(state=S.PROPOSED)
                | Q(state=S.DISMISSED)
                | (~Q(facts="") & ~Q(clause="") & Q(proposed_by__isnull=False)),
                name="adjustment_told_facts_and_clause",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=S.decided())
                | (~Q(decision_number="") & Q(decided_on__isnull=False) & Q(decided_by__isnull=False)),
                name="adjustment_decision_numbered",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | (
                    (Q(proposed_by__isnull=True) | ~Q(decided_by=F("proposed_by")))
                    & (Q(notified_by__isnull=True) | ~Q(decided_by=F("notified_by")))
                ),
                name="adjustment_decider_had_no_part",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=S.decided())
                | Q(kind=AdjustmentKind.PROMOTE)
                | Q(statement_on__isnull=False)
                | Q(decided_on__gt=F("statement_until")),
                name="adjustment_unit_was_heard",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[*S.standing(), S.OVERTURNED])
                | (Q(effective_on__isnull=False) & Q(title_before__isnull=False)),
                name="adjustment_effect_is_dated",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[S.APPEALED, S.UPHELD, S.OVERTURNED])
                | (~Q(appeal_reasons="") & Q(appealed_on__isnull=False) & Q(appeal_committee__isnull=False)),
                name="adjustment_appeal_has_reasons",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[S.UPHELD, S.OVERTURNED])
                | (
                    ~Q(appeal_outcome="")
                    & Q(appeal_decided_by__isnull=False)
                    & ~Q(appeal_decided_by=F("decided_by"))
                    & ~Q(appeal_decided_by=F("proposed_by"))
                ),
                name="adjustment_appeal_decided_by_others",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.DISMISSED) | ~Q(decision_reason=""),
                name="adjustment_dismissal_has_reason",
            ),
        ]

    def __str__(self):
        return f"{self.unit}：{self.get_kind_display()}"

    def save(self, **kwargs):
        if self._state.adding:
            self.unit_id = self.title.unit_id
            self.committee = self.title.deciding_committee
        super().save(**kwargs)

    def get_absolute_url(self):
        return reverse("creation_cycle:adjustment", args=[self.pk])

    @property
    def goes_to(self) -> str:
        """Of a 晋级推荐: the level that it leads to, in words."""
        higher = Level(self.title.level).upper()
        return higher.label if higher else ""

    @property
    def terms(self) -> Terms:
        """The periods that bind this title."""
        return self.title.adjustment_terms

    @property
    def is_open(self) -> bool:
        return self.state in S.open()

    @property
    def takes_statement(self) -> bool:
        """The unit may still speak to it."""
        return (
            self.state == S.NOTIFIED and self.statement_on is None and clock.today() <= self.statement_until
        )

    @property
    def takes_appeal(self) -> bool:
        return (
            self.state == S.IN_EFFECT
            and self.kind != AdjustmentKind.PROMOTE
            and self.appealed_on is None
            and clock.today() <= self.appeal_until
        )


class AdjustmentFile(models.Model):
    """What the unit handed in with its statement or its appeal; re-saved, under a name of our own."""

    class Purpose(models.TextChoices):
        STATEMENT = "statement", "陈述申辩"
        APPEAL = "appeal", "申诉"

    adjustment = models.ForeignKey(Adjustment, models.CASCADE, related_name="files", verbose_name="动态调整")
    purpose = models.CharField("用途", max_length=10, choices=Purpose)
    key = models.UUIDField("文件代号", default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("种类", max_length=5, choices=EvidenceKind)
    number = models.PositiveSmallIntegerField("序号")
    file = models.FileField("文件", storage=private_storage, max_length=120)
    size = models.PositiveBigIntegerField("字节数")
    sha256 = models.CharField("摘要", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "动态调整附件"
        ordering = ["purpose", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["adjustment", "purpose", "number"], name="adjustment_file_number_once"
            )
        ]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        """陈述申辩附件1.jpg."""
        return f"{self.get_purpose_display()}附件{self.number}{PurePosixPath(self.file.name).suffix}"
