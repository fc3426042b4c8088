"""The league's tree of committees, and who serves where."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core import clock
from units.enums import CommitteeKind, Level, OfficeRole


class CommitteeQuerySet(models.QuerySet):
    def within(self, committee: "Committee") -> "CommitteeQuerySet":
        """The committee itself and everything below it."""
        return self.filter(path__startswith=committee.path)

    def served_by(self, user, *roles: OfficeRole) -> "CommitteeQuerySet":
        """Committees where `user` holds an office today, in one of `roles` when given."""
        offices = Office.objects.current().filter(user_id=user.pk)
        if roles:
            offices = offices.filter(role__in=roles)
        return self.filter(pk__in=offices.values("committee"))

    def overseen_by(self, user, *roles: OfficeRole) -> "CommitteeQuerySet":
        """Committees where `user` serves and everything below them: a user's data scope."""
        served = Committee.objects.served_by(user, *roles).values_list("path", flat=True)
        below = Q(pk__in=[])
        for path in served:
            below |= Q(path__startswith=path)
        return self.filter(below)


class Committee(models.Model):
    """A league committee or an organizing committee's office, at one place of the tree."""

    name = models.CharField("名称", max_length=80, unique=True)
    short_name = models.CharField("简称", max_length=30)
    level = models.CharField("层级", max_length=12, choices=Level)
    kind = models.CharField("类型", max_length=12, choices=CommitteeKind, default=CommitteeKind.TERRITORIAL)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级团组织"
    )
    region = models.ForeignKey("units.Region", models.PROTECT, verbose_name="所在区划")
    industry = models.ForeignKey(
        "units.Industry", models.PROTECT, null=True, blank=True, verbose_name="所属行业系统"
    )
    path = models.CharField("路径", max_length=200, unique=True, editable=False)
    issuer_name = models.CharField(
        "证书落款", max_length=80, blank=True, help_text="留空时使用名称；联合发文时各单位用顿号隔开。"
    )
    archives_certificates = models.BooleanField(
        "证书按档案格式制发",
        default=False,
        help_text="PDF/A-3b，档案部门要求的长期保存格式，文件略大。只影响以后制发的证书。",
    )
    contact_phone = models.CharField("受理电话", max_length=30, blank=True)
    contact_email = models.EmailField("受理邮箱", blank=True)

    objects = CommitteeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "团组织"
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=CommitteeKind.TERRITORIAL) | Q(industry__isnull=False),
                name="system_committee_has_industry",
                violation_error_message="行业系统团组织须填写所属行业系统。",
            )
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
        for child in Committee.objects.filter(path__startswith=old_path).exclude(pk=self.pk):
            Committee.objects.filter(pk=child.pk).update(path=self.path + child.path[len(old_path) :])

    def is_above(self, other: "Committee") -> bool:
        """Strictly above `other` in the tree."""
        return self.pk != other.pk and other.path.startswith(self.path)

    def next_below(self, lower: "Committee") -> "Committee | None":
        """The body just under this one on the way to `lower`: 下一级团组织 (S1 二.3); None when not above it."""
        if not self.is_above(lower):
            return None
        step = lower.path[len(self.path) :].split("/", 1)[0]
        return lower if int(step) == lower.pk else Committee.objects.get(pk=int(step))


class OfficeQuerySet(models.QuerySet):
    def current(self) -> "OfficeQuerySet":
        today = clock.today()
        return self.filter(starts_on__lte=today).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))


class Office(models.Model):
    """A person's role at a committee, for a time (DESIGN: user × committee × role × dates)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="offices", verbose_name="人员"
    )
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="offices", verbose_name="团组织")
    role = models.CharField("职责", max_length=12, choices=OfficeRole)
    starts_on = models.DateField("任职开始", default=clock.today)
    ends_on = models.DateField("任职结束", null=True, blank=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任职"
        constraints = [
            models.UniqueConstraint(fields=["user", "committee", "role", "starts_on"], name="office_once"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
                name="office_ends_after_start",
                violation_error_message="任职结束不能早于任职开始。",
            ),
        ]

    def __str__(self):
        return f"{self.user} · {self.committee.short_name} · {self.get_role_display()}"


class Affiliation(models.Model):
    """Where a user works and which league branch they belong to: the ground of automatic recusal."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="affiliation", verbose_name="人员"
    )
    employer = models.ForeignKey(
        "units.Employer", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="工作单位"
    )
    league_branch = models.CharField("所在团支部", max_length=80, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "工作单位与团支部"

    def __str__(self):
        return str(self.user)
