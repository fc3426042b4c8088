"""年度复核: one title looked at again in one year, and what the rules found (S3 三(二)5; S4 一(三))."""

from datetime import date, timedelta

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from core import clock
from core.validators import validate_plain_paragraphs
from creation_cycle.enums import AdjustmentKind, TitleState
from creation_cycle.models.recheck_draw import RecheckDraw
from creation_cycle.models.recheck_moves import RecheckMoves
from creation_cycle.models.recheck_year import RecheckYear
from creation_cycle.models.rule_set import RuleSet
from creation_cycle.models.title import Title
from creation_cycle.recheck_enums import Declaration, Suggestion
from creation_cycle.recheck_enums import RecheckState as S
from units.enums import Level
from units.models import Committee, Unit
from workspace.models import Activity

DAYS_TO_REPORT = 30
"""Whoever is asked later than the others has so many days (P)."""
HIGHER = [Level.NATIONAL, Level.PROVINCIAL]
KEPT_FOR_HIGHER = [Level.CITY, Level.COUNTY, Level.GRASSROOTS]
"""已认定为省级的自然保留市级称号 (S3): a national title does not spare a provincial one its recheck."""


class RecheckQuerySet(models.QuerySet):
    def visible_to(self, user) -> "RecheckQuerySet":
        """The unit's keepers; the lines of the committee that rechecks and of the unit's own."""
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        overseen = Committee.objects.overseen_by(user)
        return self.filter(
            Q(title__unit__in=Unit.objects.kept_by(user))
            | Q(plan__committee__in=overseen)
            | Q(title__unit__committee__in=overseen)
        )

    def under_way(self) -> "RecheckQuerySet":
        return self.filter(state__in=S.under_way())

    def public(self) -> "RecheckQuerySet":
        """What the public reads of a unit: a failed one only as the adjustment that is decided after a hearing."""
        return self.filter(state__in=[S.PASSED, S.EXEMPT])

    def kept_for_higher_title(self) -> "RecheckQuerySet":
        """City titles and lower whose unit holds a provincial title or a higher, where the committee says so."""
        higher = Title.objects.in_force().filter(unit=OuterRef("title__unit"), level__in=HIGHER)
        return self.filter(Exists(higher), title__level__in=KEPT_FOR_HIGHER, plan__keeps_for_higher=True)

    def with_ended_title(self) -> "RecheckQuerySet":
        return self.exclude(title__state__in=[TitleState.IN_FORCE, TitleState.WARNED])

    def unreported(self, day: date) -> "RecheckQuerySet":
        return self.filter(state=S.DUE, report_by__lt=day)

    def review_overdue(self, day: date) -> "RecheckQuerySet":
        """Reported, and the body that looks first has let its time pass."""
        return self.filter(state=S.REPORTED, plan__review_by__lt=day)

    def decision_overdue(self, day: date) -> "RecheckQuerySet":
        return self.filter(
            state__in=[S.DUE, S.REVIEWED, S.SAMPLED], plan__decide_by__lt=day, report_by__lt=day
        )

    def for_list(self) -> "RecheckQuerySet":
        return self.select_related(
            "plan__committee", "title__unit__region", "title__unit__industry", "reviewing_committee", "draw"
        )


class Recheck(RecheckMoves):
    """One title in one year: at most one, by a constraint of the database."""

    plan = models.ForeignKey(
        RecheckYear, models.PROTECT, related_name="rechecks", verbose_name="复核安排", editable=False
    )
    title = models.ForeignKey(
        Title, models.PROTECT, related_name="rechecks", verbose_name="称号", editable=False
    )
    year = models.PositiveSmallIntegerField("年度", editable=False)
    reviewing_committee = models.ForeignKey(
        Committee, models.PROTECT, null=True, related_name="+", verbose_name="初评单位", editable=False
    )
    report_by = models.DateField("自查截止", editable=False)
    escalated_to = models.ForeignKey(
        Committee, models.PROTECT, null=True, related_name="+", verbose_name="督办单位", editable=False
    )
    escalated_on = models.DateField("督办日期", null=True, editable=False)
    rule_set = models.ForeignKey(
        RuleSet, models.PROTECT, null=True, related_name="+", verbose_name="适用规则", editable=False
    )
    measured_on = models.DateField("核对日期", null=True, editable=False)

    declaration = models.CharField("核对结果", max_length=10, choices=Declaration, blank=True)
    statement = models.TextField(
        "自查说明",
        blank=True,
        validators=[validate_plain_paragraphs, MaxLengthValidator(500)],
        help_text="用几句话说明一年来保持称号的情况，500 字以内。",
    )
    evidence = models.ManyToManyField(
        Activity, blank=True, related_name="rechecks", verbose_name="依据的创建日志"
    )
    reported_on = models.DateField("自查日期", null=True, editable=False)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    returned_because = models.TextField("退回理由", blank=True, editable=False)

    suggestion = models.CharField("初评意见", max_length=10, choices=Suggestion, blank=True, editable=False)
    opinion = models.TextField("初评说明", blank=True, editable=False)
    reviewed_on = models.DateField("初评日期", null=True, editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="初评人",
        editable=False,
    )  # fmt: skip

    draw = models.ForeignKey(
        RecheckDraw, models.PROTECT, null=True, related_name="rechecks", verbose_name="抽检抽签",
        editable=False,
    )  # fmt: skip
    sampled_on = models.DateField("抽中日期", null=True, editable=False)

    measure = models.CharField(
        "拟采取的措施", max_length=12, choices=AdjustmentKind, blank=True, editable=False
    )
    reason = models.TextField("不合格的理由", blank=True, editable=False)
    decided_on = models.DateField("认定日期", null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="认定人",
        editable=False,
    )  # fmt: skip

    objects = RecheckQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "年度复核"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["plan", "state"], name="recheck_by_state"),
            models.Index(fields=["reviewing_committee", "state"], name="recheck_by_body"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["title", "year"], name="one_recheck_a_year"),
            models.CheckConstraint(condition=Q(state__in=S.values), name="recheck_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=[S.REPORTED, S.REVIEWED, S.SAMPLED, S.PASSED])
                | (~Q(declaration="") & ~Q(statement="") & Q(reported_on__isnull=False)),
                name="recheck_reported_has_report",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[S.REVIEWED, S.SAMPLED, S.PASSED])
                | (~Q(suggestion="") & ~Q(opinion="") & Q(reviewed_by__isnull=False)),
                name="recheck_reviewed_has_opinion",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.FAILED) | (~Q(reason="") & ~Q(measure="")),
                name="recheck_failed_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[S.PASSED, S.FAILED]) | Q(decided_by__isnull=False),
                name="recheck_settled_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | Q(reviewed_by__isnull=True)
                | ~Q(decided_by=F("reviewed_by")),
                name="recheck_decider_is_not_reviewer",
            ),
        ]

    def __str__(self):
        return f"{self.title.unit} · {self.year}年度复核"

    def get_absolute_url(self):
        return reverse("creation_cycle:recheck", args=[self.pk])

    @property
    def unit(self) -> Unit:
        return self.title.unit

    @property
    def unit_id(self) -> int:
        return self.title.unit_id

    @property
    def number(self) -> str:
        """What a draw knows it by, the same before and after."""
        return f"FH{self.year}-{self.pk:06d}"

    @property
    def title_is_in_force(self) -> bool:
        return self.title.state in (TitleState.IN_FORCE, TitleState.WARNED)

    @property
    def is_kept_for_higher(self) -> bool:
        return Recheck.objects.kept_for_higher_title().filter(pk=self.pk).exists()

    @property
    def is_late(self) -> bool:
        """Not reported in time, or reported after its time."""
        day = self.reported_on or clock.today()
        return self.state not in (S.EXEMPT, S.LAPSED) and day > self.report_by

    def give_time(self, day: date) -> None:
        """A month from `day`, where the common deadline would be nearer."""
        self.report_by = max(self.report_by, self.plan.report_by, day + timedelta(days=DAYS_TO_REPORT))

    def no_longer_escalated(self) -> None:
        self.escalated_to = self.escalated_on = None
