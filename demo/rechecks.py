"""This year's recheck of the city: some units have reported, some are reviewed, two are due, one lacks a condition."""

from core import clock
from core.lifecycle import TransitionBlocked, perform
from creation_cycle.models import Recheck, RecheckYear
from creation_cycle.services import recheck_opening, rechecks
from creation_cycle.tasks import open_rechecks
from demo.story import Cast, days_from_now
from units.models import Committee

OPENED, REPORTED, REVIEWED = -70, -45, -20
STATEMENT = "一年来坚持首问负责和延时服务，组织岗位练兵和志愿服务，成员稳定，公开承诺全部兑现，没有有责投诉。"


def recheck(city: Committee, cast: Cast) -> None:
    """Opened as the calendar does; every third unit stops after its report, every fourth has still to report."""
    with days_from_now(OPENED):
        start = clock.today()
        plan = RecheckYear.objects.create(committee=city, year=start.year, **_windows())
        job = recheck_opening.start(plan.year, plans=[plan], by=None)
        while open_rechecks(job):
            pass
    rows = plan.rechecks.filter(state="due", title__unit__in=cast.captains).select_related("title__unit")
    for number, row in enumerate(rows.order_by("pk")):
        if number % 4:
            _report(row, number, cast)


def _windows() -> dict:
    days = {"opens_on": OPENED, "report_by": -10, "review_by": 10, "decide_by": 30}
    windows = {}
    for name, day in days.items():
        with days_from_now(day - OPENED):
            windows[name] = clock.today()
    return windows


def _report(row: Recheck, number: int, cast: Cast) -> None:
    with days_from_now(REPORTED):
        by = cast.captains[row.title.unit_id]
        rechecks.save_report(row, by=by, declaration="unchanged", statement=STATEMENT)
        row = perform(row, "hand_in", by=by)
    reviewer = cast.recommenders.get(row.reviewing_committee_id)
    if number % 3 and reviewer is not None:
        with days_from_now(REVIEWED):
            try:
                perform(row, "review", by=reviewer, suggestion="keep", opinion="自查情况属实，建议合格。")
            except TransitionBlocked:
                return  # the reviewer is tied to the unit: somebody else does it
