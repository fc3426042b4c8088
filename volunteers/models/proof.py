"""志愿服务记录证明: numbered, registered, free, issued by the body that recorded the hours (民发〔2015〕149号)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from core import clock
from core.fields import EncryptedTextField, StateField
from core.lifecycle import NOTE, LifecycleModel, move
from core.masking import mask_name
from core.validators import validate_plain_text
from core.workdays import add_workdays
from volunteers import hours_guards as guards
from volunteers.event_enums import ProofState
from volunteers.models.organisation import VolunteerOrganisation
from volunteers.models.proof_series import next_number
from volunteers.models.volunteer import Volunteer

S = ProofState
NUMBERED = [S.ISSUED, S.REVOKED]


class ProofQuerySet(models.QuerySet):
    def public(self) -> "ProofQuerySet":
        """What `/verify/` knows: everything that was ever handed out."""
        return self.filter(state__in=NUMBERED)

    def on_notice(self) -> "ProofQuerySet":
        return self.filter(state=S.SHOWN)

    def visible_to(self, user) -> "ProofQuerySet":
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        theirs = VolunteerOrganisation.objects.visible_to(user).order_by().values("pk")
        return self.filter(Q(organisation__in=theirs) | Q(volunteer__user_id=user.pk))


class Proof(LifecycleModel):
    """One proof for one volunteer, of what one organisation recorded from one day to another. Frozen when issued."""

    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="proofs", verbose_name="志愿者")
    organisation = models.ForeignKey(
        VolunteerOrganisation, models.PROTECT, related_name="proofs", verbose_name="出具组织"
    )
    first_day = models.DateField("服务起始日期")
    last_day = models.DateField("服务截止日期")
    purpose = models.CharField(
        "用途",
        max_length=60,
        blank=True,
        validators=[validate_plain_text],
        help_text="例如：升学、求职。可以不填。",
    )
    asked_on = models.DateField("申请日期", default=clock.today, editable=False)
    notice_workdays = models.PositiveSmallIntegerField("内部公示工作日", editable=False)
    notice_ends_on = models.DateField("公示截止日", null=True, editable=False)
    number = models.CharField("证明编号", max_length=40, unique=True, null=True, editable=False)
    issued_on = models.DateField("出具日期", null=True, editable=False)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="经办人",
        editable=False,
    )
    name = EncryptedTextField("证明所载姓名", blank=True, default="", editable=False)
    minutes = models.PositiveIntegerField("证明所载分钟", default=0, editable=False)
    lines = models.JSONField("证明所载服务", default=list, editable=False)
    file = models.CharField("文件", max_length=120, blank=True, editable=False)
    file_hash = models.CharField("文件摘要（SHA-256）", max_length=64, blank=True, editable=False)
    reason = models.TextField("理由", blank=True, editable=False)
    state = StateField("状态", max_length=10, choices=S, default=S.ASKED, protected=True, editable=False)

    objects = ProofQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "志愿服务记录证明"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=S.values), name="proof_state_known"),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="proof_ends_after_start",
                violation_error_message="截止日期不能早于起始日期。",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=NUMBERED)
                | (Q(number__isnull=False) & Q(issued_on__isnull=False) & Q(minutes__gt=0)),
                name="issued_proof_is_numbered",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[S.REFUSED, S.REVOKED]) | ~Q(reason=""), name="refused_proof_has_reason"
            ),
            models.UniqueConstraint(
                fields=["volunteer", "organisation"], condition=Q(state__in=[S.ASKED, S.SHOWN]),
                name="one_waiting_proof", violation_error_message="向这个组织的申请正在办理。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.number or f"{self.volunteer} · {self.organisation}"

    def get_absolute_url(self):
        return reverse("honor_roll:verify", args=[self.number])

    @property
    def masked_name(self) -> str:
        """As the public page shows it; nothing once the person asked to be forgotten."""
        return mask_name(self.name) if self.name else "（已按本人要求删除）"

    @property
    def tenths(self) -> str:
        """Hours with one decimal, cut: 12.9 stays 12.9 until the next six minutes are full."""
        return f"{self.minutes // 6 / 10:.1f}"

    def countable(self) -> models.QuerySet:
        """谁记录谁证明: final hours that this organisation recorded for this person within the days asked for."""
        return (
            self.organisation.hours.final()
            .of(self.volunteer)
            .filter(day__range=(self.first_day, self.last_day))
        )

    def countable_minutes(self) -> int:
        return self.countable().aggregate(minutes=models.Sum("minutes"))["minutes"] or 0

    @move(state, source=S.ASKED, target=S.SHOWN, label="受理并公示", actor="出具组织的管理人员",
          guards=[guards.issuer_is_not_volunteer, guards.issuer_recorded_hours,
                  guards.proof_notice_wanted])  # fmt: skip
    def show(self):
        """Shown inside the organisation for some working days."""
        self.notice_ends_on = add_workdays(clock.today(), self.notice_workdays).date

    @move(state, source=[S.ASKED, S.SHOWN], target=S.ISSUED, label="出具证明", actor="出具组织的管理人员",
          guards=[guards.issuer_is_not_volunteer, guards.issuer_recorded_hours, guards.proof_notice_over],
          consequences=["draw_proof", "tell_proof_asker"])  # fmt: skip
    def issue(self, *, by):
        """Numbered and frozen as it is on this day. Always free."""
        today = clock.today()
        self.number = next_number(self.organisation.region.code, today.year)
        self.name, self.issued_by, self.issued_on = self.volunteer.name, by, today
        self.lines = self._lines()
        self.minutes = sum(line["minutes"] for line in self.lines)

    def _lines(self) -> list[dict]:
        """What was done on which days: one line for each service, counter-entries set off, nothing that is nought."""
        rows = (
            self.countable()
            .values("content")
            .annotate(minutes=models.Sum("minutes"), first=models.Min("day"), last=models.Max("day"))
        )
        found = [row for row in rows.order_by("first", "content") if row["minutes"] > 0]
        return [{**row, "first": row["first"].isoformat(), "last": row["last"].isoformat()} for row in found]

    @move(state, source=[S.ASKED, S.SHOWN], target=S.REFUSED, label="不予出具", actor="出具组织的管理人员",
          guards=[guards.issuer_is_not_volunteer], inputs=[NOTE], consequences=["tell_proof_asker"])  # fmt: skip
    def refuse(self, *, note):
        """Not as asked for; the volunteer reads why."""
        self.reason = note

    @move(state, source=S.ISSUED, target=S.REVOKED, label="撤销证明", actor="出具组织的管理人员",
          guards=[guards.issuer_is_not_volunteer], inputs=[NOTE], consequences=["tell_proof_asker"],
          danger=True)  # fmt: skip
    def revoke(self, *, note):
        """What it says is false; whoever checks the number reads so from this moment."""
        self.reason = note
