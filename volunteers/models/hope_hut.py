"""希望小屋 个案: case codes only. There is no column that could hold a child's name, on purpose (domain.md §10)."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from core import clock
from units.models import Region
from volunteers.models.project import ServiceProject, overseen
from volunteers.project_enums import HutFamily, ProjectKind


class HopeHutQuerySet(models.QuerySet):
    def visible_to(self, user) -> "HopeHutQuerySet":
        if not user.is_active:
            return self.none()
        return self if user.is_superuser else self.filter(overseen(user, "project__action__committee"))


class HopeHut(models.Model):
    """One 希望小屋, known by its case code. Fields are choices, days and numbers: nothing to type a name into."""

    project = models.ForeignKey(
        ServiceProject, models.PROTECT, related_name="huts", verbose_name="服务项目",
        limit_choices_to={"kind": ProjectKind.HOPE_HUT},
    )  # fmt: skip
    code = models.CharField(
        "个案编号", max_length=20, unique=True,
        validators=[RegexValidator(r"^XW\d{6}-\d{4}-\d{3,}$", "个案编号应形如 XW370300-2021-001，不得含姓名")],
        help_text="形如 XW370300-2021-001。只登记编号，不登记儿童和监护人的姓名、住址和照片。",
    )  # fmt: skip
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="所在区县")
    family = models.CharField("家庭类型", max_length=10, choices=HutFamily)
    consented_on = models.DateField("监护人同意日期", help_text="书面同意书由承办单位保管。")
    built_on = models.DateField("建成日期", null=True, blank=True)
    visits = models.PositiveSmallIntegerField("后续陪伴次数", default=0)
    registered_on = models.DateField("登记日期", default=clock.today, editable=False)

    objects = HopeHutQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "希望小屋个案"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(built_on__isnull=True) | Q(built_on__gte=models.F("consented_on")),
                name="hut_built_with_consent",
                violation_error_message="须先取得监护人同意，建成日期不能早于同意日期。",
            )
        ]

    def __str__(self):
        return self.code
