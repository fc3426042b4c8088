"""What services of records have in common that several keepers edit and take back."""

from django.db import models

from core import clock
from core.merge import Merged
from workspace.models.taken_back import TakenBackModel


def locked(row: models.Model) -> models.Model:
    """The row as it is now; others who want to change it wait for the end of the transaction."""
    return type(row)._base_manager.select_for_update(of=("self",)).get(pk=row.pk)


def write_merged(row: models.Model, merged: Merged) -> str:
    """Write what a merge decided, and name the changed fields; raises ValidationError from the row's constraints."""
    for name, value in merged.values.items():
        setattr(row, name, value)
    row.validate_constraints()
    row.save(update_fields=sorted(merged.values))
    return "、".join(str(row._meta.get_field(name).verbose_name) for name in merged.values)


def mark_removed(row: TakenBackModel, removed: bool) -> bool:
    """Take a row back or bring it back; False when somebody had done so already."""
    if (row.removed_at is not None) == removed:
        return False
    row.removed_at = clock.now() if removed else None
    row.save(update_fields=["removed_at"])
    return True
