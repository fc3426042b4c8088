"""Rows that are written once: what was wrong is set right by another row."""

from django.db import models


class WrittenOnce(TypeError):
    """Somebody tried to change or delete a row that is never changed."""


class WrittenOnceQuerySet(models.QuerySet):
    """Reads and adds; sets of rows are neither changed nor deleted."""

    def update(self, **values):
        raise WrittenOnce(f"{self.model.__name__} is written once")

    def delete(self):
        raise WrittenOnce(f"{self.model.__name__} is never deleted")


class WrittenOnceModel(models.Model):
    """A row that can be added and read. PostgreSQL refuses the rest by a trigger as well (see the migration)."""

    class Meta:
        abstract = True

    def save(self, **kwargs):
        if not self._state.adding:
            raise WrittenOnce(f"{type(self).__name__} is written once")
        super().save(force_insert=True, **{k: v for k, v in kwargs.items() if k != "force_insert"})

    def delete(self, *args, **kwargs):
        raise WrittenOnce(f"{type(self).__name__} is never deleted")
