"""青年成长计划卡 (S4 附件1; domain.md §5.6)."""

from core.text import chinese_date
from workspace.documents.kinds import DocumentKind
from workspace.documents.layout import Layout, Passage, Row, Signatures, Table, Values
from workspace.enums import SupporterKind
from workspace.models import GrowthCard
from workspace.queries.growth import published_results

GOALS, AXIS, QUOTES, VOTES = "成长目标", "成长坐标轴", "微语录", "阶段评估"
LAYOUT = Layout(
    "青年成长计划卡",
    (
        Row(("姓名", "集体")),
        Row(("岗位", "计划期限")),
        Row(("成长伙伴", "成长粉丝")),
        Table(GOALS, ("目标", "衡量标准", "计划完成", "完成日期"), (34, 30, 18, 18)),
        Table(AXIS, ("日期", "进度", "说明", "伙伴建议与粉丝支持"), (18, 10, 32, 40)),
        Table(QUOTES, ("日期", "内容"), (18, 82)),
        Table(VOTES, ("名称", "结果"), (36, 64)),
        Passage("完成总结", lines=6),
        Signatures(("本人", "成长伙伴")),
    ),
)


def values_of(card: GrowthCard) -> Values:
    """The card as it stands; totals of a vote only once it is over and enough took part."""

    member = card.member
    supporters = list(card.supporters.filter(withdrawn_at__isnull=True))
    return {
        "姓名": member.name,
        "集体": member.unit.name,
        "岗位": member.position,
        "计划期限": f"{chinese_date(card.starts_on)}至{chinese_date(card.ends_on)}",
        "成长伙伴": _names(supporters, SupporterKind.PARTNER),
        "成长粉丝": _names(supporters, SupporterKind.FAN),
        GOALS: [_goal(goal) for goal in card.goals.all()],
        AXIS: [_point(point) for point in card.points.prefetch_related("comments__supporter")],
        QUOTES: [{"日期": chinese_date(q.day), "内容": q.text} for q in card.quotes.order_by("day", "pk")],
        VOTES: [{"名称": title, "结果": text} for title, text in published_results(card)],
        "完成总结": card.summary,
    }


def _names(supporters, kind) -> str:
    return "、".join(
        f"{supporter.name}（{supporter.role}）" if supporter.role else supporter.name
        for supporter in supporters
        if supporter.kind == kind
    )


def _goal(goal) -> dict[str, str]:
    return {
        "目标": goal.text,
        "衡量标准": goal.measure,
        "计划完成": chinese_date(goal.due_on) if goal.due_on else "",
        "完成日期": chinese_date(goal.done_on) if goal.done_on else "",
    }


def _point(point) -> dict[str, str]:
    said = [f"{comment.supporter.name}：{comment.text}" for comment in point.comments.all()]
    return {
        "日期": chinese_date(point.day),
        "进度": f"{point.percent}%",
        "说明": point.text,
        "伙伴建议与粉丝支持": "\n".join(said),
    }


GROWTH_CARD = DocumentKind("growth_card", "青年成长计划卡", LAYOUT, values_of)
