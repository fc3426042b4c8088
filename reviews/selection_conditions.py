"""What stands between a selection and its publication, and what keeps single decisions out of its way.

The preview shows exactly these answers: it asks `core.lifecycle.step` for the move.
"""

from collections.abc import Iterable, Iterator, Mapping

from core.lifecycle import Finding, contributes, guard
from creation_cycle.enums import CandidacyState
from reviews.contributions import rounds_held_in
from reviews.enums import RoundState, SelectionState, Verdict
from reviews.models import RoundResult, Selection
from reviews.queries.selection import Overview, Row, ScopeCap, overview_of
from units.queries.conflicts import ties_of

OFFICER = "组委会管理员"
BEYOND_CAP = "按名次超出创评比例名额"
"""What prefilling says of a unit without a place; no reason for one that stands before a nominated unit."""


@contributes("nominations_within_cap")
@guard(clause="中山市实施意见 三(二)5")
def nominations_within_cap(selection) -> list[Finding]:
    """创评比例, counted in the scope that the selection names; units nominated earlier use up places too."""
    return [_cap_finding(cap) for cap in overview_of(selection).caps]


def _cap_finding(found: ScopeCap) -> Finding:
    return Finding(
        ok=found.is_kept,
        text=f"{found.scope}：{found.cap}，本次拟认定 {found.staged} 个",
        measured=str(found.staged),
        required="" if found.cap.left is None else f"≤{found.cap.left} 个",
        remedy="" if found.is_kept else "减少拟认定的集体",
        remedy_at="decisions",
        who=OFFICER,
    )


@contributes("decisions_sound")
@guard(clause="工作指引 二.3（审核认定）", cites=["中山市实施意见 三(二)5"])
def decisions_sound(selection, by) -> list[Finding]:
    """Each decision bears looking at: earned, in the order of the ranking or with a reason, nobody's own cause."""
    overview = overview_of(selection)
    own = own_units(overview.rows, by)
    found = [
        *_own(overview.rows, own),
        *(finding for row, finding in _about_units(overview) if row.candidacy.pk not in own),
        *_open_at_the_line(overview),
        *_without_minutes(overview),
    ]
    held = rounds_held_in(selection.cycle)
    return [*found, *([] if held.ok else [held])] or [
        Finding(ok=True, text="各项结论与排名、表决和回避要求一致")
    ]


def own_units(rows: Iterable[Row], by) -> dict[int, str]:
    """回避, by candidacy: why this person decides nothing about it. Three queries for all of them."""
    if by is None:
        return {}
    ties = ties_of([by.pk])
    reasons = {row.candidacy.pk: ties.with_unit(by.pk, row.unit) for row in rows}
    return {pk: "；".join(found) for pk, found in reasons.items() if found}


def _about(row: Row, text: str, **said) -> Finding:
    """A refusal that leads to the unit's row."""
    said.setdefault("who", OFFICER)
    return Finding(ok=False, text=f"{row.unit}：{text}", remedy_at=f"unit-{row.candidacy.pk}", **said)


def _own(rows: list[Row], own: Mapping[int, str]) -> Iterator[Finding]:
    for row in rows:
        if row.candidacy.pk in own:
            yield _about(row, f"须回避：{own[row.candidacy.pk]}", who="其他经办人")


def _about_units(overview: Overview) -> Iterator[tuple[Row, Finding]]:
    """What is wrong with single decisions. It tells what was staged: not for those who must not know of the unit."""
    yield from _unearned(overview.rows)
    yield from _without_reason(overview)


def _unearned(rows: list[Row]) -> Iterator[tuple[Row, Finding]]:
    for row in rows:
        if row.is_nominated and row.fault:
            yield row, _about(row, f"不能拟认定，{row.fault}", remedy="改为留待下次或不予认定")


def last_nominated(rows: Iterable[Row]) -> dict[str, int]:
    """By scope: the lowest place of a nominated unit."""
    return {row.scope: row.place for row in sorted(rows, key=lambda row: row.place) if row.is_nominated}


def _without_reason(overview: Overview) -> Iterator[tuple[Row, Finding]]:
    """Refusals say why, and so does passing over a unit for one behind it or one of the same place.

    Where the committee has a tie to settle, its vote is what is missing.
    """
    last = last_nominated(overview.rows)
    unsettled = {row.candidacy.pk for group in _ties_at_the_line(overview) for row in group}
    for row in overview.rows:
        if row.decision.reason.strip() not in ("", BEYOND_CAP) or row.candidacy.pk in unsettled:
            continue
        if row.verdict == Verdict.REJECT:
            yield row, _about(row, "不予认定须写明理由", remedy="填写理由")
        elif row.verdict == Verdict.HOLD and row.place <= last.get(row.scope, 0):
            stands = "名次在前" if row.place < last[row.scope] else "与拟认定的集体并列"
            yield row, _about(row, f"{stands}而未拟认定，须写明理由", remedy=_remedy(row))


def _remedy(row: Row) -> str:
    refuted = f"“{BEYOND_CAP}”在此不成立，请改为拟认定，或另写理由"
    return refuted if row.decision.reason.strip() else "填写理由"


def _open_at_the_line(overview: Overview) -> Iterator[Finding]:
    """A tie that the line of the cap runs through is the committee's to settle, not the clerk's."""
    for group in _ties_at_the_line(overview):
        names = "、".join(str(row.unit) for row in group)
        text = f"{names}并列第 {group[0].place} 名，名额线在其中，须由组委会表决"
        yield Finding(
            ok=False, text=text, remedy="填写各集体的表决票数", who="组委会",
            remedy_at=f"unit-{group[0].candidacy.pk}",
        )  # fmt: skip


def _ties_at_the_line(overview: Overview) -> Iterator[list[Row]]:
    """Of units that share a place, those that want one and were treated differently for lack of places."""
    left = {found.scope: found.cap.left for found in overview.caps}
    for group in overview.ties():
        scope, place = group[0].scope, group[0].place
        wanting = [row for row in group if row.verdict != Verdict.REJECT and not row.fault]
        if left[scope] is None or len({row.verdict for row in wanting}) < 2:
            continue
        ahead = sum(row.is_nominated and row.scope == scope and row.place < place for row in overview.rows)
        if 0 < left[scope] - ahead < len(wanting):
            yield wanting


def _without_minutes(overview: Overview) -> Iterator[Finding]:
    voted = any(row.decision.votes_for is not None for row in overview.rows)
    if voted and not overview.selection.minutes.strip():
        yield Finding(
            ok=False, text="已登记表决票数，尚未登记会议纪要", remedy="填写会议纪要的名称或文号",
            remedy_at="minutes", who=OFFICER,
        )  # fmt: skip


@contributes("not_staged")
@guard(clause="工作指引 二.3（审核认定）")
def not_staged(candidacy) -> Finding:
    """While a selection is being drawn up, units that met the standard are decided in it and all at once."""
    draft = None
    if candidacy.state == CandidacyState.MET:
        drafts = Selection.objects.filter(cycle=candidacy.cycle_id, state=SelectionState.DRAFT)
        draft = drafts.first()
    text = f"本周期正在拟定审核名单“{draft.name}”，请在名单中一并办理" if draft else "没有拟定中的审核名单"
    return Finding(ok=draft is None, text=text, remedy="打开审核名单" if draft else "", remedy_at="selection")


@contributes("result_stands")
@guard(clause="工作指引 二.3（审核认定）；中山市实施意见 四(三)")
def result_stands(candidacy) -> Finding:
    """Points at the pass line, no 一票否决, no failed test: as the last closed round found it."""
    results = RoundResult.objects.filter(candidacy=candidacy, round__state=RoundState.CLOSED)
    last = results.select_related("round").order_by("round__closes_on", "pk").last()
    if last is None:
        return Finding(ok=False, text="没有考核结果")
    said = f"{last.round.name}：{last.mean} 分，达标线 {last.pass_line} 分"
    faults = [last.veto and f"一票否决：{last.veto}", last.failed_gate and f"未通过测试：{last.failed_gate}"]
    return Finding(ok=last.is_met, text="；".join([said, *(fault for fault in faults if fault)]))
