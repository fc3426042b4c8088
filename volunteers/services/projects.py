"""Progress of service projects: reports are added and corrected, never overwritten (domain.md §10)."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from core.services import ledger
from volunteers.models import Indicator, ProgressReport


@transaction.atomic
def report(indicator: Indicator, *, by, value, day, source: str, text="", evidence_url="") -> ProgressReport:
    """State what was reached up to `day`. Raises PermissionDenied or ValidationError, by field."""
    _require_right(by, indicator)
    indicator = Indicator.objects.select_for_update(of=("self",)).get(pk=indicator.pk)
    return _add(
        ProgressReport(
            indicator=indicator, value=value, day=day, source=source, text=text, evidence_url=evidence_url,
            reported_by=by,
        ),
        by,
    )  # fmt: skip


@transaction.atomic
def correct(report: ProgressReport, *, by, reason: str, **values) -> ProgressReport:
    """A new row in the place of `report`, which stays to be read. Each is corrected once."""
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
    return _add(row, by, note=f"更正{report.day:%Y-%m-%d}的进展：{reason}")


def _add(row: ProgressReport, by, note: str = "") -> ProgressReport:
    row.full_clean(exclude=["reported_by"])
    row.save()
    said = note or f"截至{row.day:%Y-%m-%d}：{row.value.normalize():f}{row.indicator.unit}"
    ledger.append(row.indicator, move="report", label="更正进展" if note else "填报进展", by=by, note=said)
    return row


def _require_right(by, indicator: Indicator) -> None:
    if by is not None and not by.has_perm("volunteers.change_indicator", indicator):
        raise PermissionDenied("volunteers.change_indicator")
