"""抽检抽签: which reviewed titles are looked at on site, drawn so that anybody can compute it again (S3 三(二)5)."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core import clock
from core.fields import EncryptedTextField, StateField
from core.lifecycle import Input, LifecycleModel, move
from creation_cycle.guards import recheck as guards
from creation_cycle.models.recheck_year import RecheckYear
from creation_cycle.recheck_enums import RecheckDrawState
from units.models import Committee


class RecheckDrawQuerySet(models.QuerySet):
    def visible_to(self, user) -> "RecheckDrawQuerySet":
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(plan__committee__in=Committee.objects.overseen_by(user))


class RecheckDraw(LifecycleModel):
    """Announced with its list, its share and a commitment to a secret; drawn by a public value (`core.draws`).

    `entries` is a list of {"number", "unit", "stratum"}, `order` the drawn ones of them with their place in the
    stratum; `shares` says how many each stratum gives (`creation_cycle.sampling`).
    """

    plan = models.ForeignKey(RecheckYear, models.PROTECT, related_name="draws", verbose_name="复核安排")
    title = models.CharField("名称", max_length=80)
    percent = models.PositiveSmallIntegerField(
        "抽检比例（%）", validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    public_source = models.CharField(
        "公开随机数来源",
        max_length=120,
        help_text="公告时尚未产生、任何人都能查到的数，例如“2026年12月1日中国福利彩票3D开奖号码”。",
    )
    draws_on = models.DateField("抽取日期")
    entries = models.JSONField("参加抽取的集体", default=list, editable=False)
    shares = models.JSONField("各层抽取数", default=dict, editable=False)
    order = models.JSONField("抽取结果", default=list, editable=False)
    commitment = models.CharField("密数摘要", max_length=64, editable=False)
    secret = EncryptedTextField("密数", editable=False)
    public_value = models.CharField("公开随机数", max_length=60, blank=True, editable=False)
    announced_at = models.DateTimeField("公告时间", default=clock.now, editable=False)
    drawn_at = models.DateTimeField("抽取时间", null=True, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="经办人", editable=False
    )
    state = StateField(
        "状态",
        max_length=10,
        choices=RecheckDrawState,
        default=RecheckDrawState.ANNOUNCED,
        protected=True,
        editable=False,
    )

    objects = RecheckDrawQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "抽检抽签"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=RecheckDrawState.values), name="recheck_draw_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=RecheckDrawState.DRAWN) | ~Q(public_value=""),
                name="recheck_drawn_with_public_value",
            ),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(state=RecheckDrawState.ANNOUNCED),
                name="one_announced_recheck_draw",
                violation_error_message="本年度已有一次公告后尚未抽取的抽签。",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("honor_roll:recheck_draw", args=[self.pk])

    @move(
        state,
        source=RecheckDrawState.ANNOUNCED,
        target=RecheckDrawState.DRAWN,
        label="抽取",
        actor="组委会管理员",
        inputs=[Input("public_value", "公开随机数", help="按公告的来源如实填写。", max_length=60)],
        guards=[guards.sampling_day_come],
        consequences=["draw_sample"],
    )
    def draw(self, *, public_value):
        """The value is known to everybody; who is looked at follows from it."""
        self.public_value = public_value.strip()
        self.drawn_at = clock.now()
