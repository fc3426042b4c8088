"""Which column of a table means what, whatever its head is called."""

from core.spreadsheets import find_header
from core.spreadsheets.cells import Cell, Row, Sheet
from core.spreadsheets.streaming import Rows

NAME, IDENTITY, KIND, BIRTH, SEX, PHONE, REGION, ORGANISATION, SKILLS, REGISTERED = KEYS = (
    "name", "identity", "kind", "birth", "sex", "phone", "region", "organisation", "skills", "registered",
)  # fmt: skip
LABELS = {
    NAME: "姓名",
    IDENTITY: "证件号码",
    KIND: "证件类型",
    BIRTH: "出生日期",
    SEX: "性别",
    PHONE: "手机号码",
    REGION: "居住区划代码",
    ORGANISATION: "所属组织",
    SKILLS: "服务技能",
    REGISTERED: "注册日期",
}
SYNONYMS = {
    NAME: ("姓名", "志愿者姓名", "真实姓名", "名字", "name"),
    IDENTITY: (
        "证件号码", "身份证号", "身份证号码", "居民身份证号码", "公民身份号码", "身份证", "证件号", "身份证件号码",
    ),
    KIND: ("证件类型", "证件种类", "证件名称"),
    BIRTH: ("出生日期", "出生年月", "出生年月日", "生日"),
    SEX: ("性别",),
    PHONE: ("手机号码", "手机号", "手机", "联系电话", "联系方式", "电话", "移动电话", "联系手机"),
    REGION: ("居住区划代码", "区划代码", "行政区划代码", "居住区域", "居住地", "所在区划", "地区代码", "行政区划"),
    ORGANISATION: (
        "所属组织", "志愿服务组织", "所属志愿服务组织", "登记组织", "组织名称", "所属团体", "志愿队伍", "服务队",
    ),
    SKILLS: ("服务技能", "技能", "专业技能", "特长", "志愿服务技能"),
    REGISTERED: ("注册日期", "注册时间", "登记日期", "登记时间", "加入日期", "加入时间"),
}  # fmt: skip
KNOWN = {word: key for key, words in SYNONYMS.items() for word in words}
NEEDED = (NAME, IDENTITY)


class NoHeader(ValueError):
    """No row names the columns; the message says which are needed."""


def recognise(text: str) -> str | None:
    """By the head's words without what stands in brackets: 手机号码（必填）."""
    bare = text.replace("（", "(").split("(", 1)[0].strip("*＊：: ").lower()
    return KNOWN.get(bare)


def read_header(first: Rows) -> tuple[int, dict[str, int]]:
    """Number of the last row of the head and the place of each column; raises NoHeader."""
    rows = [Row(number, _cells(values)) for number, values in first[:60]]
    header = find_header(Sheet("", rows), recognise)
    places: dict[str, int] = {}
    for column, key in sorted((header.keys if header else {}).items()):
        if key in places:
            raise NoHeader(f"有两列都是“{LABELS[key]}”，请只保留一列。")
        places[key] = column
    if missing := [LABELS[key] for key in NEEDED if key not in places]:
        raise NoHeader(f"没有找到{'、'.join(f'“{label}”' for label in missing)}列，请在表头写明列名。")
    return header.last, places


def _cells(values: list) -> dict[int, Cell]:
    return {
        at: Cell(value)
        for at, value in enumerate(values)
        if value not in (None, "") and not isinstance(value, dict)
    }
