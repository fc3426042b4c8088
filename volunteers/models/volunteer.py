"""A volunteer on the register: no more than 2012 办法第六条 asks for, encrypted where it names a person for good."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core import clock
from core.crypto import blind_index
from core.fields import BlindIndexField, EncryptedTextField, StateField
from core.findings import Finding
from core.grams import GramsField, grams_of_term
from core.lifecycle import NOTE, Input, LifecycleModel, TransitionBlocked, move
from core.masking import mask_identity_number, mask_name, mask_phone
from core.validators import validate_not_future, validate_phone, validate_plain_text
from units.enums import Sex
from volunteers import guards
from volunteers.enums import IdentityKind, MembershipState, VolunteerState
from volunteers.models.organisation import VolunteerOrganisation
from volunteers.validators import validate_identity

S = VolunteerState
ON_REGISTER = [S.PENDING, S.ACTIVE]
NOBODY = "已删除"
"""The name of whoever asked to be forgotten; hours that were verified stay under it."""


class VolunteerQuerySet(models.QuerySet):
    def on_register(self) -> "VolunteerQuerySet":
        """Neither merged nor erased."""
        return self.filter(state__in=ON_REGISTER)

    def active(self) -> "VolunteerQuerySet":
        return self.filter(state=S.ACTIVE)

    def of(self, organisations: models.QuerySet) -> "VolunteerQuerySet":
        """Recorded by one of the organisations, member of one, or waiting for its answer."""
        from volunteers.models.membership import Membership  # the membership's module needs this one

        live = [MembershipState.PENDING, MembershipState.APPROVED]
        joined = Membership.objects.filter(state__in=live, organisation__in=organisations)
        return self.filter(Q(organisation__in=organisations) | Q(pk__in=joined.values("volunteer")))

    def visible_to(self, user) -> "VolunteerQuerySet":
        """Volunteers of the organisations that `user` keeps or oversees, and oneself; a superuser sees all."""
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        theirs = self.of(VolunteerOrganisation.objects.visible_to(user).order_by().values("pk"))
        return theirs | self.filter(user_id=user.pk)

    def with_identity(self, number: str) -> "VolunteerQuerySet":
        return self.filter(identity_index=blind_index(number))

    def with_phone(self, phone: str) -> "VolunteerQuerySet":
        return self.filter(phone_index=blind_index(phone))

    def named(self, text: str) -> "VolunteerQuerySet":
        """Whose name contains `text`: one character is enough, and an index answers."""
        if not grams_of_term(text):
            return self.none()
        return self.filter(grams__has=text, name__contains=text)


class Volunteer(LifecycleModel):
    """One person. Numbers are shown masked; whoever sees them plain has said what for, and the person can read it."""

    number = models.CharField("志愿者编号", max_length=20, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="volunteer",
        verbose_name="登录账号",
    )
    name = models.CharField("姓名", max_length=50, validators=[validate_plain_text])
    grams = GramsField("name", verbose_name="姓名检索")
    identity_kind = models.CharField(
        "证件类型", max_length=10, choices=IdentityKind, default=IdentityKind.RESIDENT
    )
    identity_number = EncryptedTextField("证件号码", blank=True, default="")
    identity_index = BlindIndexField("identity_number", db_index=False)
    birth_date = models.DateField("出生日期", null=True, validators=[validate_not_future])
    sex = models.CharField("性别", max_length=6, choices=Sex, blank=True)
    phone = EncryptedTextField("联系电话", blank=True, default="", validators=[validate_phone])
    phone_index = BlindIndexField("phone", db_index=False)
    region = models.ForeignKey(
        "units.Region",
        models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
        verbose_name="居住区划",
    )
    skills = models.ManyToManyField(
        "volunteers.Skill", blank=True, related_name="volunteers", verbose_name="服务技能"
    )
    organisation = models.ForeignKey(
        VolunteerOrganisation,
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="recorded",
        verbose_name="登记组织",
        help_text="为其建档并负责资料准确的组织。",
    )
    registered_on = models.DateField("注册日期", default=clock.today)
    updated_on = models.DateField("资料更新日期", default=clock.today, editable=False)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        db_index=False,
        related_name="merged",
        verbose_name="并入的档案",
    )
    erased_on = models.DateField("删除日期", null=True, editable=False)
    forgotten_index = models.CharField("删除前的证件索引", max_length=64, null=True, editable=False)
    hold_reason = models.CharField("留存理由", max_length=120, blank=True, editable=False)
    hold_until = models.DateField("留存至", null=True, editable=False)
    state = StateField("状态", max_length=10, choices=S, default=S.PENDING, protected=True, editable=False)

    objects = VolunteerQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "志愿者"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["number"],
                name="volunteer_number_once",
                violation_error_message="该志愿者编号已经使用。",
            ),
            models.UniqueConstraint(
                fields=["identity_index"],
                name="volunteer_once",
                violation_error_message="该证件号码已经登记。",
            ),
            models.CheckConstraint(condition=Q(state__in=S.values), name="volunteer_state_known"),
            models.CheckConstraint(
                condition=Q(state=S.MERGED, merged_into__isnull=False)
                | (~Q(state=S.MERGED) & (Q(merged_into__isnull=True) | Q(state=S.ERASED))),
                name="merged_volunteer_says_into_whom",
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=F("pk")), name="volunteer_not_merged_into_itself"
            ),
            models.CheckConstraint(
                condition=~Q(state=S.ERASED)
                | Q(name=NOBODY, identity_number="", phone="", user__isnull=True, birth_date__isnull=True),
                name="erased_volunteer_is_nobody",
            ),
            models.CheckConstraint(
                condition=Q(hold_until__isnull=True) | ~Q(hold_reason=""), name="volunteer_hold_has_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-id"], name="volunteer_by_organisation"),
            models.Index(fields=["phone_index"], name="volunteer_by_phone"),
            models.Index(
                fields=["merged_into"], condition=Q(merged_into__isnull=False), name="volunteer_by_kept"
            ),
            models.Index(
                fields=["forgotten_index"],
                condition=Q(forgotten_index__isnull=False),
                name="volunteer_forgotten",
            ),
        ]

    def __str__(self):
        return f"{self.masked_name}（{self.number}）"

    def clean(self):
        """The card number says when a person was born and of which sex: what is typed beside it has to agree.

        The index is filled here already, so that a second record of one person is refused with a sentence.
        """
        if self.identity_number:
            self.identity_number = validate_identity(
                self.identity_number, kind=self.identity_kind, birth_date=self.birth_date, sex=self.sex
            )
            self.identity_index = blind_index(self.identity_number)

    @property
    def masked_name(self) -> str:
        return mask_name(self.name) if self.state != S.ERASED else self.name

    @property
    def masked_identity_number(self) -> str:
        return mask_identity_number(self.identity_number)

    @property
    def masked_phone(self) -> str:
        return mask_phone(self.phone)

    @property
    def is_on_register(self) -> bool:
        return self.state in ON_REGISTER

    def age_on(self, day) -> int | None:
        """周岁 on a day; None where the birth date is not known."""
        return guards.age_of(self.birth_date, day) if self.birth_date else None

    @move(state, source=S.PENDING, target=S.ACTIVE, label="核实登记", actor="系统（组织建档或同意加入时）",
          by_system=True)  # fmt: skip
    def confirm(self):
        """The first organisation has looked at the person's card and let them join."""
        self.updated_on = clock.today()

    @move(state, source=[S.PENDING, S.ACTIVE], target=S.MERGED, label="并入另一档案", actor="志愿服务管理员",
          guards=[guards.nothing_merged_into_it], inputs=[Input("into", "保留档案的志愿者编号"), NOTE],
          consequences=["move_records_to_kept"], danger=True)  # fmt: skip
    def merge(self, *, into):
        """The same person stands twice: this record points to the one that is kept, and its hours go there."""
        kept = Volunteer.objects.select_for_update(of=("self",)).filter(number=into.strip()).first()
        fault = guards.why_not_kept(self, kept)
        if fault:
            raise TransitionBlocked([Finding(ok=False, text=fault)])
        self.merged_into, self.updated_on = kept, clock.today()

    @move(state, source=[S.PENDING, S.ACTIVE, S.MERGED], target=S.ERASED, label="删除个人信息",
          actor="志愿服务管理员", guards=[guards.erasure_asked_for, guards.no_legal_hold], inputs=[NOTE],
          consequences=["forget_records"], danger=True)  # fmt: skip
    def erase(self):
        """At the person's own request: what stays are verified hours of nobody."""
        self._forget()

    @move(state, source=[S.PENDING, S.ACTIVE, S.MERGED], target=S.ERASED, label="到期删除",
          actor="系统（保存期限届满时）", by_system=True, guards=[guards.no_legal_hold],
          consequences=["forget_records"])  # fmt: skip
    def expire(self):
        """The time is over for which the data may be kept (个人信息保护法第四十七条第一款)."""
        self._forget()

    def _forget(self) -> None:
        """Nothing is left that names a person. The keyed index stays beside: no import brings them back unasked."""
        self.forgotten_index = self.identity_index
        self.name, self.identity_number, self.phone, self.sex = NOBODY, "", "", ""
        self.birth_date = self.user = self.region = None
        self.erased_on = self.updated_on = clock.today()
