"""Guards of the yearly recheck 年度复核 (S3 三(二)5; S4 一(三); domain.md §2.2 T11, §6)."""

from collections.abc import Sequence

from django.db.models import prefetch_related_objects

from core import clock
from core.lifecycle import Finding, guard
from core.text import chinese_date
from creation_cycle.recheck_looks import look_at
from units.queries.conflicts import conflicts_of


@guard(no_clause="a title that has ended has nothing to be kept")
def title_stands(recheck) -> Finding:
    return Finding(ok=recheck.title_is_in_force, text=f"称号{recheck.title.get_state_display()}")


@guard(clause="重庆市某区通知 一(三)")
def recheck_form_filled(recheck) -> Finding:
    """The data was looked through, and the year said in a few words."""
    missing = []
    if not recheck.declaration:
        missing.append("核对结果")
    if not recheck.statement.strip():
        missing.append("自查说明")
    text = f"自查表还缺：{'、'.join(missing)}" if missing else "自查表已填全"
    return Finding(ok=not missing, text=text, remedy="填写自查表", who="号长")


@guard(clause="中山市实施意见 三(二)5")
def report_time(recheck) -> Finding:
    """From the first day on; late reports are taken, and marked, until the first review should have ended."""
    plan, today = recheck.plan, clock.today()
    last = max(recheck.report_by, plan.review_by)
    window = f"自查时间：{chinese_date(plan.opens_on)}至{chinese_date(recheck.report_by)}"
    late = f"，逾期可补报至{chinese_date(last)}" if today > recheck.report_by else ""
    return Finding(
        ok=plan.opens_on <= today <= last,
        text=window + late,
        measured=f"今天是{chinese_date(today)}",
        remedy="请联系组织复核的组委会延长期限",
        who=str(plan.committee),
    )


@guard(no_clause="回避: nobody judges their own cause")
def recheck_not_own_unit(recheck, by) -> list[Finding]:
    if by is None:
        return []
    reasons = conflicts_of(by, recheck.title.unit)
    return [Finding(ok=False, text=f"须回避：{reason}", who="其他经办人") for reason in reasons]


@guard(clause="工作指引 二.3（常态监督、动态调整）")
def conditions_kept(recheck) -> Finding:
    """Lost conditions are a matter to look at (待复核), never a silent end: mended, or accepted with a reason."""
    lacking = [found for found in recheck.findings.all() if found.is_open]
    if not lacking:
        return Finding(ok=True, text="基础条件：没有未处理的不符合项")
    names = "；".join(found.text for found in lacking)
    return Finding(
        ok=False,
        text=f"有 {len(lacking)} 项基础条件不符合：{names}",
        remedy="退回集体整改后重新自查，或逐项写明认可的理由",
        who="组委会管理员",
    )


@guard(clause="中山市实施意见 三(二)5")
def sample_was_drawn(recheck) -> Finding:
    """年度复核和抽检: nobody passes before the sample is drawn, for then the draw could be steered."""
    if recheck.state == "sampled" or not recheck.plan.sample_percent:
        return Finding(ok=True, text="抽检：本年度不抽检" if recheck.state != "sampled" else "已列入抽检")
    drawn = recheck.draw is not None and recheck.draw.state == "drawn"
    text = "抽检已公开抽取，本集体未抽中" if drawn else "本年度抽检尚未抽取，抽取后办理"
    return Finding(ok=drawn, text=text, remedy="" if drawn else "公告并进行抽检抽签", who="组委会管理员")


@guard(no_clause="a draw is fair when nobody leaves its list between announcement and draw")
def not_awaiting_draw(recheck) -> Finding:
    waits = recheck.draw is not None and recheck.draw.state == "announced"
    text = "已列入待抽取的抽检名单，抽取后办理" if waits else "没有等待抽取的抽签"
    return Finding(ok=not waits, text=text, who="组委会管理员")


@guard(clause="中山市实施意见 三(二)5")
def sample_looked_at(recheck) -> Finding:
    """A unit that was drawn is visited, or somebody writes down what they looked at."""
    if recheck.state != "sampled":
        return Finding(ok=True, text="未抽中，按初评材料办理")
    look = look_at(recheck)
    return Finding(
        ok=bool(look),
        text=f"抽检已完成：{look}" if look else "抽检尚未登记检查结果",
        remedy="" if look else "登记抽检情况或完成检查",
        who="组委会管理员",
    )


@guard(no_clause="four eyes: whoever reviewed first does not decide (DESIGN §4)")
def decider_is_not_first_reviewer(recheck, by) -> Finding:
    same = by is not None and recheck.reviewed_by_id == by.pk
    text = "认定人不得是初评人" if same else "认定人与初评人不是同一人"
    return Finding(ok=not same, text=text, who="组委会其他管理员")


@guard(no_clause="who has time left to report has missed nothing")
def deadline_missed(recheck) -> Finding:
    """A recheck that was never reported may be failed, but only once its time is over."""
    if recheck.state != "due":
        return Finding(ok=True, text="已自查")
    ok = clock.today() > recheck.report_by
    until = f"自查截止{chinese_date(recheck.report_by)}"
    return Finding(ok=ok, text=f"{until}，{'逾期未报' if ok else '尚未到期'}", who="号长")


@guard(clause="中山市实施意见 三(二)5（自然保留）")
def higher_title_held(recheck) -> Finding:
    return _exempted(recheck, recheck.is_kept_for_higher)


@higher_title_held.for_all
def _higher_title_held_by_all(rechecks: Sequence) -> dict:
    kept = type(rechecks[0]).objects.kept_for_higher_title().filter(pk__in=[r.pk for r in rechecks])
    keys = set(kept.values_list("pk", flat=True))
    return {recheck.pk: _exempted(recheck, recheck.pk in keys) for recheck in rechecks}


def _exempted(recheck, kept: bool) -> Finding:
    text = "持有上级有效称号，自然保留" if kept else "没有可以自然保留的上级有效称号"
    return Finding(ok=kept, text=text)


@guard(clause="中山市实施意见 三(二)5（自然保留）")
def no_higher_title(recheck) -> Finding:
    return _due_again(recheck, recheck.is_kept_for_higher)


@no_higher_title.for_all
def _no_higher_title_of_all(rechecks: Sequence) -> dict:
    kept = type(rechecks[0]).objects.kept_for_higher_title().filter(pk__in=[r.pk for r in rechecks])
    keys = set(kept.values_list("pk", flat=True))
    return {recheck.pk: _due_again(recheck, recheck.pk in keys) for recheck in rechecks}


def _due_again(recheck, kept: bool) -> Finding:
    text = "上级称号仍然有效" if kept else "上级称号已不再有效，应参加复核"
    return Finding(ok=not kept, text=text)


@guard(no_clause="a recheck ends with its title")
def title_is_gone(recheck) -> Finding:
    return _gone(recheck)


@title_is_gone.for_all
def _titles_are_gone(rechecks: Sequence) -> dict:
    """The titles of all of them, read at once."""
    prefetch_related_objects(rechecks, "title")
    return {recheck.pk: _gone(recheck) for recheck in rechecks}


def _gone(recheck) -> Finding:
    return Finding(ok=not recheck.title_is_in_force, text=f"称号{recheck.title.get_state_display()}")


@guard(no_clause="the public value must be unknown when the draw is announced")
def sampling_day_come(draw) -> Finding:
    ok = clock.today() >= draw.draws_on
    return Finding(ok=ok, text=f"抽取日期：{chinese_date(draw.draws_on)}", who="组委会管理员")


@guard(no_clause="the sample follows from the draw, nobody chooses it")
def title_is_drawn(recheck) -> Finding:
    drawn = recheck.draw.order if recheck.draw else ()
    return _drawn(recheck.number in {entry["number"] for entry in drawn})


@title_is_drawn.for_all
def _titles_are_drawn(rechecks: Sequence) -> dict:
    prefetch_related_objects(rechecks, "draw")
    drawn = {recheck.draw for recheck in rechecks if recheck.draw}
    numbers = {entry["number"] for draw in drawn for entry in draw.order}
    return {recheck.pk: _drawn(recheck.number in numbers) for recheck in rechecks}


def _drawn(is_drawn: bool) -> Finding:
    return Finding(ok=is_drawn, text="公开抽签抽中" if is_drawn else "没有抽中")
