"""Duties, the records that count for them, and units that stand in a cycle, as the tests of duties need them."""

from datetime import date, datetime, time

import time_machine
from django.utils import timezone

from tests import factories as make
from workspace import periods
from workspace.models import Activity, ActivityType, Duty
from workspace.periods import Standing, cycle_span

CYCLE = cycle_span(date(2025, 7, 1), date(2027, 6, 30))
SINCE = date(2025, 8, 20)
BOUND = Standing(CYCLE, SINCE)
FREE = Standing()


def on_day(day: date):
    """Noon of a day."""
    return time_machine.travel(timezone.make_aware(datetime.combine(day, time(12))), tick=False)


def everybody_stands(monkeypatch, standing: Standing) -> None:
    """Instead of the cycles' own answer: all units and committees stand like this, on every day."""
    for kind in ("unit", "committee"):
        monkeypatch.setitem(
            periods._standings, kind, lambda subjects, on: dict.fromkeys((s.pk for s in subjects), standing)
        )


def make_duty(code="d", **values) -> Duty:
    defaults = {
        "name": f"任务{code}", "subject": "unit", "period": "year", "counter": "activities", "clause": "示例条款",
    }  # fmt: skip
    return Duty.objects.create(code=code, **{**defaults, **values})


def make_node(code="node", month=9, day=1, days=30, **values) -> Duty:
    return make_duty(code, period="node", node_month=month, node_day=day, node_days=days, **values)


def make_type(code="training", *, committees=False) -> ActivityType:
    found, _ = ActivityType.objects.get_or_create(
        code=code, defaults={"name": code, "for_committees": committees}
    )
    return found


def make_activity(owner, day: date, *duties: Duty, **values) -> Activity:
    """A record of a unit or a committee."""
    kind = owner._meta.model_name
    defaults = {"theme": "示例活动", "activity_type": make_type(), "created_by": make.make_user()}
    activity = Activity.objects.create(day=day, **{kind: owner}, **{**defaults, **values})
    activity.duties.set(duties)
    return activity


def make_bare_unit():
    """A unit below a county committee below a city."""
    return make.make_unit(make.make_line()[2], members=3, young=2)
