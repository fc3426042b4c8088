"""申报（复核）表 (S4 附件; domain.md §5.3): what was entered during the cycle, with story and opinions."""

from core.text import length_of, paragraphs
from creation_cycle.documents.basics import CANDIDACY_ROWS, UNIT_ROWS, candidacy_values, unit_values
from creation_cycle.documents.opinions import opinions_of
from creation_cycle.guards.creation import STORY_LENGTH
from creation_cycle.models import Candidacy
from creation_cycle.queries.record_of_cycle import activities_in, innovations_in
from workspace.documents.kinds import DocumentKind
from workspace.documents.layout import Layout, Passage, Row, Signatures, Table, Values, opinions_table

ACTIVITIES, INNOVATIONS = "创建活动", "创新作品"
BY_HAND = ("主要业绩", "获奖情况", "创建特色", "团建情况")
"""The portal asks nobody for these: the story tells them; whoever wants them by themselves writes them on the form."""
LAYOUT = Layout(
    "青年文明号申报（复核）表",
    (
        *UNIT_ROWS,
        *CANDIDACY_ROWS,
        Passage("创建规划"),
        Passage("创建目标"),
        Passage("细化的创建标准"),
        Row(("创建标识", "创建口号")),
        Passage("创建载体"),
        Passage("公开承诺"),
        Table(ACTIVITIES, ("日期", "类型", "主题", "参加人数"), (22, 18, 45, 15)),
        Table(INNOVATIONS, ("提交日期", "类别", "名称", "进展", "效益"), (20, 14, 28, 14, 24)),
        *(Passage(name) for name in BY_HAND),
        Passage("事迹材料", lines=20),
        Row(("事迹材料字数",)),
        opinions_table(),
        Signatures(("集体负责人", "所在单位", "行业主管部门")),
    ),
)


def values_of(candidacy: Candidacy) -> Values:
    """Everything from records that are there already; nothing is typed for this form."""
    story = paragraphs(candidacy.story)
    least, most = STORY_LENGTH
    return {
        **unit_values(candidacy.unit),
        **candidacy_values(candidacy),
        "创建规划": candidacy.plan,
        "创建目标": candidacy.goal,
        "细化的创建标准": candidacy.standard_summary,
        "创建标识": candidacy.sign,
        "创建口号": candidacy.slogan,
        "创建载体": candidacy.carrier,
        "公开承诺": candidacy.pledge,
        "监督电话": candidacy.complaint_phone or candidacy.unit.complaint_phone,
        ACTIVITIES: activities_in(candidacy),
        INNOVATIONS: innovations_in(candidacy),
        **dict.fromkeys(BY_HAND, ""),
        "事迹材料": story,
        "事迹材料字数": f"{length_of(story)} 字（建议 {least}—{most} 字）",
        "各级意见": opinions_of(candidacy),
    }


APPLICATION = DocumentKind("application", "申报（复核）表", LAYOUT, values_of)
