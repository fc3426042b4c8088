"""Saving what two people may edit at once; see `core.merge`."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import models

from core import clock
from core.merge import Conflict, Merged, Seen, digests, merge
from core.models import FieldEdit


def merge_into(
    record: models.Model,
    *,
    mine: Mapping[str, Any],
    seen: Seen | None,
    by,
    theirs: Mapping[str, Any] | None = None,
    part: str = "",
) -> Merged:
    """Merge `mine` with what `record` holds; the caller has its lock and writes `Merged.values`.

    `theirs` is given where the fields are not attributes of the record; `part` names one of several forms that
    belong to the same record, e.g. `item-7.`, as the form's `merge_part` does.
    """
    stored = theirs if theirs is not None else {name: getattr(record, name) for name in mine}
    place = place_of(record, part)
    merged = merge(seen, mine, stored, place=place)
    _note(record, part, digests(merged.values, place=place), by)
    conflicts = _signed(record, part, merged.conflicts) if merged.conflicts else {}
    return replace(merged, conflicts=conflicts, record=record)


def place_of(record: models.Model, part: str = "") -> str:
    """Under which name digests of a record's fields are made; a form and its service say the same."""
    return f"{record._meta.label_lower}.{record.pk}.{part}"


def _note(record: models.Model, part: str, written: Mapping[str, str], by) -> None:
    """Remember who wrote these values, given by their digests."""
    marks = [
        FieldEdit(
            record_type=record._meta.label_lower,
            record_id=record.pk,
            name=f"{part}{name}",
            digest=digest,
            editor_name=str(by) if by else "",
            at=clock.now(),
        )
        for name, digest in written.items()
    ]
    FieldEdit.objects.bulk_create(
        marks,
        update_conflicts=True,
        unique_fields=["record_type", "record_id", "name"],
        update_fields=["digest", "editor_name", "at"],
    )


def _signed(record: models.Model, part: str, conflicts: Mapping[str, Conflict]) -> dict[str, Conflict]:
    """The conflicts with who wrote the stored value and when, as far as it was noted."""
    rows = FieldEdit.objects.filter(record_type=record._meta.label_lower, record_id=record.pk)
    marks = {
        (mark.name, mark.digest): mark
        for mark in rows.filter(name__in=[f"{part}{name}" for name in conflicts])
    }
    return {
        name: replace(conflict, editor=mark.editor_name, at=mark.at)
        if (mark := marks.get((f"{part}{name}", conflict.theirs_digest)))
        else conflict
        for name, conflict in conflicts.items()
    }
