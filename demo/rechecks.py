"""This year's 年度复核 of the city's titles, in every state: what waits on desks, a drawn sample, one failure."""

from collections.abc import Sequence
from datetime import timedelta

from core import clock
from core.lifecycle import perform
from core.services import jobs
from creation_cycle.enums import AdjustmentKind
from creation_cycle.models import Recheck, RecheckDraw, RecheckYear
from creation_cycle.services import recheck_calendar, recheck_draws, recheck_opening, rechecks
from demo.story import Cast, days_from_now
from units.models import Committee, Unit
from units.services import rosters

OPENS = -70
WINDOWS = {"opens_on": OPENS, "report_by": -10, "review_by": 10, "decide_by": 30}
STATEMENT = "一年来坚持首问负责和延时服务，组织岗位练兵和志愿服务，公开承诺全部兑现，没有有责投诉。"
OPINION = "自查情况与平时掌握的一致，建议保持称号。"
LATE = "自查期限已过，经两次提醒仍未提交自查，也没有说明原因。"
SEEN = "随机旁听两个窗口各半小时，服务规范；创建日志与值班表一致。"


def open_year(city: Committee, unpaired: Sequence[Unit], cast: Cast) -> RecheckYear:
    """As the calendar does, on the first day of the windows; `unpaired` have lost their youth home before."""
    today = clock.today()
    with days_from_now(OPENS - 10):
        for unit in unpaired:
            rosters.end_pairing(unit.youth_homes.get(), by=cast.captains[unit.pk])
    windows = {name: today + timedelta(days=day) for name, day in WINDOWS.items()}
    with days_from_now(OPENS):
        plan = RecheckYear.objects.create(
            committee=city, year=clock.today().year, sample_percent=30, by_industry=False, **windows
        )
        jobs.run(recheck_opening.start(plan.year, plans=[plan], by=None).pk)
    return plan


def tell(plan: RecheckYear, units: Sequence[Unit], cast: Cast) -> None:
    """`units` held their titles when the year began: the first and the last have still to report, the second just has.

    The last one's time is over, and it fails; whoever lost the title meanwhile has nothing to report.
    """
    with days_from_now(OPENS + 40):
        recheck_calendar.follow_titles()
    due = plan.rechecks.filter(state="due", title__unit__in=units).select_related("title__unit", "plan")
    _, just_reported, late_review, *early, silent = due.order_by("title__unit_id")
    with days_from_now(-45):
        reported = [_report(recheck, cast) for recheck in early]
    with days_from_now(-20):
        for recheck in reported:
            _review(recheck, cast)
    draw = _draw(plan, cast)
    _visit_and_pass(draw, cast)
    with days_from_now(-11):
        late = _report(late_review, cast)
        _report(just_reported, cast)
    with days_from_now(-3):
        _review(late, cast)
        perform(silent, "fail", by=cast["officer"], measure=AdjustmentKind.RECTIFY, note=LATE)


def _report(recheck: Recheck, cast: Cast) -> Recheck:
    by = cast.captains[recheck.unit_id]
    rechecks.save_report(recheck, by=by, declaration="unchanged", statement=STATEMENT)
    return perform(recheck, "hand_in", by=by)


def _review(recheck: Recheck, cast: Cast) -> Recheck:
    by = cast.recommenders[recheck.reviewing_committee_id]
    return perform(recheck, "review", by=by, suggestion="keep", opinion=OPINION)


def _draw(plan: RecheckYear, cast: Cast) -> RecheckDraw:
    with days_from_now(-19):
        draw = RecheckDraw(
            plan=plan,
            title=f"{plan.year}年度抽检",
            percent=plan.sample_percent,
            public_source="示例：抽取当日的中国福利彩票3D开奖号码",
            draws_on=clock.today() + timedelta(days=3),
        )
        recheck_draws.announce(draw, by=cast["officer"])
    with days_from_now(-16):
        return perform(draw, "draw", by=cast["officer"], public_value="0 0 0")


def _visit_and_pass(draw: RecheckDraw, cast: Cast) -> None:
    """One of the sample was looked at and passes; the others of it wait for their visit."""
    first, *_ = draw.rechecks.filter(state="sampled").order_by("pk")
    with days_from_now(-12):
        looked = {"looked_on": clock.today(), "checked_by": "示例检查员甲、示例检查员乙", "found": SEEN}
        rechecks.record_look(first, by=cast["officer"], **looked)
    with days_from_now(-6):
        undrawn = draw.rechecks.filter(state="reviewed").exclude(findings__ok=False)
        for recheck in [first, *undrawn.order_by("pk")]:
            perform(recheck, "keep", by=cast["officer"])
