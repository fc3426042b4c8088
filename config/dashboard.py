"""The admin's first page: what waits for the reader, by deadline, and how the live cycle stands."""

from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from core import clock, workdays
from creation_cycle.enums import CertificateState, ObjectionState
from creation_cycle.queries import waiting
from credit.queries.waiting import credit_waiting
from reviews.enums import ComplaintState, Light
from reviews.queries.waiting import open_complaints, running_rounds

SHOWN = 8
"""Rows of a list on the dashboard; the link below leads to the rest."""


def fill(request: HttpRequest, context: dict) -> dict:
    """Unfold's dashboard callback. The number of queries does not depend on how much waits."""
    user, today = request.user, clock.today()
    tasks = waiting.waiting_for(user)
    stages = waiting.live_stages(user)
    return {
        **context,
        "tasks": [{"task": task, "url": _candidacies(task), "overdue": task.due < today} for task in tasks],
        "others": [row for row in _other_tasks(user) if row["count"]],
        "notices": _notices(user, today),
        "rounds": running_rounds(user)[:SHOWN],
        "stages": stages,
        "most": max((stage.count for stage in stages), default=0),
    }


def _notices(user, today: date) -> list[dict]:
    """Each open notice with the working days that are left; the calendar is read once for all."""
    notices = list(waiting.open_notices(user)[:SHOWN])
    left = workdays.workdays_left_each((notice.closes_on for notice in notices), today)
    return [
        {"notice": notice, "left": left[notice.closes_on], "over": notice.closes_on < today}
        for notice in notices
    ]


def _candidacies(task: waiting.Waiting) -> str:
    return _listed("creation_cycle_candidacy", desk=task.desk, state__exact=task.state.value)


def _other_tasks(user) -> list[dict]:
    return [
        *_objections(user),
        *_complaints(user),
        *_adjustments(user),
        *_credit(user),
        {
            "label": "证书制发失败，待处理",
            "count": waiting.failed_certificates(user).count(),
            "url": _listed("creation_cycle_certificate", state__exact=CertificateState.FAILED.value),
        },
    ]


def _credit(user) -> list[dict]:
    """What waits for 信用管理员 of the reader's own committees; nothing for others."""
    return [
        {"label": row.label, "count": row.count, "url": _listed(row.page, **row.filters)}
        for row in credit_waiting(user)
    ]


def _objections(user) -> list[dict]:
    """One row for each step of a case; both are counted in one query."""
    counts = waiting.open_objections(user)
    labels = {ObjectionState.RECEIVED: "异议，待受理", ObjectionState.ACCEPTED: "异议核查中，待答复"}
    return [
        {
            "label": label,
            "count": counts.get(state, 0),
            "url": _listed("creation_cycle_objection", state__exact=state.value),
        }
        for state, label in labels.items()
    ]


def _complaints(user) -> list[dict]:
    """What the user's own committees have to do about complaints, and what of it is overdue; one query."""
    counts = open_complaints(user)
    return [
        {
            "label": label,
            "count": counts[name],
            "url": _listed("reviews_complaint", **filters),
        }
        for name, label, filters in (
            ("late", "投诉，已超期", {"light": Light.RED.value}),
            ("received", "投诉，待受理", {"state__exact": ComplaintState.RECEIVED.value}),
        )
    ]


def _adjustments(user) -> list[dict]:
    """动态调整 by what has to be done with them; all are counted in one query."""
    return [
        {
            "label": row.label,
            "count": row.count,
            "url": _listed("creation_cycle_adjustment", state__exact=row.state),
        }
        for row in waiting.waiting_adjustments(user)
    ]


def _listed(name: str, **filters: str) -> str:
    return f"{reverse(f'admin:{name}_changelist')}?{urlencode(filters)}"
