"""公开抽签: an order that nobody could steer and anybody can check (domain.md §4; 马鞍山 drew lots)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core import clock
from core.fields import EncryptedTextField, StateField
from core.lifecycle import Input, LifecycleModel, move
from reviews import guards
from reviews.enums import DrawState
from reviews.models.round import Round
from units.models import Committee


class DrawQuerySet(models.QuerySet):
    def visible_to(self, user) -> "DrawQuerySet":
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(round__cycle__committee__in=Committee.objects.overseen_by(user))


class Draw(LifecycleModel):
    """Announced with its entries, a commitment to a secret and the public value that will be used; then drawn.

    `commitment` is the SHA-256 of `secret`, published before; `seed` is made of the secret and of a value that
    nobody knew when the draw was announced. `entries` and `order` are lists of {"number", "unit"}.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="draws", verbose_name="考核轮次")
    title = models.CharField("名称", max_length=80)
    public_source = models.CharField(
        "公开随机数来源",
        max_length=120,
        help_text="公告时尚未产生、任何人都能查到的数，例如“2026年12月1日中国福利彩票3D开奖号码”。",
    )
    draws_on = models.DateField("抽签日期")
    entries = models.JSONField("参加抽签的集体", default=list, editable=False)
    commitment = models.CharField("密数摘要", max_length=64, editable=False)
    secret = EncryptedTextField("密数", editable=False)
    public_value = models.CharField("公开随机数", max_length=60, blank=True, editable=False)
    order = models.JSONField("抽签结果", default=list, editable=False)
    announced_at = models.DateTimeField("公告时间", default=clock.now, editable=False)
    drawn_at = models.DateTimeField("抽签时间", null=True, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="经办人", editable=False
    )
    state = StateField(
        "状态",
        max_length=10,
        choices=DrawState,
        default=DrawState.ANNOUNCED,
        protected=True,
        editable=False,
    )

    settled = tuple(DrawState)

    objects = DrawQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公开抽签"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=DrawState.values), name="draw_state_known"),
            models.CheckConstraint(
                condition=~Q(state=DrawState.DRAWN) | ~Q(public_value=""), name="drawn_with_public_value"
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("honor_roll:draw", args=[self.pk])

    @move(
        state,
        source=DrawState.ANNOUNCED,
        target=DrawState.DRAWN,
        label="抽签",
        actor="组委会管理员",
        inputs=[Input("public_value", "公开随机数", help="按公告的来源如实填写。", max_length=60)],
        guards=[guards.draw_day_come],
        consequences=["put_in_order"],
    )
    def draw(self, *, public_value):
        """The value is known to everybody; the order follows from it."""
        self.public_value = public_value.strip()
        self.drawn_at = clock.now()
