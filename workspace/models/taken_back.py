"""What every daily record shares that its keepers may take back: it stays, and can be brought back."""

from django.db import models


class TakenBackQuerySet(models.QuerySet):
    def kept(self):
        """Without those that were taken back: what counts and what others are shown."""
        return self.filter(removed_at__isnull=True)


class TakenBackModel(models.Model):
    """A record that is never deleted, because something may point to it."""

    removed_at = models.DateTimeField("撤下时间", null=True, editable=False)

    objects = TakenBackQuerySet.as_manager()

    class Meta:
        abstract = True
