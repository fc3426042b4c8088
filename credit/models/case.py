"""人工研判: an answer other than 无不良信息 is decided about by a person, with a reason (PIPL art. 24)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core import clock
from core.fields import StateField
from core.lifecycle import NOTE, LifecycleModel, move
from credit import guards
from credit.enums import CaseState
from credit.models.query import CreditQuery

S = CaseState


class CreditCaseQuerySet(models.QuerySet):
    def visible_to(self, user) -> "CreditCaseQuerySet":
        if user.is_superuser:
            return self
        return self.filter(query__in=CreditQuery.objects.visible_to(user))

    def open(self) -> "CreditCaseQuerySet":
        return self.filter(state=S.OPEN)


class CreditCase(LifecycleModel):
    """What a person made of one answer. Until then the answer neither passes nor refuses anybody."""

    query = models.OneToOneField(
        CreditQuery, models.PROTECT, related_name="case", verbose_name="信用查询", editable=False
    )
    opened_on = models.DateField("转入日期", default=clock.today, editable=False)
    reason = models.TextField("研判理由", blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="研判人",
        editable=False,
    )  # fmt: skip
    decided_on = models.DateField("研判日期", null=True, editable=False)
    state = StateField("状态", max_length=10, choices=S, default=S.OPEN, protected=True, editable=False)

    objects = CreditCaseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "人工研判"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=S.values), name="case_state_known"),
            models.CheckConstraint(
                condition=Q(state=S.OPEN)
                | (~Q(reason="") & Q(decided_by__isnull=False, decided_on__isnull=False)),
                name="case_decided_by_a_person",
            ),
        ]

    def __str__(self):
        return f"{self.query.masked_name}：{self.query.get_conclusion_display()}"

    @move(
        state,
        source=[S.OPEN, S.UPHELD],
        target=S.ACCEPTED,
        label="认定不影响",
        actor="信用管理员或审批人",
        inputs=[NOTE],
        guards=[guards.not_own_case],
    )
    def accept(self, *, by, note):
        """The answer does not stand in the way: old, mended, of somebody else, or of no weight here."""
        self._decided(by, note)

    @move(
        state,
        source=[S.OPEN, S.ACCEPTED],
        target=S.UPHELD,
        label="认定有影响",
        actor="信用管理员或审批人",
        inputs=[NOTE],
        guards=[guards.not_own_case],
        danger=True,
    )
    def uphold(self, *, by, note):
        """The answer stands in the way while it is fresh; whoever decides about the award says so with a reason."""
        self._decided(by, note)

    def _decided(self, by, note):
        self.decided_by, self.decided_on, self.reason = by, clock.today(), note
