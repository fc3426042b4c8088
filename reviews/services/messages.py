"""Telling reviewers what waits for them, and organizers when a reviewer steps back."""

from django.urls import reverse

from accounts.models import User
from accounts.services.inbox import notify
from core.lifecycle import consequence
from core.text import chinese_date
from reviews.models import Assignment, ScoreSheet
from units.enums import OfficeRole
from units.models import Office


def tell_reviewer(assignment: Assignment) -> None:
    """A new assignment, with the day by which the sheet is due."""
    round_ = assignment.round
    notify(
        [assignment.reviewer],
        title=f"请评审：{assignment.candidacy.unit}",
        body=f"{round_}，请于{chinese_date(round_.closes_on)}前完成评分；如需回避，请在评分页面申请。",
        url=reverse("reviews:list"),
    )


@consequence("tell_reviewer_reopened")
def tell_reviewer_reopened(sheet: ScoreSheet, *, by, **_) -> None:
    """The reviewer learns why the sheet came back, and from whom."""
    assignment = sheet.assignment
    notify(
        [assignment.reviewer],
        title=f"请重新评分：{assignment.candidacy.unit}",
        body=f"{by}退回了您的评分表：{sheet.reopened_for}",
        url=reverse("reviews:sheet", args=[assignment.pk]),
    )


@consequence("tell_organizers")
def tell_organizers(assignment: Assignment, *, by, **_) -> None:
    """Who steps back leaves a panel short: the round's officers have to fill the place."""
    offices = Office.objects.current().filter(
        committee=assignment.round.cycle.committee_id, role=OfficeRole.OFFICER
    )
    notify(
        User.objects.filter(pk__in=offices.values("user"), is_active=True),
        title=f"{assignment.reviewer}{assignment.get_state_display()}：{assignment.candidacy.unit}",
        body=assignment.reason,
        url=reverse("admin:reviews_round_change", args=[assignment.round_id]),
    )
