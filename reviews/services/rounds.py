"""Assigning reviewers and settling a round (DESIGN §4: meet / fall_short)."""

import logging
from datetime import date

from django.db import transaction

from core.bulk_moves import perform_all
from core.lifecycle import Finding, TransitionBlocked, consequence, perform
from core.services import ledger
from creation_cycle.models import Candidacy
from reviews.enums import AssignmentState, RoundState, SheetState
from reviews.models import Assignment, Round, RoundPart, RoundResult, ScoreSheet
from reviews.queries.blindness import is_informed
from reviews.queries.cross_rules import cross_refusals
from reviews.services.messages import tell_reviewer
from reviews.services.results import settle_units
from units.models import Unit
from units.queries.conflicts import conflicts_of

logger = logging.getLogger(__name__)


@transaction.atomic
def assign(
    round_: Round,
    candidacy: Candidacy,
    reviewer,
    *,
    by,
    part: RoundPart | None = None,
    on_behalf_of: Unit | None = None,
    replaces: Assignment | None = None,
    is_told: bool = True,
) -> Assignment:
    """Give a unit to a reviewer, in one form of the round (as a rule the one that counts most), and open the sheet.

    `on_behalf_of` is the unit whose keeper assesses another one (交叉互评); `replaces` names the assignment of
    somebody who stepped back. The reviewer `is_told` at once, unless the caller assigns many and tells them of all
    together. Raises TransitionBlocked for a conflict of interest, for anybody's wish.
    """
    round_ = Round.objects.select_for_update(no_key=True).get(
        pk=round_.pk
    )  # closing waits, or we see it closed
    assignment = Assignment(
        round=round_,
        candidacy=candidacy,
        reviewer=reviewer,
        part=part or round_.main_part,
        on_behalf_of=on_behalf_of,
        replaces=replaces,
    )
    if found := refusals(assignment):
        raise TransitionBlocked(found)
    assignment.save()
    ledger.append_creation(assignment, by=by, note=f"接替{replaces.reviewer}" if replaces else "")
    sheet = ScoreSheet.objects.create(assignment=assignment)
    ledger.append_creation(sheet, by=by)
    if is_told:
        tell_reviewer(assignment)
    return assignment


def refusals(assignment: Assignment) -> list[Finding]:
    """Why this assignment, not yet written, cannot be made; the form asks before it saves."""
    round_, reviewer = assignment.round, assignment.reviewer
    conflicts = conflicts_of(reviewer, assignment.candidacy.unit)
    sentences = [f"{reviewer}须回避：{reason}" for reason in conflicts]
    if round_.state == RoundState.CLOSED:
        sentences.append("本轮考核已结束，不能再指派")
    if assignment.candidacy.cycle_id != round_.cycle_id:
        sentences.append("该申报不属于本轮考核所在的周期")
    if assignment.part.round_id != round_.pk:
        sentences.append("该考核形式不属于本轮考核")
    if not reviewer.is_active:
        sentences.append(f"{reviewer}的账号已停用")
    if assignment.on_behalf_of_id == assignment.candidacy.unit_id:
        sentences.append("集体不能评审自己")
    if is_informed(round_, assignment.candidacy, reviewer):
        sentences.append(f"{reviewer}已可查看其他人对该集体的评分，不能再评审这个集体")
    return [
        Finding(ok=False, text=text)
        for text in [*sentences, *_taken(assignment), *cross_refusals(assignment)]
    ]


def _taken(assignment: Assignment) -> list[str]:
    """The same person twice, or a place that nobody left."""
    same = Assignment.objects.filter(round=assignment.round, candidacy=assignment.candidacy)
    found = []
    if same.standing().filter(part=assignment.part, reviewer=assignment.reviewer).exists():
        found.append(f"{assignment.reviewer}已指派给这个集体")
    if same.filter(state=AssignmentState.RECUSED, reviewer=assignment.reviewer).exists():
        found.append(f"{assignment.reviewer}本轮已申请回避这个集体")
    before = assignment.replaces
    if before and not same.filter(pk=before.pk, part=assignment.part, replaced_by=None).exists():
        found.append("所接替的指派不属于这个集体的这一考核形式，或已有人接替")
    elif before and before.is_standing:
        found.append(f"{before.reviewer}仍在评审这个集体，不能接替")
    return found


def open_due(today: date) -> None:
    """Open planned rounds on their day, one transaction each.

    One that cannot begin, because the one before it still runs, waits: its page says why, and it is tried again.
    """
    for round_ in Round.objects.filter(state=RoundState.PLANNED, opens_on__lte=today, closes_on__gte=today):
        try:
            perform(round_, "open_on_day", by=None)
        except TransitionBlocked as blocked:
            logger.info("round %s waits: %s", round_.pk, blocked)


@consequence("settle_round")
def settle(round_: Round, *, by, **_) -> None:
    """Lock the sheets, compute each assessed unit's figure against the pass line and move it on."""
    perform_all(ScoreSheet.objects.filter(assignment__round=round_, state=SheetState.SUBMITTED), "lock")
    results = {result.candidacy_id: result for result in settle_units(round_)}
    met = {key for key, result in results.items() if result.is_met}
    candidacies = Candidacy.objects.filter(pk__in=results)
    perform_all(candidacies.filter(pk__in=met), "meet", note=lambda one: _note(results[one.pk]))
    perform_all(candidacies.exclude(pk__in=met), "fall_short", note=lambda one: _note(results[one.pk]))


def _note(result: RoundResult) -> str:
    """What the unit's history says of the result."""
    note = f"{result.round.name}：{result.mean} 分，达标线 {result.pass_line} 分"
    note += f"；一票否决：{result.veto}" if result.veto else ""
    return note + (f"；未通过测试：{result.failed_gate}" if result.failed_gate else "")
