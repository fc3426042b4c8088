"""What offices write above the columns of a roster, and which column of ours is meant."""

import re
import unicodedata
from collections.abc import Iterable

LABELS = {
    "name": "姓名",
    "identity_number": "身份证号码",
    "birth_date": "出生年月",
    "sex": "性别",
    "political_status": "政治面貌",
    "position": "岗位",
    "is_captain": "号长",
    "is_principal": "主要负责人",
    "is_league_secretary": "团组织主要负责人",
    "volunteer_number": "注册志愿者编号",
    "is_volunteer": "注册志愿者",
    "joined_on": "加入日期",
    "is_chinese": "国籍",
}
"""Columns of `Member` that an import fills, as the preview names them."""

VARIANTS = {
    "name": "姓名 名字 姓名全称 中文姓名 中文名 真实姓名 成员 成员名单 员工 职工 人员 name",
    "identity_number": (
        "身份证号码 身份证号 居民身份证号码 居民身份证号 公民身份号码 公民身份证号码 公民身份证号 "
        "身份证件号码 身份证件号 身份号码 身份证 居民身份证 证件号码 证件号 有效证件号码 有效身份证件号码 id号 id号码"
    ),
    "birth_date": "出生日期 出生年月日 出生年月 出生时间 生日 出生 出生日 birthday birthdate",
    "sex": "性别 sex gender",
    "political_status": "政治面貌 党团关系 党团员 政治身份 政治状况 党团 面貌 党派",
    "position": (
        "岗位 工作岗位 岗位职务 职务岗位 岗位名称 所在岗位 职务 现任职务 担任职务 工作职务 职务名称 职位 现岗位"
    ),
    "is_captain": "号长 青年文明号号长",
    "is_principal": "主要负责人 集体主要负责人 集体负责人 负责人",
    "is_league_secretary": ("团组织主要负责人 团组织负责人 团支部书记 团组织书记 团总支书记 团委书记 团支书"),
    "volunteer_number": (
        "注册志愿者编号 志愿者编号 注册志愿者号 志愿者号 志愿者注册号 志愿者注册编号 注册志愿者证号 志愿者证号 "
        "志愿服务编号 志愿编号 志愿者id 志愿者号码 注册志愿者号码"
    ),
    "is_volunteer": (
        "注册志愿者 志愿者 已注册志愿者 注册为志愿者 已注册为志愿者 注册成为志愿者 志愿者注册 志愿者注册情况 "
        "注册志愿者情况 志愿者情况 志愿者身份 有无注册志愿者 志愿者注册与否"
    ),
    "joined_on": (
        "加入日期 加入时间 入集体日期 入集体时间 加入集体日期 加入集体时间 进入集体时间 进入集体日期 "
        "加入年月 入集体年月 入职日期 入职时间 入职年月 到岗日期 到岗时间"
    ),
    "is_chinese": "国籍 国籍地区 国籍或地区 国别 中国籍 中国国籍",
}
"""The usual names, the plainest first: of two columns with one meaning the earlier variant wins."""

WORDS = {word: (key, rank) for key, words in VARIANTS.items() for rank, word in enumerate(words.split())}
BRACKETS = re.compile(r"[(\[【〔<《「][^)\]】〕>》」]*[)\]】〕>》」]?")
ORNAMENT = re.compile(r"[\s*:;,.'\"_、。·…-]")
WHO = re.compile(
    r"^(?:是否为|是否是|是否|集体成员|成员|员工|职工|人员|团员|党员|本人|队员|青年|个人|号员|团队成员)"
)


def recognise(text: str) -> str | None:
    """The key of LABELS that a heading means; None when it is none of ours."""
    found = _meaning(text)
    return found[0] if found else None


def choose(headings: Iterable[tuple[int, str]]) -> dict[int, str]:
    """`(column, text)` to {column: key}, each key once; of two the plainer name, then the one further left."""
    found = [(meaning, column) for column, text in headings if (meaning := _meaning(text))]
    chosen: dict[str, int] = {}
    for (key, _), column in sorted(found, key=lambda item: (item[0][1], item[1])):
        chosen.setdefault(key, column)
    return {column: key for key, column in sorted(chosen.items(), key=lambda item: item[1])}


def _meaning(text: str) -> tuple[str, int] | None:
    """Key and rank of the variant; brackets and ornament aside, parts of `岗位/职务` one by one."""
    plain = BRACKETS.sub("", unicodedata.normalize("NFKC", text).lower())
    parts = [ORNAMENT.sub("", part) for part in re.split(r"[/|或]", plain)]
    for word in ("".join(parts), *parts):
        for candidate in (word, WHO.sub("", word)):
            if candidate in WORDS:
                return WORDS[candidate]
    return None
