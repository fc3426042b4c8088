"""Code tables: regions of GB/T 2260, industries and unit types (domain.md §1.1, §12.3)."""

from django.core.validators import RegexValidator
from django.db import models

from units.enums import RegionLevel


class RegionQuerySet(models.QuerySet):
    def valid_on(self, day) -> "RegionQuerySet":
        """Divisions that exist on `day`; old codes stay for the records that carry them."""
        return self.filter(models.Q(valid_from__isnull=True) | models.Q(valid_from__lte=day)).filter(
            models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=day)
        )

    def within(self, region: "Region") -> "RegionQuerySet":
        """The region itself and everything below it."""
        return self.filter(path__startswith=region.path)


class Region(models.Model):
    """An administrative division with its six-digit code; 镇街 below 中山 and 东莞 carry codes of our own."""

    code = models.CharField(
        "行政区划代码",
        max_length=9,
        unique=True,
        validators=[RegexValidator(r"^\d{6}(\d{3})?$", "请填写六位数字代码")],
    )
    name = models.CharField("名称", max_length=60)
    level = models.CharField("层级", max_length=10, choices=RegionLevel)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级"
    )
    path = models.CharField("路径", max_length=60, unique=True, editable=False)
    valid_from = models.DateField("启用日期", null=True, blank=True)
    valid_to = models.DateField("停用日期", null=True, blank=True)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "行政区划"
        ordering = ["code"]

    def __str__(self):
        return self.name

    def save(self, **kwargs):
        self.path = f"{self.parent.path if self.parent_id else ''}{self.code}/"
        super().save(**kwargs)


class CodeTable(models.Model):
    """A list that the committee edits itself; entries in use are switched off, not deleted."""

    code = models.SlugField("代码", max_length=30, unique=True)
    name = models.CharField("名称", max_length=40, unique=True)
    order = models.PositiveSmallIntegerField("排序", default=0)
    is_active = models.BooleanField("启用", default=True)
    source = models.CharField("来源", max_length=60, blank=True)

    class Meta:
        abstract = True
        ordering = ["order", "code"]

    def __str__(self):
        return self.name


class Industry(CodeTable):
    """系统/行业: the league's management lines, not GB/T 4754 (S1 二.1, S4 一(一))."""

    class Meta(CodeTable.Meta):
        verbose_name = verbose_name_plural = "行业系统"


class UnitType(CodeTable):
    """集体类型: who may create at all (E17; S1 二.1, S3, S4 一(一))."""

    class Meta(CodeTable.Meta):
        verbose_name = verbose_name_plural = "集体类型"
