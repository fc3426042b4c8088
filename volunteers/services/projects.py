"""Progress of service projects: reports are added and corrected, never overwritten (domain.md §10)."""

from collections.abc import Sequence
from pathlib import PurePosixPath

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.db import transaction
from django.db.models.fields.files import FieldFile

from core.proofs import digest_of
from core.services import ledger
from core.stored_files import cleared_on_failure
from volunteers.models import Indicator, ProgressFile, ProgressReport


def report(indicator: Indicator, *, by, files: Sequence[File] = (), **values) -> ProgressReport:
    """State what was reached up to a day: `value`, `day`, `source`, and `text` and `evidence_url` where there are any.

    `files` were cleaned (`core.proofs`). Raises PermissionDenied or ValidationError, by field; then nothing is kept.
    """
    with cleared_on_failure() as stored, transaction.atomic():
        _require_right(by, indicator)
        indicator = Indicator.objects.select_for_update(of=("self",)).get(pk=indicator.pk)
        return _add(ProgressReport(indicator=indicator, reported_by=by, **values), by, files, stored)


def correct(
    report: ProgressReport, *, by, reason: str, files: Sequence[File] = (), **values
) -> ProgressReport:
    """A new row in the place of `report`, which stays to be read with its files. Each is corrected once."""
    with cleared_on_failure() as stored, transaction.atomic():
        return _corrected(report, by, reason, values, files, stored)


def _corrected(report: ProgressReport, by, reason: str, values: dict, files, stored) -> ProgressReport:
    _require_right(by, report.indicator)
    Indicator.objects.select_for_update(of=("self",)).get(pk=report.indicator_id)
    if ProgressReport.objects.filter(corrects=report).exists():
        raise ValidationError("这条进展已被更正，请更正最新的一条。", code="corrected_already")
    if not reason.strip():
        raise ValidationError({"reason": "请填写更正理由。"})
    kept = {name: getattr(report, name) for name in ("value", "day", "source", "text", "evidence_url")}
    row = ProgressReport(
        indicator=report.indicator, corrects=report, reason=reason, reported_by=by, **{**kept, **values}
    )
    return _add(row, by, files, stored, note=f"更正{report.day:%Y-%m-%d}的进展：{reason}")


def _add(
    row: ProgressReport, by, files: Sequence[File], stored: list[FieldFile], note: str = ""
) -> ProgressReport:
    row.full_clean(exclude=["reported_by"])
    row.save()
    _attach(row, files, stored)
    said = note or f"截至{row.day:%Y-%m-%d}：{row.value.normalize():f}{row.indicator.unit}"
    ledger.append(row.indicator, move="report", label="更正进展" if note else "填报进展", by=by, note=said)
    return row


def _attach(row: ProgressReport, files: Sequence[File], stored: list[FieldFile]) -> None:
    """The same file sent twice is kept once."""
    once = {digest_of(item): item for item in files}
    for number, (digest, item) in enumerate(once.items(), start=1):
        kept = ProgressFile(report=row, number=number, size=item.size, sha256=digest)
        suffix = PurePosixPath(item.name).suffix
        kept.file.save(f"progress/{kept.key.hex[:2]}/{kept.key}{suffix}", item, save=False)
        stored.append(kept.file)
        kept.save()


def _require_right(by, indicator: Indicator) -> None:
    if by is not None and not by.has_perm("volunteers.change_indicator", indicator):
        raise PermissionDenied("volunteers.change_indicator")
