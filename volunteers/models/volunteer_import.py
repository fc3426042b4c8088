"""One import of volunteers: its figures for good, its rows until it is done or a day has passed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core import clock
from core.fields import EncryptedTextField, StateField
from core.lifecycle import LifecycleModel, move
from volunteers import guards
from volunteers.enums import StagedOutcome, VolunteerImportState
from volunteers.models.organisation import VolunteerOrganisation

S = VolunteerImportState


class VolunteerImportQuerySet(models.QuerySet):
    def visible_to(self, user) -> "VolunteerImportQuerySet":
        """One's own; a superuser sees all."""
        if not user.is_active:
            return self.none()
        return self if user.is_superuser else self.filter(created_by=user)

    def left_lying(self) -> "VolunteerImportQuerySet":
        """Never confirmed, and too old to be."""
        old = clock.now() - guards.PREVIEW_STANDS
        return self.filter(state__in=[S.CHECKING, S.PREVIEWED], created_at__lte=old)


class VolunteerImport(LifecycleModel):
    """`rows_file` holds what was uploaded, encrypted; it goes when the import is done or put away."""

    file_name = models.CharField("文件名", max_length=200)
    sheet = models.CharField("工作表", max_length=80, blank=True)
    other_sheets = models.CharField("未读取的工作表", max_length=300, blank=True)
    digest = models.CharField("文件摘要", max_length=64, help_text="SHA-256，用于核对导入的是哪个文件。")
    rows_file = models.CharField("暂存文件", max_length=120, blank=True, editable=False)
    header_row = models.PositiveIntegerField("表头所在行", default=1)
    places = models.JSONField("各列位置", default=dict, editable=False)
    organisation = models.ForeignKey(
        VolunteerOrganisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="默认所属组织",
        help_text="表格中没有填写所属组织的行归入该组织。",
    )
    basis = models.CharField("个人同意的依据", max_length=200)
    total_count = models.PositiveIntegerField("总行数", default=0, editable=False)
    new_count = models.PositiveIntegerField("新登记", default=0, editable=False)
    changed_count = models.PositiveIntegerField("更新", default=0, editable=False)
    same_count = models.PositiveIntegerField("无变化", default=0, editable=False)
    faulty_count = models.PositiveIntegerField("未导入的行", default=0, editable=False)
    check_job = models.ForeignKey("core.Job", models.SET_NULL, null=True, editable=False, related_name="+")
    write_job = models.ForeignKey("core.Job", models.SET_NULL, null=True, editable=False, related_name="+")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="上传人", editable=False
    )
    created_at = models.DateTimeField("上传时间", default=clock.now, editable=False)
    done_at = models.DateTimeField("完成时间", null=True, editable=False)
    state = StateField("状态", max_length=10, choices=S, default=S.CHECKING, protected=True, editable=False)

    objects = VolunteerImportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "志愿者导入"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=S.values), name="volunteer_import_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=[S.DONE, S.DISCARDED]) | Q(rows_file=""),
                name="ended_import_forgets_its_file",
            ),
        ]

    def __str__(self):
        return self.file_name

    def get_absolute_url(self):
        return reverse("admin:volunteers_volunteerimport_change", args=[self.pk])

    upload_to_forget = ""
    """Name of the file that the present move lets go."""

    @move(
        state,
        source=S.CHECKING,
        target=S.PREVIEWED,
        label="核对完成",
        actor="系统（核对结束时）",
        by_system=True,
    )
    def preview(self):
        """Every row has been looked at; nothing is written yet."""

    @move(state, source=S.PREVIEWED, target=S.CONFIRMED, label="确认导入", actor="上传人",
          guards=[guards.import_is_fresh, guards.something_to_write], consequences=["start_writing"])  # fmt: skip
    def confirm(self):
        """The rows that can be are written, in the background."""

    @move(state, source=S.CONFIRMED, target=S.DONE, label="导入完成", actor="系统（写入结束时）", by_system=True,
          consequences=["forget_rows"])  # fmt: skip
    def finish(self):
        """All is written; what was uploaded is forgotten."""
        self._forget_upload()
        self.done_at = clock.now()

    @move(state, source=[S.CHECKING, S.PREVIEWED], target=S.DISCARDED, label="放弃导入", actor="上传人",
          danger=True, consequences=["forget_rows"])  # fmt: skip
    def abandon(self):
        """Nothing was written, and nothing of it is kept."""
        self._forget_upload()

    @move(state, source=[S.CHECKING, S.PREVIEWED], target=S.DISCARDED, label="过期清除",
          actor="系统（24小时未确认时）", by_system=True, consequences=["forget_rows"])  # fmt: skip
    def lapse(self):
        """Nobody confirmed it within a day."""
        self._forget_upload()

    def _forget_upload(self) -> None:
        """The file itself goes when the move is sure: see `forget_rows`."""
        self.upload_to_forget, self.rows_file = self.rows_file, ""


class StagedVolunteer(models.Model):
    """One row that can be written, in the columns of `Volunteer`; encrypted columns are theirs already."""

    batch = models.ForeignKey(VolunteerImport, models.CASCADE, related_name="staged", db_index=False)
    row = models.PositiveIntegerField()
    name = models.CharField(max_length=50)
    grams = models.TextField()
    identity_kind = models.CharField(max_length=10)
    identity_number = models.TextField()
    identity_index = models.CharField(max_length=64)
    birth_date = models.DateField(null=True)
    sex = models.CharField(max_length=6)
    phone = models.TextField()
    phone_index = models.CharField(max_length=64, null=True)
    region_id = models.BigIntegerField(null=True)
    organisation_id = models.BigIntegerField(null=True)
    skills = models.TextField()
    registered_on = models.DateField()
    outcome = models.CharField(max_length=8, choices=StagedOutcome, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "待写入的志愿者"
        indexes = [models.Index(fields=["batch", "row"], name="staged_by_row")]

    def __str__(self):
        return f"{self.batch_id} · {self.row}"


class ImportFault(models.Model):
    """Why a row is not imported: row, column, value and reason. The value may be personal: it is encrypted."""

    batch = models.ForeignKey(VolunteerImport, models.CASCADE, related_name="faults", db_index=False)
    row = models.PositiveIntegerField("行")
    column = models.CharField("列", max_length=20, blank=True)
    value = EncryptedTextField("内容", blank=True)
    reason = models.CharField("原因", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "导入错误"
        ordering = ["batch", "row", "pk"]
        indexes = [models.Index(fields=["batch", "row", "id"], name="fault_by_row")]

    def __str__(self):
        return f"第 {self.row} 行 {self.column}：{self.reason}"
