"""What adjustments of this house rest on: a verified complaint, an inspection that found something, a rectification."""

from django.db.models import Q

from core import clock
from core.findings import Finding
from core.text import chinese_date
from creation_cycle import adjustment_bases
from creation_cycle.adjustment_bases import Ground
from creation_cycle.enums import AdjustmentBasis as Basis
from reviews.enums import ComplaintState, InspectionState, RectificationState
from reviews.models import Complaint, Inspection, InspectionItem, Rectification


def _named(adjustment, model):
    """The record behind `complaint:12`, if it is about the title's unit."""
    key = adjustment.basis_key.rpartition(":")[2]
    if not key.isdecimal():
        return None
    return model.objects.filter(pk=int(key), unit=adjustment.title.unit_id).first()


def complaint_is_verified(adjustment) -> Finding:
    """经核实 (S1 二.3): only 属实 and 部分属实 found a sanction, and not while the body above looks again."""
    complaint = _named(adjustment, Complaint)
    if complaint is None:
        return Finding(ok=False, text="没有找到作为依据的投诉", remedy="填写该集体的投诉编号")
    if complaint.state == ComplaintState.REVIEWING:
        return Finding(ok=False, text=f"投诉 {complaint.number} 正在由上级复查", remedy="等待复查结论")
    outcome = complaint.get_outcome_display() or "尚无结论"
    return Finding(
        ok=complaint.is_verified,
        text=f"投诉 {complaint.number}：{outcome}",
        remedy="" if complaint.is_verified else "只有经查属实或部分属实的投诉可以作为依据",
    )


def inspection_found_something(adjustment) -> Finding:
    inspection = _named(adjustment, Inspection)
    if inspection is None:
        return Finding(ok=False, text="没有找到作为依据的检查")
    reported = inspection.state in (InspectionState.REPORTED, InspectionState.CLOSED)
    problems = inspection.items.problems().count() if reported else 0
    text = (
        f"检查 {inspection.number}：发现 {problems} 项问题"
        if reported
        else f"检查 {inspection.number} 尚未提交"
    )
    return Finding(ok=problems > 0, text=text)


def rectification_failed(adjustment) -> Finding:
    """Not mended in time, or found wanting when it was looked at again."""
    notice = _named(adjustment, Rectification)
    if notice is None:
        return Finding(ok=False, text="没有找到作为依据的整改通知单")
    open_ = notice.state in (RectificationState.ISSUED, RectificationState.ANSWERED)
    failed = open_ and (clock.today() > notice.due_on or bool(notice.finding))
    text = f"整改通知单 {notice.number}：{notice.get_state_display()}"
    return Finding(ok=failed, text=text, remedy="" if failed else "整改期满仍未完成的才可以作为依据")


def verified_complaints(unit, user) -> list[Ground]:
    """属实 and 部分属实, unless the body above looks again; the label says nothing of who complained."""
    seen = Complaint.objects.visible_to(user).filter(unit=unit).verified()
    settled = seen.exclude(state=ComplaintState.REVIEWING).order_by("-pk")
    return [
        Ground(f"complaint:{case.pk}", f"投诉 {case.number}：{case.get_outcome_display()}")
        for case in settled
    ]


def inspections_with_problems(unit, user) -> list[Ground]:
    """Handed in, with at least one point that was found wanting."""
    over = [InspectionState.REPORTED, InspectionState.CLOSED]
    wanting = InspectionItem.objects.problems().values("inspection")
    rows = Inspection.objects.visible_to(user).filter(unit=unit, state__in=over, pk__in=wanting)
    return [
        Ground(visit.basis_key, f"检查 {visit.number}：{chinese_date(visit.reported_on)}提交，发现问题")
        for visit in rows.order_by("-pk")
    ]


def failed_rectifications(unit, user) -> list[Ground]:
    """Open past their deadline, or sent back after a second look."""
    rows = Rectification.objects.visible_to(user).filter(
        Q(due_on__lt=clock.today()) | ~Q(finding=""),
        unit=unit,
        state__in=[RectificationState.ISSUED, RectificationState.ANSWERED],
    )
    return [
        Ground(f"rectification:{notice.pk}", f"整改通知单 {notice.number}：{chinese_date(notice.due_on)}到期")
        for notice in rows.order_by("-pk")
    ]


def register() -> None:
    """Answer for the three bases that this house keeps the records of."""
    adjustment_bases.register(Basis.COMPLAINT, complaint_is_verified, verified_complaints)
    adjustment_bases.register(Basis.INSPECTION, inspection_found_something, inspections_with_problems)
    adjustment_bases.register(Basis.RECTIFICATION, rectification_failed, failed_rectifications)
