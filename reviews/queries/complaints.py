"""Complaints as others read them: the unit, its desk, and those who look after records that stand as evidence."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Model

from core.text import chinese_date
from creation_cycle.queries.desk_notes import DeskNote
from reviews.enums import ComplaintState as S
from reviews.enums import Light
from reviews.models import Complaint
from units.models import Unit
from workspace.evidence import Citation
from workspace.models import Activity

FINAL = (S.ANSWERED, S.REVIEWING, S.ARCHIVED)
"""From here on the unit may know what was found."""


@dataclass(frozen=True)
class UnitView:
    """All that a unit may know of a complaint about it: nothing that the complainant wrote, nor the day it came."""

    pk: int
    number: str
    unit: Unit
    committee: str
    category: str
    summary: str
    forwarded_on: date
    state_by: date
    is_late: bool
    state: str
    tone: str
    statement: str
    stated_on: date | None
    records: list[Activity]
    outcome: str
    measure: str


def unit_view(complaint: Complaint) -> UnitView:
    told = complaint.state in FINAL
    waits = complaint.state == S.FORWARDED
    return UnitView(
        pk=complaint.pk,
        number=complaint.number,
        unit=complaint.unit,
        committee=complaint.committee.name,
        category=complaint.get_category_display(),
        summary=complaint.summary,
        forwarded_on=complaint.forwarded_on,
        state_by=complaint.state_by,
        is_late=waits and complaint.light == Light.RED,
        state=_state_word(complaint),
        tone=S(complaint.state).tone,
        statement=complaint.statement,
        stated_on=complaint.stated_on,
        records=list(complaint.evidence.select_related("activity_type").order_by("day")),
        outcome=complaint.get_outcome_display() if told else "",
        measure=complaint.measure if told else "",
    )


def _state_word(complaint: Complaint) -> str:
    if complaint.state == S.FORWARDED:
        return "待说明"
    return "已办结" if complaint.state in FINAL else "核查中"


def waiting_complaints(units: Collection[Unit]) -> Iterator[DeskNote]:
    """For the desk, the nearest deadline first."""
    asked = Complaint.objects.asked_of(units).filter(state=S.FORWARDED).order_by("state_by", "pk")
    for complaint in asked:
        late = "，已逾期" if complaint.light == Light.RED else ""
        text = f"投诉 {complaint.number} 需要说明：请在{chinese_date(complaint.state_by)}前提交情况说明{late}"
        yield DeskNote(complaint.unit_id, text, "查看并说明", complaint.get_absolute_url())


def cited_in_statements(record: Model) -> Iterator[Citation]:
    """Statements that refer to a record of the log, for `workspace.evidence`; those handed in are judged."""
    if not isinstance(record, Activity):
        return
    for complaint in record.complaints.all():
        yield Citation("投诉情况说明", complaint.number, complaint.state != S.FORWARDED)
