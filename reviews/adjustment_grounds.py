"""What adjustments of this house rest on: a verified complaint, an inspection that found something, a rectification."""

from core import clock
from core.findings import Finding
from reviews.enums import ComplaintState, InspectionState, RectificationState
from reviews.models import Complaint, Inspection, Rectification


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
