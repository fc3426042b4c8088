"""The youth collective itself, the body it belongs to, and who keeps its pages."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core import clock
from core.fields import EncryptedTextField
from core.validators import validate_credit_code, validate_phone, validate_plain_text
from units.enums import EmployerNature, UnitRole
from units.models.committee import Committee


class Employer(models.Model):
    """所属单位, the legal entity; a window or a team has no credit code of its own (domain.md §12.1)."""

    name = models.CharField("单位全称", max_length=80, unique=True, validators=[validate_plain_text])
    credit_code = models.CharField(
        "统一社会信用代码", max_length=18, blank=True, validators=[validate_credit_code]
    )
    nature = models.CharField("单位性质", max_length=12, choices=EmployerNature, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "所属单位"

    def __str__(self):
        return self.name


class UnitQuerySet(models.QuerySet):
    def kept_by(self, user) -> "UnitQuerySet":
        """Units whose pages `user` keeps today, as captain, deputy or filler."""
        return self.filter(pk__in=Post.objects.current().filter(user_id=user.pk).values("unit"))

    def visible_to(self, user) -> "UnitQuerySet":
        """Own units, and units below the committees where `user` holds an office; a superuser sees all."""
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(
            Q(pk__in=Unit.objects.kept_by(user).values("pk"))
            | Q(committee__in=Committee.objects.overseen_by(user))
        )

    def active(self) -> "UnitQuerySet":
        return self.filter(dissolved_on__isnull=True)


def new_slug(name: str) -> str:
    """A public address that stays when the name changes: initials to recognise it by, a random end."""
    from pypinyin import lazy_pinyin  # a large dictionary: a second and 50 MB, for this one purpose

    initials = "".join(syllable[:1] for syllable in lazy_pinyin(name, errors="ignore"))
    return f"{initials.lower()[:24] or 'unit'}-{secrets.token_hex(4)}"


class Unit(models.Model):
    """创建集体: the collective that files, creates and carries a title."""

    name = models.CharField("集体名称", max_length=80, validators=[validate_plain_text])
    slug = models.CharField("网页代号", max_length=40, unique=True, editable=False)
    employer = models.ForeignKey(
        Employer, models.PROTECT, null=True, blank=True, related_name="units", verbose_name="所属单位"
    )
    unit_type = models.ForeignKey(
        "units.UnitType", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="集体类型"
    )
    industry = models.ForeignKey(
        "units.Industry", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="行业系统"
    )
    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="所在区划")
    committee = models.ForeignKey(
        "units.Committee",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="units",
        verbose_name="隶属团组织",
        help_text="受理备案、提出推荐意见的团委（团工委）。",
    )
    league_branch = models.CharField(
        "本集体团组织名称", max_length=80, blank=True, help_text="例如：某某分局机关团支部。"
    )
    is_abroad = models.BooleanField("驻在地在国外", default=False)
    captain_phone = EncryptedTextField(
        "号长联系电话", blank=True, default="", validators=[validate_phone],
        help_text="加密保存，不公开；用于报备登记表、申报表和结对共建协议书。",
    )  # fmt: skip
    complaint_phone = models.CharField("监督电话", max_length=30, blank=True, validators=[validate_phone])
    complaint_email = models.EmailField("监督邮箱", blank=True)
    dissolved_on = models.DateField("撤并日期", null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "创建集体"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "region"],
                name="unit_name_once_per_region",
                violation_error_message="该区划内已有同名集体，请核对是否重复登记。",
            )
        ]
        indexes = [models.Index(fields=["committee", "name"], name="unit_by_committee")]

    def __str__(self):
        return self.name

    def save(self, **kwargs):
        if not self.slug:
            self.slug = new_slug(self.name)
        super().save(**kwargs)

    def get_absolute_url(self):
        return reverse("honor_roll:unit", args=[self.slug])

    @property
    def contact_phone(self) -> str:
        """The captain's, as forms on paper print it: what the unit says, else that of the captain's account."""
        if self.captain_phone:
            return self.captain_phone
        post = self.posts.current().filter(role=UnitRole.CAPTAIN).select_related("user").first()
        return post.user.phone if post else ""


class YouthHomePairing(models.Model):
    """结对青少年之家 (S4 一(二)2: 就近就便，至少 1 所)."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="youth_homes", verbose_name="集体")
    name = models.CharField("青少年之家名称", max_length=80, validators=[validate_plain_text])
    address = models.CharField("地址", max_length=120, blank=True)
    head = models.CharField("青少年之家负责人", max_length=40, blank=True, validators=[validate_plain_text])
    phone = EncryptedTextField(
        "青少年之家联系电话", blank=True, default="", validators=[validate_phone],
        help_text="负责人和联系电话只用于打印结对共建协议书，加密保存，不公开。",
    )  # fmt: skip
    starts_on = models.DateField("结对日期", default=clock.today)
    ends_on = models.DateField("解除日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "结对青少年之家"

    def __str__(self):
        return self.name


class PostQuerySet(models.QuerySet):
    def current(self) -> "PostQuerySet":
        today = clock.today()
        return self.filter(starts_on__lte=today).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))


class Post(models.Model):
    """Who keeps a unit's pages, for a time: 号长, 副号长, 填报员."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="posts", verbose_name="集体")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="posts", verbose_name="人员"
    )
    role = models.CharField("职责", max_length=10, choices=UnitRole)
    starts_on = models.DateField("开始日期", default=clock.today)
    ends_on = models.DateField("结束日期", null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "集体账号"
        constraints = [
            models.UniqueConstraint(fields=["unit", "user", "role", "starts_on"], name="post_once"),
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(role=UnitRole.CAPTAIN, ends_on__isnull=True),
                name="one_captain_per_unit",
                violation_error_message="一个集体同一时间只有一名号长。",
            ),
        ]

    def __str__(self):
        return f"{self.user} · {self.unit} · {self.get_role_display()}"
