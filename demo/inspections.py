"""明察暗访 of the demo: one that waits on the phones of `reviewer` and `reviewer2`, one with two problems to mend."""

from datetime import timedelta

from core import clock
from core.lifecycle import perform
from demo.story import Cast, days_from_now
from reviews.enums import Look
from reviews.models import Inspection
from reviews.services import inspections
from units.models import Committee, Unit

PROBLEMS = {0: "公示牌上的监督电话字迹褪色，看不清。", 2: "当场拨打监督电话三次，均无人接听。"}


def visit(committee: Committee, waiting: Unit, visited: Unit, cast: Cast) -> None:
    _plan(committee, waiting, "unannounced", "午间值守和叫号秩序", cast)
    with days_from_now(-10):
        inspection = _plan(committee, visited, "announced", "公示牌和监督电话", cast)
    with days_from_now(-5):
        looks = {
            item.pk: {
                "look": Look.PROBLEM if number in PROBLEMS else Look.FINE,
                "remark": PROBLEMS.get(number, ""),
                "base_version": 0,
            }
            for number, item in enumerate(inspection.items.all())
        }
        inspections.save_page(inspection, looks=looks, comment="服务态度好，公开事项的维护不够。")
        inspection = perform(inspection, "report", by=cast["reviewer"])
    with days_from_now(-4):
        inspections.issue_rectification(
            inspection,
            problem="\n".join(PROBLEMS.values()),
            clause="工作指引 二.3（社会监督）",
            due_on=clock.today() + timedelta(days=30),
            by=cast["officer"],
        )


def _plan(committee: Committee, unit: Unit, kind: str, purpose: str, cast: Cast) -> Inspection:
    today = clock.today()
    inspection = Inspection(
        committee=committee, unit=unit, kind=kind, purpose=purpose, opens_on=today,
        closes_on=today + timedelta(days=14),
    )  # fmt: skip
    people = [cast["reviewer"], cast["reviewer2"]]
    return inspections.plan(inspection, inspectors=people, by=cast["officer"])
