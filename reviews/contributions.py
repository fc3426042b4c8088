"""What the candidacy's moves need to know from assessment; the cycle names the need, this house answers."""

from core.lifecycle import ADVISORY, Finding, contributes, guard
from creation_cycle.queries.assessment import Assessment, RoundOutcome, assesses
from reviews.enums import ComplaintState
from reviews.guards import owed_names, still_blind
from reviews.models import Assignment, Complaint, Round, RoundPart, RoundResult
from reviews.queries.figures import spreads_of
from reviews.queries.letters import letters_to
from reviews.queries.result_list import present_reviews
from units.queries.conflicts import ties_of


@contributes("open_round")
@guard(clause="工作指引 二.3（达标考核）")
def open_round(candidacy) -> Finding:
    """There is a round to apply to."""
    current = Round.objects.open().filter(cycle=candidacy.cycle_id).first()
    text = f"正在进行：{current.name}" if current else "目前没有进行中的达标考核"
    return Finding(ok=current is not None, text=text, who="组委会（开始考核后即可申请）")


@contributes("panel_ready")
@guard(clause="工作指引 二.3；马鞍山市评审做法（回避）")
def panel_ready(candidacy) -> list[Finding]:
    """Enough reviewers in every form of the round, none of them in a conflict of interest."""
    current = Round.objects.open().filter(cycle=candidacy.cycle_id).first()
    if current is None:
        return [Finding(ok=False, text="目前没有进行中的达标考核", who="组委会管理员")]
    panel = list(candidacy.assignments.standing().filter(round=current).select_related("reviewer"))
    parts = list(current.parts.all())
    ties = ties_of({assignment.reviewer_id for assignment in panel})
    conflicts = [
        Finding(ok=False, text=f"评审人员{user}须回避：{'、'.join(found)}", who="组委会管理员")
        for user in dict.fromkeys(assignment.reviewer for assignment in panel)
        if (found := ties.with_unit(user.pk, candidacy.unit))
    ]
    unpaired = current.unpaired
    needed = {part: part.needed_by(candidacy.pk, unpaired) for part in parts}
    return [*(_enough(part, needed[part], panel, len(parts)) for part in parts), *conflicts]


def _enough(part: RoundPart, needed: int, panel: list[Assignment], parts: int) -> Finding:
    seats = sum(assignment.part_id == part.pk for assignment in panel)
    name = f"{part.get_kind_display()}：" if parts > 1 else ""
    if not needed and not seats:
        return Finding(ok=True, text=f"{name}没有可以互评的集体，不计这一形式，权重归其他形式")
    return Finding(
        ok=seats >= needed,
        text=f"{name}已指派 {seats} 名评审人员",
        required=f"≥{needed} 名",
        remedy="指派评审人员",
        remedy_at="panel",
        who="组委会管理员",
    )


@contributes("sheets_settled")
@guard(clause="工作指引 二.3（达标考核）")
def sheets_settled(candidacy) -> Finding:
    """The round that assessed the unit is closed and its result computed."""
    return _settled(candidacy.round_results.filter(round__state="closed").exists())


@sheets_settled.for_all
def _sheets_settled(candidacies) -> dict[int, Finding]:
    results = RoundResult.objects.filter(round__state="closed", candidacy__in=[c.pk for c in candidacies])
    settled = set(results.values_list("candidacy", flat=True))
    return {candidacy.pk: _settled(candidacy.pk in settled) for candidacy in candidacies}


def _settled(is_settled: bool) -> Finding:
    return Finding(ok=is_settled, text="考核结果已确定" if is_settled else "考核尚未结束", who="组委会管理员")


@contributes("rounds_held")
@guard(clause="工作指引 二.3（集中组织至少2次达标考核）")
def rounds_held(candidacy) -> Finding:
    """An obligation of the managing body; a recorded exception stands in for a missing round."""
    return rounds_held_in(candidacy.cycle)


def rounds_held_in(cycle) -> Finding:
    """The same for a cycle as a whole: asked before its selection is opened."""
    held = Round.objects.held().filter(cycle=cycle).count()
    setting = cycle.setting("rounds_per_cycle")
    required = max(cycle.rounds_required, int(setting.limit) if setting else 0)
    excepted = bool(cycle.rounds_exception.strip())
    text = f"本周期已组织 {held} 次达标考核" + ("，不足部分已批准" if excepted else "")
    return Finding(
        ok=held >= required or excepted,
        text=text,
        measured=str(held),
        required=f"≥{required} 次",
        who="组委会",
    )


@contributes("complaints_settled")
@guard(clause="工作指引 二.3（社会监督）")
def complaints_settled(candidacy, by) -> list[Finding]:
    """A complaint that was found true is settled first; open ones are a word of caution for those who may know."""
    complaints = Complaint.objects.filter(unit=candidacy.unit_id).unsettled()
    found = [
        Finding(
            ok=False,
            text=f"投诉 {complaint.number} 经查{complaint.get_outcome_display()}，尚未办结",
            remedy="先处理、反馈并归档该投诉",
            who=str(complaint.committee),
        )
        for complaint in complaints.verified().select_related("committee")
    ]
    known = complaints.visible_to(by).filter(outcome="") if by else complaints.none()
    open_ = known.exclude(state=ComplaintState.DECLINED).count()
    if open_:
        found.append(Finding(ok=False, text=f"另有 {open_} 件投诉正在办理", severity=ADVISORY))
    return found or [Finding(ok=True, text="没有经查属实而未办结的投诉")]


@assesses
def assessment(candidacy) -> Assessment:
    """What the unit reads on its own pages: until when it may apply, and what each closed round found."""
    current = Round.objects.open().filter(cycle=candidacy.cycle_id).first()
    results = candidacy.round_results.select_related("round").order_by("round__closes_on", "pk")
    return Assessment(
        apply_by=current.closes_on if current else None,
        outcomes=[
            RoundOutcome(r.round.name, r.mean, r.pass_line, r.is_met, r.veto, r.failed_gate) for r in results
        ],
        letters=letters_to(candidacy),
    )


@contributes("spreads_reviewed")
@guard(clause="马鞍山市评审做法（合议）；中山市实施意见 四(三)")
def spreads_reviewed(round_, by) -> list[Finding]:
    """Sheets of one unit that lie further apart than the round allows were looked at by a lead, as they are now.

    Of units whose sheet the asker owes it says neither yes nor no.
    """
    reviewed = present_reviews(round_)
    apart = {
        key: spread
        for key, spread in spreads_of(round_).items()
        if spread > round_.spread_limit and key not in reviewed
    }
    units = round_.candidacies_under_assessment().filter(pk__in=apart).order_by("unit__name", "pk")
    owed = owed_names(round_, by)
    found = [
        Finding(
            ok=False,
            text=f"{candidacy.unit}：最高分与最低分相差 {apart[candidacy.pk]:.2f} 分，尚未核对",
            required=f"≤{round_.spread_limit} 分，或由组长核对",
            remedy="查看评分并记录核对意见",
            who="评审组长",
        )
        for candidacy in units
        if candidacy.pk not in owed
    ]
    return [*found, *still_blind(owed, "分差过大")] or [Finding(ok=True, text="没有待核对的分差")]
