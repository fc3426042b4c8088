"""青年文明号路、街、市场: several units in one place (S3 三(二)4)."""

from django.db import models
from django.urls import reverse

from core.validators import validate_plain_paragraphs, validate_plain_text
from units.models import Committee, Region, Unit
from units.models.unit import new_slug
from workspace.enums import ClusterKind


class ClusterQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ClusterQuerySet":
        """For staff: those of the committees they oversee; the public page shows every published one."""
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(committee__in=Committee.objects.overseen_by(user))

    def public(self) -> "ClusterQuerySet":
        return self.filter(is_public=True)


class Cluster(models.Model):
    """A road, street or market whose units create together."""

    name = models.CharField("名称", max_length=60, validators=[validate_plain_text])
    kind = models.CharField("类型", max_length=8, choices=ClusterKind)
    slug = models.CharField("网页代号", max_length=40, unique=True, editable=False)
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="clusters", verbose_name="团组织")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="所在区划")
    text = models.TextField("介绍", blank=True, validators=[validate_plain_paragraphs])
    units = models.ManyToManyField(Unit, blank=True, related_name="clusters", verbose_name="集体")
    is_public = models.BooleanField("公开", default=True)

    objects = ClusterQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "青年文明号路、街、市场"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "region"],
                name="cluster_once",
                violation_error_message="该区划内已有同名的路、街、市场。",
            )
        ]

    def __str__(self):
        return self.name

    def save(self, **kwargs):
        if not self.slug:
            self.slug = new_slug(self.name)
        super().save(**kwargs)

    def get_absolute_url(self):
        return reverse("honor_roll:cluster", args=[self.slug])
