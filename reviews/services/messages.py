"""Telling reviewers what waits for them, and organizers what a reviewer did that they have to act on."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import User
from accounts.services.inbox import notify
from core.lifecycle import consequence
from core.text import chinese_date
from reviews.models import Assignment, Round, ScoreSheet, VetoMark
from reviews.models.veto import ROUND
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


@consequence("tell_organizers")
def tell_organizers(assignment: Assignment, *, by, **_) -> None:
    """A recusal leaves a panel short: the round's officers have to fill the place."""
    notify(
        _officers_of(assignment.round),
        title=f"{assignment.reviewer}申请回避：{assignment.candidacy.unit}",
        body=assignment.reason,
        url=reverse("admin:reviews_round_change", args=[assignment.round_id]),
    )


def tell_moderators(sheet: ScoreSheet, marks: Sequence[VetoMark]) -> None:
    """Closing the round would confirm the marks, so its officers have to look into them before."""
    round_ = sheet.assignment.round
    notify(
        _officers_of(round_),
        title=f"请核实一票否决标记：{sheet.assignment.candidacy.unit}",
        body="；".join(f"{mark.score.item}：{mark.score.remark}" for mark in marks),
        url=vetoes_page(round_),
    )


@consequence("tell_marker")
def tell_marker(mark: VetoMark, *, by, **_) -> None:
    """Who marked it learns what became of it."""
    assignment = mark.score.sheet.assignment
    notify(
        [assignment.reviewer],
        title=f"您标记的一票否决{mark.get_state_display()}：{assignment.candidacy.unit}",
        body=f"{mark.score.item}：{mark.note}",
        url=reverse("reviews:sheet", args=[assignment.pk]),
    )


def vetoes_page(round_: Round) -> str:
    """The marks of one round, for its officers."""
    return f"{reverse('admin:reviews_vetomark_changelist')}?{ROUND}__id__exact={round_.pk}"


def _officers_of(round_: Round) -> QuerySet[User]:
    offices = Office.objects.current().filter(committee=round_.cycle.committee_id, role=OfficeRole.OFFICER)
    return User.objects.filter(pk__in=offices.values("user"), is_active=True)
