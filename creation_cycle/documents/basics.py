"""基本信息 of a unit and its candidacy, shared by the forms: entered once, printed everywhere (domain.md §5.1)."""

from core import clock
from core.text import chinese_date
from creation_cycle.models import Candidacy
from units.enums import PoliticalStatus, Sex
from units.models import Member, Unit
from workspace.documents.layout import Row, Values

UNIT_ROWS = (
    Row(("集体名称", "所属单位全称")),
    Row(("统一社会信用代码", "单位性质")),
    Row(("所属系统", "集体类型")),
    Row(("所在区划", "集体总人数")),
    Row(("团员人数", "党员人数")),
    Row(("中国国籍人数", "女性人数")),
    Row(("号长姓名", "号长出生年月")),
    Row(("号长岗位", "联系电话")),
    Row(("主要负责人", "主要负责人国籍")),
    Row(("团组织名称", "隶属团组织")),
    Row(("监督电话", "电子信箱")),
    Row(("结对青少年之家",)),
)
CANDIDACY_ROWS = (
    Row(("创建周期", "备案编号")),
    Row(("申请等级", "申请类型")),
    Row(("推荐渠道", "推荐理由")),
    Row(("现有称号", "对标标准")),
)


def unit_values(unit: Unit) -> Values:
    """A text for every key of `UNIT_ROWS`; empty where nothing is known, for a pen."""
    members = list(unit.members.on(clock.today()))
    employer = unit.employer
    homes = [home.name for home in unit.youth_homes.all() if home.ends_on is None]
    return {
        "集体名称": unit.name,
        "所属单位全称": employer.name if employer else "",
        "统一社会信用代码": employer.credit_code if employer else "",
        "单位性质": employer.get_nature_display() if employer else "",
        "所属系统": str(unit.industry or ""),
        "集体类型": str(unit.unit_type or ""),
        "所在区划": str(unit.region),
        **_numbers(members),
        **_people(unit, members),
        "团组织名称": unit.league_branch,
        "隶属团组织": str(unit.committee or ""),
        "监督电话": unit.complaint_phone,
        "电子信箱": unit.complaint_email,
        "结对青少年之家": "、".join(homes),
    }


def candidacy_values(candidacy: Candidacy) -> Values:
    """A text for every key of `CANDIDACY_ROWS`."""
    titles = candidacy.unit.titles.in_force().order_by("-last_recognised_on")
    held = [
        f"{title.name}{title.get_star_display()}（{chinese_date(title.last_recognised_on)}）"
        for title in titles
    ]
    return {
        "创建周期": candidacy.cycle.name,
        "备案编号": candidacy.filing_number,
        "申请等级": candidacy.get_level_display(),
        "申请类型": candidacy.get_kind_display(),
        "推荐渠道": candidacy.get_channel_display(),
        "推荐理由": candidacy.channel_reason,
        "现有称号": "、".join(held) or "无",
        "对标标准": str(candidacy.standard or candidacy.find_standard() or ""),
    }


def _numbers(members: list[Member]) -> Values:
    counted = {
        "集体总人数": members,
        "团员人数": [m for m in members if m.political_status == PoliticalStatus.LEAGUE],
        "党员人数": [m for m in members if m.political_status == PoliticalStatus.PARTY],
        "中国国籍人数": [m for m in members if m.is_chinese],
        "女性人数": [m for m in members if m.sex == Sex.FEMALE],
    }
    return {key: f"{len(found)} 人" for key, found in counted.items()}


def _people(unit: Unit, members: list[Member]) -> Values:
    captain = next((member for member in members if member.is_captain), None)
    principal = next((member for member in members if member.is_principal), None)
    return {
        "号长姓名": captain.name if captain else "",
        "号长出生年月": f"{captain.birth_date.year}年{captain.birth_date.month}月" if captain else "",
        "号长岗位": captain.position if captain else "",
        "联系电话": unit.contact_phone,
        "主要负责人": principal.name if principal else "",
        "主要负责人国籍": ("中国" if principal.is_chinese else "非中国国籍") if principal else "",
    }
