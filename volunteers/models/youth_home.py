"""青少年之家 and 结对共建协议书 (S4 一(二)2; domain.md §5.5)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core import clock
from core.fields import EncryptedTextField, StateField
from core.lifecycle import NOTE, LifecycleModel, move
from core.validators import validate_phone, validate_plain_paragraphs, validate_plain_text
from units.models import Committee, Region, Unit, YouthHomePairing
from volunteers import pact_guards as guards
from volunteers.event_enums import PactState

S = PactState
LEAST_SESSIONS = 4
"""Sessions a year (S4 一(二)2: 每年不少于 4 场次)."""
CHILD_PROTECTION = (
    "双方遵守未成年人保护的法律规定：服务时始终有乙方工作人员在场；不单独与未成年人相处；未经本人及监护人同意，"
    "不拍摄、不公开未成年人的影像和个人信息；发现侵害线索立即报告。"
)
"""The clause as it is proposed; it may be made stricter, never left out."""


class YouthHomeQuerySet(models.QuerySet):
    def visible_to(self, user) -> "YouthHomeQuerySet":
        if not user.is_active:
            return self.none()
        return self if user.is_superuser else self.filter(committee__in=Committee.objects.overseen_by(user))

    def active(self) -> "YouthHomeQuerySet":
        return self.filter(is_active=True)


class YouthHome(models.Model):
    """青少年之家: a place for young people that units are paired with."""

    name = models.CharField("名称", max_length=80, validators=[validate_plain_text])
    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="youth_homes", verbose_name="主管团组织"
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="所在区划")
    address = models.CharField("地址", max_length=120, validators=[validate_plain_text])
    head = models.CharField("负责人", max_length=40, blank=True, validators=[validate_plain_text])
    phone = EncryptedTextField(
        "联系电话",
        blank=True,
        default="",
        validators=[validate_phone],
        help_text="加密保存，只用于打印协议书。",
    )
    opening = models.CharField("开放时间", max_length=80, blank=True)
    is_active = models.BooleanField("开放", default=True)

    objects = YouthHomeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "青少年之家"
        ordering = ["region__code", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "region"], name="youth_home_once_per_region",
                violation_error_message="该区划内已有同名的青少年之家。",
            )
        ]  # fmt: skip

    def __str__(self):
        return self.name


class PactQuerySet(models.QuerySet):
    def in_force(self) -> "PactQuerySet":
        return self.filter(state=S.IN_FORCE)

    def live(self) -> "PactQuerySet":
        """To be signed, or in force."""
        return self.filter(state__in=[S.DRAFT, S.IN_FORCE])

    def over(self) -> "PactQuerySet":
        """In force by name, while the last day of their term has passed."""
        return self.filter(state=S.IN_FORCE, ends_on__lt=clock.today())

    def visible_to(self, user) -> "PactQuerySet":
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(pairing__unit__in=Unit.objects.visible_to(user))


class Pact(LifecycleModel):
    """What a unit and a youth home agreed on, for one pairing and one term."""

    pairing = models.ForeignKey(
        YouthHomePairing, models.PROTECT, related_name="pacts", verbose_name="结对关系"
    )
    home = models.ForeignKey(
        YouthHome,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="pacts",
        verbose_name="青少年之家（登记）",
    )
    starts_on = models.DateField("协议开始日期")
    ends_on = models.DateField("协议结束日期", help_text="一般到本创建周期结束。")
    sessions = models.PositiveSmallIntegerField("每年服务场次", default=LEAST_SESSIONS)
    service = models.TextField("服务内容", max_length=600, validators=[validate_plain_paragraphs])
    unit_duties = models.TextField(
        "甲方责任", max_length=600, blank=True, validators=[validate_plain_paragraphs]
    )
    home_duties = models.TextField(
        "乙方责任", max_length=600, blank=True, validators=[validate_plain_paragraphs]
    )
    child_protection = models.TextField(
        "未成年人保护条款", max_length=600, default=CHILD_PROTECTION, validators=[validate_plain_paragraphs]
    )
    unit_signer = models.CharField("甲方签署人", max_length=40, blank=True, validators=[validate_plain_text])
    home_signer = models.CharField("乙方签署人", max_length=40, blank=True, validators=[validate_plain_text])
    signed_on = models.DateField("签署日期", null=True, blank=True)
    scan = models.CharField("签署件扫描", max_length=120, blank=True, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="起草人",
        editable=False,
    )
    ended_on = models.DateField("解除日期", null=True, editable=False)
    reason = models.TextField("解除理由", blank=True, editable=False)
    state = StateField("状态", max_length=10, choices=S, default=S.DRAFT, protected=True, editable=False)

    objects = PactQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "结对共建协议书"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=S.values), name="pact_state_known"),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="pact_ends_after_start",
                violation_error_message="结束日期须晚于开始日期。",
            ),
            models.UniqueConstraint(
                fields=["pairing"], condition=Q(state__in=[S.DRAFT, S.IN_FORCE]), name="one_live_pact",
                violation_error_message="这项结对已有待签署或有效的协议书。",
            ),
            models.CheckConstraint(
                condition=Q(state=S.DRAFT)
                | (Q(sessions__gte=LEAST_SESSIONS) & ~Q(child_protection="") & Q(signed_on__isnull=False)),
                name="signed_pact_keeps_the_terms",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.ENDED) | (Q(ended_on__isnull=False) & ~Q(reason="")),
                name="ended_pact_has_reason",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.pairing.unit} 与 {self.pairing.name}"

    @move(state, source=S.DRAFT, target=S.IN_FORCE, label="登记签署", actor="号长",
          guards=[guards.pairing_in_force, guards.sessions_enough, guards.children_protected,
                  guards.both_have_signed, guards.term_not_over])  # fmt: skip
    def sign(self):
        """Both sides have signed; in force for its term."""

    @move(state, source=S.IN_FORCE, target=S.EXPIRED, label="协议到期", actor="系统（到期自动）",
          guards=[guards.term_over], consequences=["tell_pact_over"], by_system=True)  # fmt: skip
    def expire(self):
        """The term is over; the pairing stays until somebody ends it, or a new pact follows."""

    @move(state, source=S.IN_FORCE, target=S.ENDED, label="解除协议", actor="号长", inputs=[NOTE],
          danger=True)  # fmt: skip
    def end(self, *, note):
        """Ended before its time, with the reason."""
        self.ended_on, self.reason = clock.today(), note

    @move(state, source=[S.DRAFT, S.IN_FORCE], target=S.ENDED, label="随结对解除",
          actor="系统（结对解除时）", by_system=True)  # fmt: skip
    def lapse(self, *, note):
        """The pairing itself is over."""
        self.ended_on, self.reason = clock.today(), note
