"""Assigning reviewers, filling sheets, and settling a round (DESIGN §4: meet / fall_short)."""

from decimal import Decimal
from fractions import Fraction

from django.db import transaction

from core.lifecycle import Finding, TransitionBlocked, consequence, perform
from core.services import ledger
from creation_cycle.enums import CandidacyState
from creation_cycle.models import Candidacy
from creation_cycle.scoring import half_up
from reviews.enums import RoundState
from reviews.models import Assignment, Round, RoundResult, Score, ScoreSheet
from reviews.services.messages import tell_reviewer
from reviews.services.vetoes import confirm_vetoes, vetoes_of
from units.queries.conflicts import conflicts_of


@transaction.atomic
def assign(round_: Round, candidacy: Candidacy, reviewer, *, by) -> Assignment:
    """Give a unit to a reviewer; raises TransitionBlocked for a conflict of interest, for anybody's wish."""
    round_ = Round.objects.select_for_update().get(
        pk=round_.pk
    )  # closing it waits for us, or we see it closed
    if found := refusals(round_, candidacy, reviewer):
        raise TransitionBlocked(found)
    assignment = Assignment.objects.create(round=round_, candidacy=candidacy, reviewer=reviewer)
    ledger.append_creation(assignment, by=by)
    sheet = ScoreSheet.objects.create(assignment=assignment)
    ledger.append_creation(sheet, by=by)
    tell_reviewer(assignment)
    return assignment


def refusals(round_: Round, candidacy: Candidacy, reviewer) -> list[Finding]:
    """Why this reviewer cannot assess this unit in this round; the form asks before it saves."""
    found = [
        Finding(ok=False, text=f"{reviewer}须回避：{reason}")
        for reason in conflicts_of(reviewer, candidacy.unit)
    ]
    if round_.state == RoundState.CLOSED:
        found.append(Finding(ok=False, text="本轮考核已结束，不能再指派"))
    if candidacy.cycle_id != round_.cycle_id:
        found.append(Finding(ok=False, text="该申报不属于本轮考核所在的周期"))
    return found


@transaction.atomic
def save_scores(
    sheet: ScoreSheet, *, points: dict, remarks: dict, comment: str, found: dict | None = None
) -> ScoreSheet:
    """Keep a draft: `points` and `remarks` by item primary key; None clears an item, others stay as they are.

    `found` says of items of 一票否决, which are among `points` with 0, whether they were found.
    Raises TransitionBlocked when the sheet is locked; the caller's form has checked the ranges.
    """
    sheet = ScoreSheet.objects.select_for_update().get(pk=sheet.pk)
    if not sheet.is_draft:
        raise TransitionBlocked([Finding(ok=False, text="评分表已锁定，不能修改")])
    sheet.scores.filter(item__in=[item for item, value in points.items() if value is None]).delete()
    found = found or {}
    Score.objects.bulk_create(
        [
            Score(
                sheet=sheet, item_id=item, points=value, remark=remarks.get(item, ""), found=found.get(item)
            )
            for item, value in points.items()
            if value is not None
        ],
        update_conflicts=True,
        unique_fields=["sheet", "item"],
        update_fields=["points", "remark", "found"],
    )
    sheet.comment = comment
    sheet.save()
    return sheet


def mean_of(totals: list[Decimal]) -> Decimal:
    """Arithmetic mean, two decimals, half up (domain.md §4)."""
    return half_up(Fraction(sum(totals, Decimal(0))) / len(totals))


@consequence("settle_round")
def settle(round_: Round, *, by, **_) -> None:
    """Compute each assessed unit's mean against its standard's pass line, confirm its vetoes and move it on."""
    for candidacy in round_.candidacies_under_assessment().filter(state=CandidacyState.ASSESSING):
        result = settle_one(round_, candidacy)
        confirm_vetoes(round_, candidacy, by=by)
        note = f"{round_.name}：平均 {result.mean} 分，达标线 {result.pass_line} 分"
        note += f"；一票否决：{result.veto}" if result.veto else ""
        perform(candidacy, "meet" if result.is_met else "fall_short", by=None, note=note)


def settle_one(round_: Round, candidacy: Candidacy) -> RoundResult:
    """The result of one unit, from its locked sheets; the guard of `close` saw to it that there are some."""
    sheets = ScoreSheet.objects.counting().filter(assignment__round=round_, assignment__candidacy=candidacy)
    totals = list(sheets.values_list("total", flat=True))
    result, _ = RoundResult.objects.update_or_create(
        round=round_,
        candidacy=candidacy,
        defaults={
            "sheets": len(totals),
            "mean": mean_of(totals),
            "pass_line": candidacy.standard.pass_line,
            "veto": "、".join(vetoes_of(round_, candidacy)),
        },
    )
    return result
