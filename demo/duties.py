"""What the demo's committees did for 五个一 and 三个一: one has done its year, one is on the way."""

from core import clock
from demo.story import Cast, days_from_now
from units.models import Committee
from workspace.models import ActivityType
from workspace.services import committee_records

DONE = {
    # committee: (officer, [(days from today, kind of activity, theme, people)])
    "中山": ("officer", [
        (-320, "committee-meeting", "年度青年文明号工作专题会", 26),
        (-300, "committee-training", "号长集中培训班", 118),
        (-190, "committee-inspection", "创建集体实地调研", 31),
        (-85, "committee-theme", "号声嘹亮·青年文明号向祖国报告", 240),
        (-60, "committee-inspection", "交叉检查与座谈", 22),
    ]),
    "石岐街道": ("county", [
        (-210, "committee-theme", "辖区创建集体交流活动", 64),
        (-40, "committee-platform", "号长联系群上线，明确每周答复", 0),
    ]),
}  # fmt: skip


def keep_years(committees: dict[str, Committee], cast: Cast) -> None:
    kinds = {kind.code: kind for kind in ActivityType.objects.filter(for_committees=True)}
    for key, (officer, records) in DONE.items():
        for days, kind, theme, people in records:
            with days_from_now(days):
                committee_records.record(
                    committees[key], by=cast[officer], day=clock.today(), activity_type=kinds[kind], theme=theme,
                    people=people, text="",
                )  # fmt: skip
