"""A city with titles to be rechecked: a province above, a county below, and an officer at each of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from core import clock, draws
from core.lifecycle import perform
from core.services import jobs
from creation_cycle.models import Recheck, RecheckDraw, RecheckYear, Title
from creation_cycle.services import recheck_opening as opening
from creation_cycle.services import rechecks
from tests import factories as make
from units.enums import Level

YEAR = 2026
OPENS, REPORT, REVIEW, DECIDE = date(2026, 9, 1), date(2026, 9, 30), date(2026, 10, 31), date(2026, 11, 30)


@contextmanager
def on(day: date) -> Iterator[None]:
    """As if it were noon of that day."""
    with clock.pretend(timezone.make_aware(datetime.combine(day, time(12)))):
        yield


class RecheckWorld:
    def __init__(self, units: int = 1, **plan):
        self.province, self.city, self.county = make.make_line()
        self.rules = make.make_rule_set(self.city)
        self.officer, self.second = make.make_officer(self.city), make.make_officer(self.city)
        self.reviewer = make.make_officer(self.county)
        self.upper = make.make_officer(self.province)
        self.plan = make_year(self.city, **plan)
        self.units = [make.make_unit(self.county) for _ in range(units)]
        self.unit = self.units[0]
        self.captain = make.make_captain(self.unit)
        self.titles = [make_title(unit, self.city) for unit in self.units]
        self.title = self.titles[0]

    def open(self, day: date = OPENS) -> Recheck:
        """Run the whole job, as the scheduler would."""
        with on(day):
            jobs.run(opening.start(YEAR, plans=[self.plan], by=None).pk)
        return self.recheck

    @property
    def recheck(self) -> Recheck:
        return Recheck.objects.get(title=self.title, year=YEAR)

    def take(self, recheck: Recheck, state: str) -> Recheck:
        """Walk it to `state` by the moves people make; due, reported, reviewed, passed."""
        way = ("due", "reported", "reviewed", "passed")
        for step in way[way.index(recheck.state) + 1 : way.index(state) + 1]:
            recheck = getattr(self, f"_{step}")(recheck)
        return recheck

    def _reported(self, recheck):
        captain = self.captain if recheck.unit == self.unit else make.make_captain(recheck.unit)
        with on(REPORT):
            rechecks.save_report(recheck, by=captain, declaration="unchanged", statement="一年来服务稳定。")
            return perform(recheck, "hand_in", by=captain)

    def _reviewed(self, recheck):
        with on(REVIEW):
            return perform(recheck, "review", by=self.reviewer, suggestion="keep", opinion="材料属实")

    def _passed(self, recheck):
        with on(DECIDE):
            return perform(recheck, "keep", by=self.officer)


def make_year(committee, **values) -> RecheckYear:
    windows = {"opens_on": OPENS, "report_by": REPORT, "review_by": REVIEW, "decide_by": DECIDE}
    return RecheckYear.objects.create(
        committee=committee, **{"year": YEAR, "sample_percent": 0, **windows, **values}
    )


def make_recheck(plan, title) -> Recheck:
    return Recheck.objects.create(
        plan=plan, title=title, year=plan.year, report_by=plan.report_by,
        reviewing_committee=title.unit.committee,
    )  # fmt: skip


def make_recheck_draw(plan, by) -> RecheckDraw:
    return RecheckDraw.objects.create(
        plan=plan, title="示例抽检", percent=10, public_source="示例开奖号码", draws_on=REVIEW, made_by=by,
        commitment=draws.digest("0"), secret="0",
    )  # fmt: skip


def make_title(unit, committee, *, level=Level.CITY, star=1, recognised=date(2024, 6, 30), **values) -> Title:
    return Title.objects.create(
        unit=unit, level=level, committee=committee, star=star, name=f"示例{level}青年文明号",
        first_recognised_on=recognised, last_recognised_on=recognised, **values,
    )  # fmt: skip


def days(count: int) -> timedelta:
    return timedelta(days=count)
