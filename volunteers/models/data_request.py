"""A person asks for their data to be corrected or deleted, and gets an answer in time (个人信息保护法第五十条)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core import clock
from core.fields import StateField
from core.lifecycle import NOTE, LifecycleModel, move
from core.validators import validate_plain_paragraphs
from volunteers import guards
from volunteers.enums import RequestKind, RequestState
from volunteers.models.volunteer import Volunteer

S = RequestState


class DataRequestQuerySet(models.QuerySet):
    def waiting(self) -> "DataRequestQuerySet":
        return self.filter(state=S.RECEIVED)

    def visible_to(self, user) -> "DataRequestQuerySet":
        return self.filter(volunteer__in=Volunteer.objects.visible_to(user).order_by().values("pk"))


class DataRequest(LifecycleModel):
    """One request; at most one of a kind waits."""

    volunteer = models.ForeignKey(
        Volunteer, models.CASCADE, related_name="data_requests", verbose_name="志愿者"
    )
    kind = models.CharField("事项", max_length=12, choices=RequestKind)
    text = models.TextField("说明", max_length=1000, blank=True, validators=[validate_plain_paragraphs])
    asked_on = models.DateField("申请日期", default=clock.today)
    due_on = models.DateField("办理期限")
    answered_on = models.DateField("办结日期", null=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="办理人",
        editable=False,
    )
    answer = models.TextField("答复", blank=True, editable=False)
    state = StateField("状态", max_length=10, choices=S, default=S.RECEIVED, protected=True, editable=False)

    objects = DataRequestQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "个人信息申请"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["volunteer", "kind"],
                condition=Q(state=S.RECEIVED),
                name="one_waiting_request",
                violation_error_message="同一事项的申请正在办理。",
            ),
            models.CheckConstraint(condition=Q(state__in=S.values), name="data_request_state_known"),
        ]

    def __str__(self):
        return f"{self.volunteer} · {self.get_kind_display()}"

    @move(state, source=S.RECEIVED, target=S.FULFILLED, label="办结", actor="志愿服务管理员",
          guards=[guards.not_own_request, guards.correction_made, guards.no_legal_hold_on_request],
          inputs=[NOTE], consequences=["carry_out_request", "tell_requester"])  # fmt: skip
    def fulfil(self, *, by, note):
        """Done as asked: a correction has been made, or the data goes with this move."""
        self.answered_by, self.answered_on, self.answer = by, clock.today(), note

    @move(state, source=S.RECEIVED, target=S.DECLINED, label="不予办理", actor="志愿服务管理员",
          guards=[guards.not_own_request], inputs=[NOTE], consequences=["tell_requester"])  # fmt: skip
    def decline(self, *, by, note):
        """Refused with the reason, which the person reads (个人信息保护法第五十条)."""
        self.answered_by, self.answered_on, self.answer = by, clock.today(), note

    @move(state, source=S.RECEIVED, target=S.WITHDRAWN, label="撤回申请", actor="志愿者本人")
    def withdraw(self):
        """The person has thought better of it."""
