"""Telling reviewers what waits for them, and organizers what a reviewer did that they have to act on."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import User
from accounts.services.inbox import notify
from core.lifecycle import consequence
from core.text import chinese_date
from reviews.enums import RoundMode, SheetState
from reviews.models import Assignment, Round, ScoreSheet, VetoMark
from units.enums import OfficeRole
from units.models import Office


def tell_reviewer(assignment: Assignment) -> None:
    """A new assignment, with the day by which the sheet is due."""
    notify(
        [assignment.reviewer],
        title=f"请评审：{assignment.candidacy.unit}",
        body=_request(assignment),
        url=reverse("reviews:list"),
    )


def _request(assignment: Assignment) -> str:
    """What is asked of a reviewer, and for whom a captain is asked."""
    round_, unit = assignment.round, assignment.on_behalf_of
    begun = f"{round_}交叉互评，请您代表“{unit}”" if unit else f"{round_}，请"
    return f"{begun}于{chinese_date(round_.closes_on)}前完成评分；如需回避，请在评分页面申请。"


def tell_reviewers(assignments: Iterable[Assignment]) -> None:
    """Of many assignments of one round made at once: one message for each reviewer, however many units it is."""
    by_person = defaultdict(list)
    for assignment in assignments:
        by_person[assignment.reviewer].append(assignment)
    for reviewer, given in by_person.items():
        if len(given) == 1:
            tell_reviewer(given[0])
            continue
        notify(
            [reviewer],
            title=f"请评审：{given[0].candidacy.unit}等 {len(given)} 个集体",
            body=_request(given[0]),
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


def tell_moderators(sheet: ScoreSheet, marks: Sequence[VetoMark]) -> None:
    """A second person has to look; whoever still owes a sheet of this unit must not hear of it before."""
    assignment = sheet.assignment
    owing = Assignment.objects.standing().filter(
        round=assignment.round_id, candidacy=assignment.candidacy_id, sheet__state=SheetState.DRAFT
    )
    told = moderators_of(assignment.round).exclude(pk__in=owing.values("reviewer"))
    notify(
        told.exclude(pk=assignment.reviewer_id),
        title=f"请核实一票否决标记：{assignment.candidacy.unit}",
        body="；".join(f"{mark.score.item}：{mark.score.remark}" for mark in marks),
        url=reverse("reviews:lead_round", args=[assignment.round_id]),
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


@consequence("tell_round_opened")
def tell_round_opened(round_: Round, *, by, **_) -> None:
    """The portal opened the round on its day: its officers should know that applications can come in."""
    notify(
        officers_of(round_),
        title=f"考核已按期开始：{round_.name}",
        body=f"评分截止日期：{chinese_date(round_.closes_on)}。请及时组建评审组。",
        url=reverse("admin:reviews_round_change", args=[round_.pk]),
    )


def officers_of(round_: Round) -> QuerySet[User]:
    offices = Office.objects.current().filter(committee=round_.cycle.committee_id, role=OfficeRole.OFFICER)
    return User.objects.filter(pk__in=offices.values("user"), is_active=True)


def moderators_of(round_: Round) -> QuerySet[User]:
    """Officers of the organizing committee and the round's leads."""
    leads = Round.leads.through.objects.filter(round=round_).values("user")
    return officers_of(round_) | User.objects.filter(pk__in=leads, is_active=True)


@consequence("tell_organizers")
def tell_organizers(assignment: Assignment, *, by, **_) -> None:
    """Who steps back may leave a panel short: the round's officers, and those of the body in 委托, fill the place."""
    notify(
        officers_of(assignment.round) | delegates_of(assignment),
        title=f"{assignment.reviewer}{assignment.get_state_display()}：{assignment.candidacy.unit}",
        body=f"{assignment.reason}\n{_left_on_panel(assignment)}",
        url=reverse("admin:reviews_assignment_change", args=[assignment.pk]),
    )


def delegates_of(assignment: Assignment) -> QuerySet[User]:
    """委托下一级: officers of the recommending body; nobody in other rounds."""
    if assignment.round.mode != RoundMode.DELEGATED:
        return User.objects.none()
    body = assignment.candidacy.recommending_committee_id
    offices = Office.objects.current().filter(committee=body, role=OfficeRole.OFFICER)
    return User.objects.filter(pk__in=offices.values("user"), is_active=True)


def _left_on_panel(assignment: Assignment) -> str:
    if assignment.on_behalf_of_id:
        return "该集体须重新进行交叉互评配对。"
    part = assignment.part
    left = Assignment.objects.standing().filter(candidacy=assignment.candidacy_id, part=part).count()
    words = f"该集体的{part.get_kind_display()}现有 {left} 名评审人员"
    return f"{words}，至少须 {part.needed} 名，请补派。" if left < part.needed else f"{words}。"
