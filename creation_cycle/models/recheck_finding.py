"""What the rules found of a unit, what was seen on site, and what somebody was reminded of; rows of a recheck."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet

from core.lifecycle import Finding
from core.validators import validate_plain_paragraphs
from creation_cycle.enums import Severity
from creation_cycle.models.recheck import Recheck
from creation_cycle.models.recheck_year import RecheckYear
from creation_cycle.recheck_enums import RecheckOccasion
from units.models import Committee


class RecheckFindingQuerySet(models.QuerySet):
    def open(self) -> "RecheckFindingQuerySet":
        """Conditions that are not met, not mere advice, and not accepted by anybody."""
        return self.filter(ok=False, waived_by__isnull=True).exclude(severity=Severity.ADVISORY)


def lacking(rechecks: QuerySet[Recheck]) -> QuerySet[Recheck]:
    """Those with a condition that is not met, and not accepted."""
    return rechecks.filter(Exists(RecheckFinding.objects.open().filter(recheck=OuterRef("pk"))))


class RecheckFinding(models.Model):
    """One rule's answer about the unit: at the opening what is lacking, from the report on every rule."""

    recheck = models.ForeignKey(Recheck, models.CASCADE, related_name="findings", verbose_name="年度复核")
    rule = models.CharField("条件", max_length=40)
    ok = models.BooleanField("符合")
    text = models.CharField("核对结果", max_length=200)
    clause = models.CharField("条款出处", max_length=120)
    measured = models.CharField("实际", max_length=60, blank=True)
    required = models.CharField("要求", max_length=80, blank=True)
    severity = models.CharField("约束力", max_length=10, choices=Severity)
    remedy = models.CharField("怎样改正", max_length=120, blank=True)
    remedy_at = models.CharField("在哪里改正", max_length=20, blank=True)
    waiver = models.TextField("认可的理由", blank=True)
    waived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="认可人"
    )

    objects = RecheckFindingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "核对结果"
        ordering = ["recheck", "ok", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["recheck", "rule"], name="finding_once_per_recheck"),
            models.CheckConstraint(
                condition=Q(waived_by__isnull=True) | ~Q(waiver=""), name="finding_waived_with_reason"
            ),
        ]

    def __str__(self):
        return self.text

    @property
    def is_open(self) -> bool:
        return not self.ok and self.waived_by_id is None and self.severity != Severity.ADVISORY

    @property
    def finding(self) -> Finding:
        """As pages and guards show it."""
        accepted = f"（已认可：{self.waiver}）" if self.waived_by_id else ""
        return Finding(
            ok=self.ok,
            text=self.text + accepted,
            clause=self.clause,
            measured=self.measured,
            required=self.required,
            remedy=self.remedy,
            severity="hard" if self.is_open else "advisory",
            rule=self.rule,
            remedy_at=self.remedy_at,
        )


class RecheckLook(models.Model):
    """抽检情况: what two people saw at a unit that was drawn, where no inspection was held."""

    recheck = models.ForeignKey(Recheck, models.PROTECT, related_name="looks", verbose_name="年度复核")
    looked_on = models.DateField("检查日期")
    checked_by = models.CharField("检查人员", max_length=120, help_text="两人以上，姓名之间用顿号隔开。")
    found = models.TextField("检查情况", max_length=2000, validators=[validate_plain_paragraphs])
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人", editable=False
    )

    class Meta:
        verbose_name = verbose_name_plural = "抽检情况"
        ordering = ["-looked_on", "-pk"]

    def __str__(self):
        return f"{self.recheck} {self.looked_on}"


class RecheckReminder(models.Model):
    """That a unit or a committee was reminded of something; each once."""

    plan = models.ForeignKey(RecheckYear, models.CASCADE, related_name="reminders")
    recheck = models.ForeignKey(Recheck, models.CASCADE, null=True, related_name="reminders")
    committee = models.ForeignKey(Committee, models.CASCADE, null=True, related_name="+")
    occasion = models.CharField(max_length=12, choices=RecheckOccasion)
    batch = models.UUIDField()

    class Meta:
        verbose_name = verbose_name_plural = "复核提醒"
        constraints = [
            models.UniqueConstraint(
                fields=["recheck", "occasion"], condition=Q(recheck__isnull=False), name="unit_reminded_once"
            ),
            models.UniqueConstraint(
                fields=["plan", "committee", "occasion"],
                condition=Q(committee__isnull=False),
                name="body_reminded_once",
            ),
            models.CheckConstraint(
                condition=Q(recheck__isnull=False) ^ Q(committee__isnull=False), name="reminder_of_one"
            ),
        ]

    def __str__(self):
        return f"{self.recheck or self.committee} {self.get_occasion_display()}"
