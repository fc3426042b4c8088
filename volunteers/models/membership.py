"""Who belongs to which organisation, asked for by the volunteer and answered by the organisation."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core import clock
from core.fields import StateField
from core.lifecycle import NOTE, LifecycleModel, move
from volunteers import guards
from volunteers.enums import MembershipState
from volunteers.models.organisation import VolunteerOrganisation
from volunteers.models.volunteer import Volunteer

S = MembershipState
LIVE = [S.PENDING, S.APPROVED]


class MembershipQuerySet(models.QuerySet):
    def live(self) -> "MembershipQuerySet":
        return self.filter(state__in=LIVE)

    def approved(self) -> "MembershipQuerySet":
        return self.filter(state=S.APPROVED)

    def waiting(self) -> "MembershipQuerySet":
        return self.filter(state=S.PENDING)

    def visible_to(self, user) -> "MembershipQuerySet":
        organisations = VolunteerOrganisation.objects.visible_to(user).order_by()
        return self.filter(Q(organisation__in=organisations.values("pk")) | Q(volunteer__user_id=user.pk))


class Membership(LifecycleModel):
    """One volunteer in one organisation; at most one live row for both."""

    volunteer = models.ForeignKey(
        Volunteer, models.CASCADE, related_name="memberships", verbose_name="志愿者"
    )
    organisation = models.ForeignKey(
        VolunteerOrganisation, models.PROTECT, related_name="memberships", verbose_name="志愿服务组织"
    )
    asked_on = models.DateField("申请日期", default=clock.today)
    decided_on = models.DateField("办理日期", null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="办理人",
        editable=False,
    )
    ended_on = models.DateField("退出日期", null=True, editable=False)
    reason = models.TextField("说明", blank=True, editable=False)
    state = StateField("状态", max_length=10, choices=S, default=S.PENDING, protected=True, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "加入组织"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["volunteer", "organisation"],
                condition=Q(state__in=LIVE),
                name="one_live_membership",
                violation_error_message="已加入该组织，或申请正在办理。",
            ),
            models.CheckConstraint(condition=Q(state__in=S.values), name="membership_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=[S.APPROVED, S.DECLINED]) | Q(decided_on__isnull=False),
                name="decided_membership_has_day",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "state", "-id"], name="membership_by_organisation")]

    def __str__(self):
        return f"{self.volunteer} · {self.organisation}"

    @move(state, source=S.PENDING, target=S.APPROVED, label="同意加入", actor="组织管理员或志愿服务管理员",
          guards=[guards.organisation_open, guards.volunteer_on_register, guards.guardian_agreed,
                  guards.not_oneself],
          consequences=["confirm_volunteer", "tell_volunteer"])  # fmt: skip
    def approve(self, *, by):
        """The card was looked at: the person is who they say and belongs here from today."""
        self.decided_by, self.decided_on = by, clock.today()

    @move(state, source=S.PENDING, target=S.DECLINED, label="不同意", actor="组织管理员或志愿服务管理员",
          guards=[guards.not_oneself], inputs=[NOTE], consequences=["tell_volunteer"])  # fmt: skip
    def decline(self, *, by, note):
        """Not accepted, and told why."""
        self.decided_by, self.decided_on, self.reason = by, clock.today(), note

    @move(state, source=S.PENDING, target=S.WITHDRAWN, label="撤回申请", actor="志愿者本人")
    def withdraw(self):
        """Taken back before the organisation answered."""

    @move(state, source=S.APPROVED, target=S.ENDED, label="退出组织", actor="志愿者本人或组织管理员",
          consequences=["tell_volunteer"])  # fmt: skip
    def end(self, *, note):
        """No longer a member; hours recorded here stay."""
        self.ended_on, self.reason = clock.today(), note
