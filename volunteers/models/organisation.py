"""志愿服务组织: who records volunteers and their hours, below a league committee, and who keeps its pages."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core import clock
from core.fields import EncryptedTextField, StateField
from core.lifecycle import NOTE, LifecycleModel, move
from core.validators import validate_phone, validate_plain_text
from units.enums import OfficeRole
from units.models import Committee
from volunteers import guards
from volunteers.enums import OrganisationState

S = OrganisationState
READERS = (OfficeRole.VOLUNTEER, OfficeRole.AUDITOR)
"""Offices whose holders read the register: as few as need to (个人信息保护法第六条)."""


class OrganisationQuerySet(models.QuerySet):
    def within(self, organisation: "VolunteerOrganisation") -> "OrganisationQuerySet":
        """The organisation itself and everything below it."""
        return self.filter(path__startswith=organisation.path)

    def kept_by(self, user) -> "OrganisationQuerySet":
        """Organisations that `user` is a steward of today, and those below them."""
        held = Steward.objects.current().filter(user_id=user.pk)
        found = Q(pk__in=[])
        for path in held.values_list("organisation__path", flat=True):
            found |= Q(path__startswith=path)
        return self.filter(found)

    def overseen_by(self, user, *roles: OfficeRole) -> "OrganisationQuerySet":
        """Organisations below the committees where `user` serves; as a reader of the register when no role is named."""
        return self.filter(committee__in=Committee.objects.overseen_by(user, *(roles or READERS)))

    def visible_to(self, user) -> "OrganisationQuerySet":
        """Kept or overseen ones; a superuser sees all. Everybody may choose one: see `open_to_join`."""
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        kept, seen = (
            VolunteerOrganisation.objects.kept_by(user),
            VolunteerOrganisation.objects.overseen_by(user),
        )
        return self.filter(Q(pk__in=kept.values("pk")) | Q(pk__in=seen.values("pk")))

    def open_to_join(self) -> "OrganisationQuerySet":
        return self.filter(state=S.ACTIVE)


class VolunteerOrganisation(LifecycleModel):
    """An organisation of volunteers, at one place of the tree of organisations and of one committee."""

    name = models.CharField("组织名称", max_length=80, unique=True, validators=[validate_plain_text])
    code = models.CharField(
        "组织代码", max_length=20, unique=True, help_text="导入名册时可以用代码代替名称。"
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级组织"
    )
    path = models.CharField("路径", max_length=200, unique=True, editable=False)
    committee = models.ForeignKey(
        "units.Committee", models.PROTECT, related_name="volunteer_organisations", verbose_name="主管团组织"
    )
    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="所在区划")
    contact_name = models.CharField("联系人", max_length=40, blank=True, validators=[validate_plain_text])
    contact_phone = EncryptedTextField(
        "联系电话", blank=True, default="", validators=[validate_phone], help_text="加密保存，不公开。"
    )
    registered_on = models.DateField("登记日期", default=clock.today)
    state = StateField("状态", max_length=10, choices=S, default=S.ACTIVE, protected=True, editable=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "志愿服务组织"
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=S.values), name="volunteer_organisation_state_known")
        ]

    def __str__(self):
        return self.name

    def save(self, **kwargs):
        """Keep the materialised path; a new row needs its own key in it, so it is written in two steps."""
        adding = self._state.adding
        if adding:
            self.path = f"new-{clock.now().timestamp()}-{id(self)}"
            super().save(**kwargs)
            kwargs = {key: value for key, value in kwargs.items() if key != "force_insert"}
        old, self.path = self.path, f"{self.parent.path if self.parent_id else '/'}{self.pk}/"
        super().save(**kwargs)
        if not adding and old != self.path:
            self._move_descendants(old)

    def _move_descendants(self, old_path: str) -> None:
        for child in VolunteerOrganisation.objects.filter(path__startswith=old_path).exclude(pk=self.pk):
            moved = self.path + child.path[len(old_path) :]
            VolunteerOrganisation.objects.filter(pk=child.pk).update(path=moved)

    @move(state, source=S.ACTIVE, target=S.SUSPENDED, label="暂停", actor="志愿服务管理员", inputs=[NOTE])
    def suspend(self):
        """Nobody joins for the time being; what was recorded stays."""

    @move(state, source=S.SUSPENDED, target=S.ACTIVE, label="恢复", actor="志愿服务管理员", inputs=[NOTE])
    def resume(self):
        """People may join again."""

    @move(state, source=[S.ACTIVE, S.SUSPENDED], target=S.DISSOLVED, label="注销", actor="志愿服务管理员",
          guards=[guards.nothing_below], inputs=[NOTE], danger=True)  # fmt: skip
    def dissolve(self):
        """Over for good; its volunteers and their hours stay on record."""


class StewardQuerySet(models.QuerySet):
    def current(self) -> "StewardQuerySet":
        today = clock.today()
        return self.filter(starts_on__lte=today).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))


class Steward(models.Model):
    """组织管理员: who keeps an organisation's pages, for a time; approves members and runs events."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="stewardships", verbose_name="人员"
    )
    organisation = models.ForeignKey(
        VolunteerOrganisation, models.CASCADE, related_name="stewards", verbose_name="志愿服务组织"
    )
    starts_on = models.DateField("开始日期", default=clock.today)
    ends_on = models.DateField("结束日期", null=True, blank=True)

    objects = StewardQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "组织管理员"
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation", "starts_on"], name="steward_once"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
                name="steward_ends_after_start",
                violation_error_message="结束日期不能早于开始日期。",
            ),
        ]

    def __str__(self):
        return f"{self.user} · {self.organisation}"
