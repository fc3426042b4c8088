"""One import of a roster: previewed, confirmed, perhaps undone; what was uploaded is kept encrypted and briefly."""

import json

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from core import clock
from core.fields import EncryptedTextField, StateField
from core.lifecycle import LifecycleModel, move
from core.text import chinese_date
from units import guards
from units.enums import RosterImportState as S


class RosterImportQuerySet(models.QuerySet):
    def stale_previews(self) -> "RosterImportQuerySet":
        """Never confirmed, and too old to be."""
        return self.filter(state=S.PREVIEWED, created_at__lte=clock.now() - guards.PREVIEW_STANDS)

    def recent(self) -> "RosterImportQuerySet":
        """Written in the days in which that can be undone."""
        return self.exclude(state=S.PREVIEWED).filter(confirmed_at__gt=clock.now() - guards.UNDO_STANDS)

    def remembering_for_nothing(self) -> "RosterImportQuerySet":
        """Still holding what an undo would need, when nobody can undo any more."""
        too_late = Q(confirmed_at__lte=clock.now() - guards.UNDO_STANDS)
        return self.exclude(state=S.PREVIEWED).filter(too_late).exclude(outcome="")


class RosterImport(LifecycleModel):
    """`table` holds the uploaded cells until confirmed; `outcome` what was written, until it cannot be undone."""

    unit = models.ForeignKey("units.Unit", models.CASCADE, related_name="roster_imports", verbose_name="集体")
    table = EncryptedTextField("表格内容", blank=True)
    choices = models.JSONField("导入设置", default=dict, blank=True)
    outcome = EncryptedTextField("写入内容", blank=True)
    created_count = models.PositiveIntegerField("新增人数", default=0)
    updated_count = models.PositiveIntegerField("更新人数", default=0)
    left_out_count = models.PositiveIntegerField("未导入行数", default=0)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="上传人"
    )
    created_at = models.DateTimeField("上传时间", default=clock.now, editable=False)
    confirmed_at = models.DateTimeField("导入时间", null=True, blank=True, editable=False)
    undone_at = models.DateTimeField("撤销时间", null=True, blank=True, editable=False)
    state = StateField("状态", max_length=10, choices=S, default=S.PREVIEWED, protected=True, editable=False)

    objects = RosterImportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "花名册导入"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=S.values), name="roster_import_state_known"),
            models.CheckConstraint(
                condition=Q(state=S.PREVIEWED) | Q(confirmed_at__isnull=False, table=""),
                name="written_import_forgets_its_table",
            ),
        ]

    def __str__(self):
        return f"{self.unit} {chinese_date(timezone.localdate(self.created_at))}的花名册导入"

    def get_absolute_url(self):
        return reverse("creation_cycle:roster_import", args=[self.unit_id, self.pk])

    @property
    def is_preview(self) -> bool:
        return self.state == S.PREVIEWED

    @property
    def is_undone(self) -> bool:
        return self.state == S.UNDONE

    def built_upon(self) -> "RosterImport | None":
        """The last import that changed members whom this one wrote: it has to be undone before this one."""
        later = self.unit.roster_imports.filter(state=S.CONFIRMED, confirmed_at__gt=self.confirmed_at)
        mine = self._written("created", "updated")
        return next((one for one in later.order_by("-confirmed_at") if one._written("updated") & mine), None)

    def _written(self, *kinds: str) -> set[str]:
        outcome = json.loads(self.outcome or "{}")
        return {key for kind in kinds for key in outcome.get(kind, {})}

    # Moves, in the order of the life of an import.

    @move(
        state,
        source=S.PREVIEWED,
        target=S.CONFIRMED,
        label="确认导入",
        actor="集体账号",
        locks=["unit"],
        guards=[guards.preview_is_fresh],
        consequences=["write_imported_members"],
    )
    def confirm(self):
        """The rows become members; the uploaded table is forgotten."""
        self.table, self.confirmed_at = "", clock.now()

    @move(
        state,
        source=S.CONFIRMED,
        target=S.UNDONE,
        label="撤销导入",
        actor="集体账号",
        locks=["unit"],
        guards=[guards.import_is_recent, guards.last_to_write],
        consequences=["take_back_imported_members"],
    )
    def undo(self):
        """What nobody has touched since is taken back."""
        self.undone_at = clock.now()
