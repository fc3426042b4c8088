"""整改通知单: what a unit has to mend, by when, and how it did (domain.md §5.14, §6 step 0)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core import clock
from core.fields import StateField
from core.lifecycle import NOTE, LifecycleModel, move
from core.validators import validate_plain_paragraphs
from creation_cycle.guards import not_own_unit
from reviews import guards
from reviews.enums import RectificationState
from reviews.models.inspection import Inspection
from units.models import Committee, Unit
from workspace.models import Activity

S = RectificationState


class RectificationQuerySet(models.QuerySet):
    def visible_to(self, user) -> "RectificationQuerySet":
        """The unit's keepers, and the lines of the issuing body and of the unit's own."""
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        overseen = Committee.objects.overseen_by(user)
        return self.filter(Q(unit__in=Unit.objects.visible_to(user)) | Q(committee__in=overseen))

    def waiting(self) -> "RectificationQuerySet":
        """Those that the unit still has to answer."""
        return self.filter(state=S.ISSUED)


class Rectification(LifecycleModel):
    """One notice of one committee to one unit; answered with records that are there already."""

    number = models.CharField("编号", max_length=40, unique=True, editable=False)
    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="rectifications", verbose_name="通知单位"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="rectifications", verbose_name="集体")
    problem = models.TextField("存在问题", max_length=2000, validators=[validate_plain_paragraphs])
    clause = models.CharField("依据条款", max_length=120)
    due_on = models.DateField("整改期限")
    issued_on = models.DateField("通知日期", default=clock.today, editable=False)
    answer = models.TextField("整改情况", max_length=2000, blank=True, validators=[validate_plain_paragraphs])
    evidence = models.ManyToManyField(
        Activity, blank=True, related_name="rectifications", verbose_name="依据的创建日志"
    )
    answered_on = models.DateField("反馈日期", null=True, editable=False)
    finding = models.TextField("复查意见", blank=True, editable=False)
    inspection = models.ForeignKey(
        Inspection,
        models.PROTECT,
        null=True,
        related_name="rectifications",
        verbose_name="检查",
        editable=False,
    )
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="经办人", editable=False
    )
    state = StateField("状态", max_length=10, choices=S, default=S.ISSUED, protected=True, editable=False)

    objects = RectificationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "整改通知单"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=S.values), name="rectification_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=[S.ANSWERED, S.CLOSED]) | ~Q(answer=""), name="rectified_has_answer"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[S.CLOSED, S.WITHDRAWN]) | ~Q(finding=""), name="closed_has_finding"
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.unit}"

    def get_absolute_url(self):
        return reverse("rectifications:notice", args=[self.pk])

    @property
    def is_late(self) -> bool:
        return self.state == S.ISSUED and clock.today() > self.due_on

    @move(
        state,
        source=S.ISSUED,
        target=S.ANSWERED,
        label="反馈整改情况",
        actor="号长",
        guards=[guards.rectification_answered],
        consequences=["tell_issuer"],
    )
    def hand_in(self):
        """The unit says what it mended; the issuing body looks again."""
        self.answered_on = clock.today()

    @move(
        state,
        source=S.ANSWERED,
        target=S.ISSUED,
        label="退回继续整改",
        actor="通知单位管理员",
        inputs=[NOTE],
        guards=[not_own_unit],
        consequences=["tell_rectifying"],
    )
    def send_back(self, *, note):
        """Not yet good enough; the answer stays to be completed."""
        self.finding = note

    @move(
        state,
        source=S.ANSWERED,
        target=S.CLOSED,
        label="复查通过",
        actor="通知单位管理员",
        inputs=[NOTE],
        guards=[not_own_unit],
        consequences=["tell_rectifying"],
    )
    def close(self, *, note):
        """Looked at again and found in order."""
        self.finding = note

    @move(
        state,
        source=S.ISSUED,
        target=S.WITHDRAWN,
        label="撤销通知",
        actor="通知单位管理员",
        inputs=[NOTE],
        guards=[not_own_unit],
        consequences=["tell_rectifying"],
        danger=True,
    )
    def withdraw(self, *, note):
        """Issued by mistake, or no longer needed."""
        self.finding = note

    @move(
        state,
        source=[S.ISSUED, S.ANSWERED],
        target=S.WITHDRAWN,
        label="自动撤销",
        actor="系统（所依据的决定撤销时）",
        consequences=["tell_rectifying"],
        by_system=True,
    )
    def fall_away(self, *, note):
        """The decision that asked for it was overturned on appeal."""
        self.finding = note
