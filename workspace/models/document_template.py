"""A committee's own DOCX for one of the forms, in place of the shipped one (domain.md §0.1: labels editable)."""

from django.db import models
from django.db.models import Q

from core import clock
from units.models import Committee
from workspace.models.activity import private_storage


class DocumentTemplateQuerySet(models.QuerySet):
    def visible_to(self, user) -> "DocumentTemplateQuerySet":
        if user.is_superuser:
            return self
        return self.filter(committee__in=Committee.objects.overseen_by(user))

    def nearest(self, kind: str, committee: Committee) -> "DocumentTemplate | None":
        """The active template of `committee` or of the nearest body above it."""
        line = [int(key) for key in committee.path.strip("/").split("/")]
        found = self.filter(kind=kind, is_active=True, committee__in=line).select_related("committee")
        return max(found, key=lambda template: len(template.committee.path), default=None)


class DocumentTemplate(models.Model):
    """The newest of a committee counts for every unit below it; `kind` is a key of `workspace.documents.KINDS`."""

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="document_templates", verbose_name="团组织"
    )
    kind = models.CharField("表格", max_length=30)
    file = models.FileField("DOCX 模板", storage=private_storage, upload_to="document-templates/")
    is_active = models.BooleanField("启用", default=True)
    uploaded_at = models.DateTimeField("上传时间", default=clock.now, editable=False)

    objects = DocumentTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "表格模板"
        ordering = ["committee", "kind", "-uploaded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "kind"],
                condition=Q(is_active=True),
                name="one_active_template",
                violation_error_message="该团组织的这一表格已有启用的模板，请先停用原模板。",
            )
        ]

    def __str__(self):
        return f"{self.committee} {self.kind}"
