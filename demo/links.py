"""What the demo's units invent, whom they help, and with whom they create together. Every text is invented."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from core import clock
from core.lifecycle import perform
from core.services import ledger
from demo.story import Cast, days_from_now
from units.models import Committee, Unit
from workspace.enums import CareKind, ClusterKind, LinkKind
from workspace.models import Activity, Cluster, InnovationCategory
from workspace.services import care, innovations, links, look_backs


@dataclass(frozen=True)
class Work:
    """Handed in, adopted and in use so many days ago (None: not yet); looked back on `looked` days ago.

    `grown_from` is the theme of the log entry in which it began, where the log has one.
    """

    category: str
    name: str
    content: str
    submitted: int
    adopted: int | None = None
    applied: int | None = None
    amount: str | None = None
    looked: int | None = None
    grown_from: str = ""


WORKS = (
    Work("reform", "叫号屏分色提示", "不同业务用不同颜色叫号，老年人一眼能认。", 310, 300, 285, "12600.00", 90),
    Work("design", "材料自查卡", "一张卡列全所需材料，群众来之前可自查。", 250, 240, 225),
    Work(
        "suggestion", "午间轮值改为两班", "高峰时段多开一个窗口，等候缩短约十分钟。", 90, 80, 65, "3800.50",
        grown_from="到邻近窗口学习预约分流",
    ),
    Work(
        "creation", "高频事项语音库", "把练兵中整理的三十个高频问题录成一分钟语音，循环播放。", 24, 10,
        grown_from="高频事项“快准稳”练兵",
    ),
)  # fmt: skip
VISITS = ("送去学习用品，辅导作业一小时。", "走访了解近况，帮助申请助学补助。", "陪同参观科技馆。")
STREET = "东区青年文明号示范街（演示）"


def keep_innovations(units: Sequence[Unit], cast: Cast) -> None:
    """A year's works for each unit; one of them waits for a look back."""
    categories = {category.code: category for category in InnovationCategory.objects.filter(committee=None)}
    for number, unit in enumerate(units):
        for work in WORKS[number % 2 :]:
            _keep_work(unit, work, categories[work.category], by=cast.captains[unit.pk])


def _keep_work(unit: Unit, work: Work, category: InnovationCategory, *, by) -> None:
    days = {"adopted_on": work.adopted, "applied_on": work.applied}
    with days_from_now(-work.submitted):
        record = innovations.register_work(
            unit,
            by=by,
            category=category,
            name=work.name,
            people="窗口青年小组",
            content=work.content,
            benefit_amount=Decimal(work.amount) if work.amount else None,
            activity=Activity.objects.kept().filter(unit=unit, theme=work.grown_from).first(),
        )
    for field, ago in days.items():
        if ago is not None:
            with days_from_now(-ago):
                innovations.change_work(record, by=by, **{field: clock.today()})
    if work.looked is not None:
        with days_from_now(-work.looked):
            look_backs.look_back(record, by=by, text="仍在使用，已推广到相邻大厅。")


def keep_care(units: Sequence[Unit], cast: Cast) -> None:
    """One family and one student for each unit, visited through the year."""
    for unit in units:
        by = cast.captains[unit.pk]
        with days_from_now(-300):
            family = care.add_target(unit, by=by, kind=CareKind.FAMILY, frequency="每季度一次")
            student = care.add_target(unit, by=by, kind=CareKind.STUDENT, frequency="每学期一次")
        for ago, target, text in zip((280, 190, 41), (family, student, family), VISITS, strict=True):
            with days_from_now(-ago):
                care.record_visit(target, by=by, text=text)


def link_units(units: Sequence[Unit], cast: Cast) -> None:
    """The first is linked with the second, has asked the third, and is asked by the fourth."""
    first, second, third, fourth = units[:4]
    with days_from_now(-200):
        joint = _propose(first, second, LinkKind.JOINT, "服务流程互看互评", cast)
    with days_from_now(-197):
        perform(joint, "confirm", by=cast.captains[second.pk])
    with days_from_now(-5):
        _propose(first, third, LinkKind.EXCHANGE, "到对方大厅跟班学习一天", cast)
    with days_from_now(-3):
        _propose(fourth, first, LinkKind.OLD_AND_NEW, "新成立集体的创建经验交流", cast)


def _propose(unit: Unit, partner: Unit, kind: LinkKind, topic: str, cast: Cast):
    return links.propose_link(
        unit, by=cast.captains[unit.pk], partner=partner, kind=kind, topic=topic, starts_on=clock.today(),
        text="每季度互访一次，交流做法，共同解决一个难点问题。",
    )  # fmt: skip


def make_street(committee: Committee, units: Sequence[Unit], *, by) -> Cluster:
    """One street with a page."""
    street = Cluster.objects.create(
        name=STREET, kind=ClusterKind.STREET, committee=committee, region=committee.region,
        text="沿街办事大厅、营业厅和便民服务点共同创建，统一亮牌、统一承诺、互相评议。",
    )  # fmt: skip
    street.units.set(units)
    ledger.append_creation(street, by=by)
    return street
