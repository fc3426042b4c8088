"""The roster 成员花名册: who belongs to the collective, with as little personal data as the rules need."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core import clock
from core.fields import BlindIndexField, EncryptedTextField
from core.masking import mask_identity_number, mask_name
from core.validators import validate_identity_number, validate_not_future, validate_plain_text
from units.enums import PoliticalStatus, Sex
from units.validators import validate_working_age


def is_registered_volunteer(prefix: str = "") -> Q:
    """With a number, or said to be one where the number is not at hand (S4 一(二)2); `prefix` leads to a member."""
    return Q(**{f"{prefix}is_volunteer": True}) | Q(**{f"{prefix}volunteer_number__gt": ""})


class MemberQuerySet(models.QuerySet):
    def on(self, day) -> "MemberQuerySet":
        """Members on `day`: joined, and not yet left."""
        return self.filter(Q(joined_on__isnull=True) | Q(joined_on__lte=day)).filter(
            Q(left_on__isnull=True) | Q(left_on__gt=day)
        )


class Member(models.Model):
    """One person of a unit. The identity number is optional, encrypted, and shown masked only (domain.md §12.7)."""

    unit = models.ForeignKey("units.Unit", models.CASCADE, related_name="members", verbose_name="集体")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name="登录账号",
    )
    name = models.CharField("姓名", max_length=40, validators=[validate_plain_text])
    birth_date = models.DateField(
        "出生日期",
        validators=[validate_not_future, validate_working_age],
        help_text="只知道年月时填当月 1 日。",
    )
    sex = models.CharField("性别", max_length=6, choices=Sex, blank=True)
    is_chinese = models.BooleanField("中国国籍", default=True)
    political_status = models.CharField("政治面貌", max_length=8, choices=PoliticalStatus, blank=True)
    position = models.CharField("岗位", max_length=40, blank=True)
    is_captain = models.BooleanField("号长", default=False)
    is_principal = models.BooleanField("主要负责人", default=False)
    is_league_secretary = models.BooleanField("团组织主要负责人", default=False)
    volunteer_number = models.CharField("注册志愿者编号", max_length=30, blank=True)
    is_volunteer = models.BooleanField(
        "注册志愿者", default=False, help_text="手头没有编号时勾选；填写了编号的不用勾选。"
    )
    identity_number = EncryptedTextField(
        "居民身份证号码", blank=True, default="", validators=[validate_identity_number]
    )
    identity_index = BlindIndexField("identity_number")
    joined_on = models.DateField("加入日期", null=True, blank=True)
    left_on = models.DateField("离开日期", null=True, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "集体成员"
        ordering = ["-is_captain", "-is_principal", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(is_captain=True, left_on__isnull=True),
                name="one_captain_on_roster",
                violation_error_message="花名册中已有号长，一个集体只设一名号长。",
            ),
            models.UniqueConstraint(
                fields=["unit", "identity_index"],
                condition=Q(left_on__isnull=True, identity_index__isnull=False),
                name="member_once_per_unit",
                violation_error_message="该身份证号码已在本集体花名册中。",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True)
                | Q(joined_on__isnull=True)
                | Q(left_on__gte=models.F("joined_on")),
                name="member_leaves_after_joining",
                violation_error_message="离开日期不能早于加入日期。",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def masked_name(self) -> str:
        return mask_name(self.name)

    @property
    def masked_identity_number(self) -> str:
        return mask_identity_number(self.identity_number)

    @property
    def is_current(self) -> bool:
        return self.left_on is None or self.left_on > clock.today()
