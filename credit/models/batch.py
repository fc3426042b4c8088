"""批量查询: a list sent to whoever holds the records, as XLSX or one by one over the network."""

from django.conf import settings
from django.db import models
from django.db.models import Count, Q

from core import clock
from credit.enums import Conclusion, QueryPurpose
from units.models import Committee


class QueryBatchQuerySet(models.QuerySet):
    def visible_to(self, user) -> "QueryBatchQuerySet":
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(committee__in=Committee.objects.overseen_by(user))

    def with_counts(self) -> "QueryBatchQuerySet":
        """`asked` and `waiting`: queries of the batch, and those still without an answer."""
        waiting = Q(queries__conclusion=Conclusion.PENDING)
        return self.annotate(asked=Count("queries"), waiting=Count("queries", filter=waiting))


class QueryBatch(models.Model):
    """Queries put together for one purpose; its answers may come over several days."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+", verbose_name="查询单位")
    name = models.CharField("批次名称", max_length=80)
    purpose = models.CharField("事由", max_length=16, choices=QueryPurpose, default=QueryPurpose.AWARD)
    authorisation = models.CharField(
        "查询依据", max_length=120, help_text="查询单位的依据；个人须另有本人授权，没有授权的个人不会列入。"
    )
    provider = models.CharField("查询渠道", max_length=20)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="发起人",
        editable=False,
    )  # fmt: skip
    created_at = models.DateTimeField("发起时间", default=clock.now, editable=False)

    objects = QueryBatchQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "批量查询"
        ordering = ["-pk"]

    def __str__(self):
        return self.name
