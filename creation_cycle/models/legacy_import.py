"""往届称号导入: a checked table of past titles that a second person confirms before anything is written."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from core import clock
from core.fields import StateField
from core.lifecycle import NOTE, LifecycleModel, move
from creation_cycle import guards
from creation_cycle.enums import LegacyChoice, LegacyImportState, LegacyStarPolicy
from creation_cycle.models.title import Recognition
from units.enums import Level
from units.models import Committee, Region, Unit

S = LegacyImportState


class LegacyImportQuerySet(models.QuerySet):
    def visible_to(self, user) -> "LegacyImportQuerySet":
        if user.is_superuser:
            return self
        return self.filter(committee__in=Committee.objects.overseen_by(user))


class LegacyImport(LifecycleModel):
    """One file. Its rows passed every check when it was uploaded; what may be a duplicate is decided row by row."""

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="legacy_imports", verbose_name="归口团组织"
    )
    policy = models.CharField("星级政策", max_length=20, choices=LegacyStarPolicy)
    file_name = models.CharField("文件名", max_length=200)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="录入人", editable=False
    )
    created_at = models.DateTimeField("录入时间", default=clock.now, editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="复核人",
        editable=False,
    )
    confirmed_on = models.DateField("登记日期", null=True, editable=False)
    remark = models.TextField("退回或作废的理由", blank=True, editable=False)
    state = StateField("状态", max_length=10, choices=S, default=S.DRAFT, protected=True, editable=False)

    objects = LegacyImportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "往届称号导入"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=S.values), name="legacy_import_state_known"),
            models.CheckConstraint(
                condition=~Q(state=S.CONFIRMED) | Q(confirmed_by__isnull=False),
                name="legacy_import_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("created_by")),
                name="legacy_import_second_person",
            ),
        ]

    def __str__(self):
        return f"往届称号（{self.file_name}）"

    def get_absolute_url(self):
        return reverse("admin:creation_cycle_legacyimport_change", args=[self.pk])

    @property
    def undecided(self) -> models.QuerySet:
        return self.rows.filter(choice="")

    @move(
        state,
        source=S.DRAFT,
        target=S.SUBMITTED,
        label="提交复核",
        actor="组委会管理员",
        guards=[guards.every_row_decided],
        consequences=["tell_second_person"],
    )
    def submit(self):
        """Every possible duplicate was decided; somebody else looks at all of it."""
        self.remark = ""

    @move(
        state,
        source=S.SUBMITTED,
        target=S.CONFIRMED,
        label="复核并登记",
        actor="组委会其他管理员或审批人",
        guards=[guards.confirmer_is_not_importer, guards.every_row_decided],
        consequences=["register_past_titles"],
        danger=True,
    )
    def confirm(self, *, by):
        """A second person answers for it; titles and numbers are written in the same transaction."""
        self.confirmed_by, self.confirmed_on = by, clock.today()

    @move(
        state,
        source=S.SUBMITTED,
        target=S.DRAFT,
        label="退回",
        actor="组委会其他管理员或审批人",
        inputs=[NOTE],
        guards=[guards.confirmer_is_not_importer],
    )
    def send_back(self, *, note):
        """Something has to be looked at again."""
        self.remark = note

    @move(
        state,
        source=S.DRAFT,
        target=S.DISCARDED,
        label="作废",
        actor="组委会管理员",
        inputs=[NOTE],
        danger=True,
    )
    def scrap(self, *, note):
        """The file was the wrong one; nothing of it is written."""
        self.remark = note


class LegacyRow(models.Model):
    """One line of the file, with what it may be a duplicate of and what was decided about that."""

    legacy_import = models.ForeignKey(
        LegacyImport, models.CASCADE, related_name="rows", verbose_name="往届称号导入"
    )
    line = models.PositiveIntegerField("行")
    unit_name = models.CharField("集体名称", max_length=80)
    level = models.CharField("等级", max_length=12, choices=Level)
    star = models.PositiveSmallIntegerField("星级", null=True)
    session = models.CharField("届次", max_length=80)
    year = models.PositiveSmallIntegerField("命名年份")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="行政区划")
    source = models.CharField("公布来源", max_length=120, blank=True)
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    past_number = models.CharField("原证书编号", max_length=40, blank=True)
    candidates = models.JSONField("可能相同的集体", default=list)
    choice = models.CharField("处理", max_length=6, choices=LegacyChoice, blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="认作的集体"
    )
    recognition = models.OneToOneField(
        Recognition, models.PROTECT, null=True, related_name="legacy_row", verbose_name="认定记录"
    )

    class Meta:
        verbose_name = verbose_name_plural = "往届称号导入行"
        ordering = ["line"]
        constraints = [
            models.UniqueConstraint(fields=["legacy_import", "line"], name="legacy_line_once"),
            models.CheckConstraint(
                condition=~Q(choice=LegacyChoice.SAME) | Q(unit__isnull=False), name="legacy_same_names_unit"
            ),
        ]

    def __str__(self):
        return f"第 {self.line} 行 {self.unit_name}"
