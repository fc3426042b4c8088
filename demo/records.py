"""创建日志 of the demo's units: a year of small, ordinary activities, some of them with a drawn picture."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.files.base import ContentFile

from core import clock
from core.models import Job
from core.services import jobs
from demo.pictures import PICTURES
from demo.story import Cast, days_from_now
from units.models import Unit
from workspace.enums import MediaKind
from workspace.media.cleaned import CleanMedia
from workspace.models import ActivityType
from workspace.queries.duty_ticks import satisfied_by, tagged_duties
from workspace.services import activities, thumbnails


@dataclass(frozen=True)
class Entry:
    """One activity, `days_ago` from today; `picture` names a drawing of `demo.pictures`.

    `ticked` are the codes of duties that the captain ticks beside those that its kind ticks.
    """

    days_ago: int
    kind: str
    theme: str
    place: str
    people: int
    text: str = ""
    served: int | None = None
    is_public: bool = False
    at_youth_home: bool = False
    picture: str = ""
    ticked: tuple[str, ...] = ()


YEAR = (
    Entry(290, "meeting", "创建工作启动会", "二楼会议室", 12, "讨论创建规划，明确分工和全年安排。",
          ticked=("d17-leadership", "d17-goals")),
    Entry(262, "volunteering", "学雷锋：便民服务进社区", "社区党群服务中心", 9, "现场答疑。", 86, True,
          picture="square"),
    Entry(240, "post-practice", "业务知识闭卷测试", "二楼会议室", 11, "覆盖新修订的 32 项办事指南，平均 93 分。"),
    Entry(215, "volunteering", "青少年之家：职业体验课", "示例青少年之家", 6, "体验窗口岗位。", 20, True, True),
    Entry(203, "theme-day", "五四主题团日：岗位上的青春", "办事大厅", 14, "重温岗位承诺。", is_public=True,
          picture="hall"),
    Entry(171, "training", "新员工沟通与情绪管理培训", "培训教室", 13),
    Entry(150, "volunteering", "青少年之家：暑期安全课", "示例青少年之家", 5, "防溺水与交通安全。", 35, False, True),
    Entry(128, "contest-service", "“首问负责”情景比武", "办事大厅", 10, "六组情景，群众代表打分。", is_public=True,
          picture="stage"),
    Entry(96, "exchange", "到邻近窗口学习预约分流", "邻近办事大厅", 4, "学习高峰时段分流做法，带回两条改进。"),
    Entry(78, "open-week", "号声嘹亮·青年文明号向祖国报告", "办事大厅", 15, "请群众走进后台评议。", 60, True,
          picture="hall"),
    Entry(55, "volunteering", "青少年之家：阅读陪伴", "示例青少年之家", 5, "每人陪读一小时。", 18, False, True),
    Entry(41, "care", "走访结对帮扶对象", "社区", 3, "送去学习用品，约定下次走访时间。"),
    Entry(27, "post-practice", "高频事项“快准稳”练兵", "办事大厅", 11, "单件平均用时由 9 分钟降到 7 分钟。"),
    Entry(16, "volunteering", "青少年之家：消防体验", "示例青少年之家", 6, "", 24, True, True, picture="square"),
    Entry(6, "inspection", "第四季度服务质量自查", "办事大厅", 4, "抽看 20 件办结材料，发现 1 处登记不全，已补正。",
          ticked=("d17-norms",)),
)  # fmt: skip


def keep_log(units: Iterable[Unit], cast: Cast) -> None:
    """The year's log for each of `units`, written by its captain; duties are ticked by form and captain."""
    kinds = {kind.code: kind for kind in ActivityType.objects.all()}
    for number, unit in enumerate(units):
        offered, home = tagged_duties(unit), unit.youth_homes.order_by("pk").first()
        for entry in YEAR[number % 2 :]:
            with days_from_now(-entry.days_ago):
                _record(unit, entry, kinds[entry.kind], offered, home, by=cast.captains[unit.pk])
    _draw_thumbnails()


def _record(unit, entry: Entry, kind: ActivityType, offered, home, *, by) -> None:
    day = clock.today()
    chosen = [duty for duty in offered if duty.code in entry.ticked]
    activities.record(
        unit,
        by=by,
        duties=[*satisfied_by(kind, offered, day), *chosen],
        media=[_picture(entry.picture, unit)] if entry.picture else [],
        day=day,
        activity_type=kind,
        theme=entry.theme,
        place=entry.place,
        people=entry.people,
        served=entry.served,
        text=entry.text,
        is_public=entry.is_public,
        youth_home=home if entry.at_youth_home else None,
    )


def _picture(name: str, unit: Unit) -> CleanMedia:
    data, size = PICTURES[name](unit.pk)
    return CleanMedia(MediaKind.IMAGE, ".jpg", ContentFile(data), *size)


def _draw_thumbnails() -> None:
    """At once: while the demo is being written, no worker is there yet."""
    for job in Job.objects.live().filter(kind=thumbnails.KIND):
        jobs.run(job.pk)
