"""One cell, one value: what a person typed becomes what the roster stores, or a sentence says why not.

Each reader returns None for a cell that gives nothing and raises ValidationError for one that is wrong.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError

from core import clock
from core.masking import mask_identity_number
from core.spreadsheets import Cell, has_short_year, read_day
from core.text import chinese_date
from core.validators import (
    normalise_code,
    validate_identity_number,
    validate_not_future,
    validate_plain_text,
)
from units.enums import PoliticalStatus, Sex
from units.models import Member
from units.validators import validate_working_age

LOST_DIGITS = "Excel 只保留 15 位有效数字，末三位已丢失，请将该列设为文本后重新填写"
ENDS_IN_ZEROS = re.compile(r"\d{15}000")
NOTHING = {"", "-", "--", "—", "——", "/", "\\", "无", "空", "暂无", "未填", "null", "n/a", "#n/a"}
YES = {"是", "√", "✓", "✔", "☑", "1", "y", "yes", "true", "对", "有", "v", "号长", "负责人", "主要负责人"}
NO = {"否", "×", "✗", "✘", "✕", "✖", "❌", "x", "0", "n", "no", "false", "不是", "非", "没有"} | NOTHING - {
    ""
}
VOLUNTEER = {"已注册", "注册", "已", "已注册志愿者", "注册志愿者", "志愿者", "已办理"}
NO_VOLUNTEER = {
    "未注册",
    "未",
    "没注册",
    "没有注册",
    "尚未注册",
    "未办理",
    "不是志愿者",
    "非志愿者",
    "非注册志愿者",
}
SEXES = {"男": Sex.MALE, "男性": Sex.MALE, "m": Sex.MALE, "male": Sex.MALE} | {
    "女": Sex.FEMALE, "女性": Sex.FEMALE, "f": Sex.FEMALE, "female": Sex.FEMALE,
}  # fmt: skip
PARTY, LEAGUE, MASSES, OTHER = PoliticalStatus
STATUSES = {
    PARTY: "中共党员 党员 中国共产党党员 中共预备党员 预备党员 中国共产党预备党员 中共正式党员 正式党员 共产党员",
    LEAGUE: "共青团员 团员 中国共产主义青年团团员 共青团 青年团员",
    MASSES: "群众 普通群众 普通公民",
    OTHER: (
        "其他 其它 民主党派 无党派人士 无党派民主人士 无党派 民革 民革党员 民革会员 民盟 民盟盟员 民建 民建会员 "
        "民进 民进会员 农工党 农工党党员 致公党 致公党党员 九三学社 九三学社社员 台盟 台盟盟员"
    ),
}
STATUS_WORDS = {word: status for status, words in STATUSES.items() for word in words.split()}
CHINA = {
    "中国",
    "中华人民共和国",
    "中国籍",
    "中国大陆",
    "中国香港",
    "中国澳门",
    "中国台湾",
    "china",
    "cn",
    "chn",
}
APPLICANTS = {"入党积极分子", "积极分子", "入党申请人", "发展对象"}
"""On the way to the party; as 政治面貌 they are members of the league or 群众, and only they know which."""
EXCEL_ERROR = "这是 Excel 的错误提示，不是内容，请在表格中改正后重新上传"
UNCALCULATED = "公式没有计算结果，请用 Excel 或 WPS 打开表格、保存后重新上传"
NAME_MARKS = re.compile(r"[(（\[【].*|[*#@☆★△▲※]+")
OLDEST = 100
NUMBER_OF_SOMEBODY = re.compile(r"[a-z]*\d[\w-]{4,}")
HAN = r"[\u3400-\u9fff\U00020000-\U000323af]"
PRIVATE_USE = re.compile(r"[\ue000-\uf8ff\U000f0000-\U0010fffd]")


def read_name(cell: Cell) -> str | None:
    """Half-width letters, no blank between two characters (张 三), one kind of middle dot."""
    text = _half_width(cell.text)
    text = re.sub(rf"(?<={HAN})\s+(?={HAN})", "", text)
    text = re.sub(rf"(?<={HAN})\s*[•・‧∙⋅･●.．·]\s*(?={HAN})", "·", text)
    if not text:
        return None
    if "�" in text or "?" in text or "□" in text or PRIVATE_USE.search(text):
        raise ValidationError("有无法显示的字，请用标准字库（GB 18030）重新录入")
    if any(c.isdigit() for c in text) or not any(c.isalpha() for c in text):
        raise ValidationError("不像姓名，请核对")
    return _line(text, Member._meta.get_field("name").max_length)


def read_identity_number(cell: Cell) -> str | None:
    """Eighteen characters with a right check digit; what Excel has cut off is refused, never completed."""
    number = normalise_code(cell.text.strip("'‘’`＇ ")) if not cell.is_rounded else ""
    if cell.is_rounded or ENDS_IN_ZEROS.fullmatch(number):
        raise ValidationError(LOST_DIGITS)
    if number.lower() in NOTHING:
        return None
    if len(number) == 15 and number.isdigit():
        raise ValidationError("这是 15 位的旧身份证号码，已停止使用，请填写现用的 18 位号码，或留空")
    return validate_identity_number(number)


def read_birth_date(cell: Cell) -> date | None:
    """Of a year in two digits the one century is taken that makes an age from 16 to 100."""
    try:
        day = _day(cell)
    except ValidationError as error:
        days = [day for century in (1900, 2000) if (day := _of_working_age(cell, century))]
        if getattr(error, "code", "") != "century" or len(days) != 1:
            raise
        [day] = days
    if day:
        validate_working_age(day)
    return day


def _of_working_age(cell: Cell, century: int) -> date | None:
    try:
        day = read_day(cell.value, century=century)
        validate_working_age(validate_not_future(day))
    except ValidationError:
        return None
    return day if clock.today().year - day.year <= OLDEST else None


def read_joined_on(cell: Cell) -> date | None:
    return _day(cell)


def read_sex(cell: Cell) -> str | None:
    word = _word(cell)
    if word in NOTHING:
        return None
    if word not in SEXES:
        raise ValidationError("请填写“男”或“女”")
    return SEXES[word]


def read_political_status(cell: Cell) -> str | None:
    """Also 03共青团员 and 中共党员（预备）, as personnel systems print them."""
    word = re.sub(r"^\d+[-.、]?|[(（].*$", "", _word(cell))
    if word in NOTHING | APPLICANTS:
        return None
    if word not in STATUS_WORDS:
        raise ValidationError("请填写中共党员、共青团员、群众或其他")
    return STATUS_WORDS[word]


def read_is_chinese(cell: Cell) -> bool | None:
    """A nationality by name, or an answer to 是否中国国籍."""
    word = _word(cell)
    if word in NOTHING:
        return None
    if word in CHINA or word in {"是", "√", "y", "yes"}:
        return True
    if any(c.isdigit() for c in word) or len(word) > 20:
        raise ValidationError("请填写国籍，例如“中国”")
    return False


def read_flag(cell: Cell) -> bool | None:
    word = _word(cell)
    if not word:
        return None
    if word not in YES | NO:
        raise ValidationError("请填写“是”或“否”")
    return word in YES


def read_is_volunteer(cell: Cell) -> bool | None:
    """An answer to 是否注册志愿者, in the words that offices use."""
    word = _word(cell)
    if not word:
        return None
    if not _answers_volunteer(word):
        raise ValidationError("请填写“是”或“否”，编号填在“注册志愿者编号”列")
    return word in YES | VOLUNTEER


def meant(key: str, cell: Cell) -> str:
    """The column that a cell answers: whether, in the column of numbers, or the number where whether is asked."""
    if key == "volunteer_number" and _word(cell) not in NOTHING and _answers_volunteer(_word(cell)):
        return "is_volunteer"
    if key == "is_volunteer" and (cell.is_rounded or NUMBER_OF_SOMEBODY.fullmatch(_word(cell))):
        return "volunteer_number"
    return key


def read_position(cell: Cell) -> str | None:
    return (
        None
        if _word(cell) in NOTHING
        else _line(_half_width(cell.text), Member._meta.get_field("position").max_length)
    )


def read_volunteer_number(cell: Cell) -> str | None:
    if cell.is_rounded:
        raise ValidationError(LOST_DIGITS)
    number = "".join(_half_width(cell.text).strip("'‘’`").split())
    if number.lower() in NOTHING:
        return None
    return _line(number, Member._meta.get_field("volunteer_number").max_length)


READERS: dict[str, Callable[[Cell], object]] = {
    "name": read_name,
    "identity_number": read_identity_number,
    "birth_date": read_birth_date,
    "sex": read_sex,
    "political_status": read_political_status,
    "position": read_position,
    "is_captain": read_flag,
    "is_principal": read_flag,
    "is_league_secretary": read_flag,
    "volunteer_number": read_volunteer_number,
    "is_volunteer": read_is_volunteer,
    "joined_on": read_joined_on,
    "is_chinese": read_is_chinese,
}


def shown(key: str, value) -> str:
    """A stored value as the preview says it; identity numbers masked."""
    if value in ("", None):
        return "空白"
    if isinstance(value, bool):
        words = ("中国国籍", "非中国国籍") if key == "is_chinese" else ("是", "否")
        return words[0] if value else words[1]
    if isinstance(value, date):
        return chinese_date(value)
    if key == "identity_number":
        return mask_identity_number(value)
    return dict(Member._meta.get_field(key).flatchoices).get(value, str(value))


def typed(key: str, cell: Cell) -> str:
    """A cell as it was filled in, for the list of faults; identity numbers masked."""
    if cell.is_broken:
        return cell.text[:60]
    text = f"{Decimal(repr(cell.value)):f}" if cell.is_number and cell.is_rounded else cell.text
    return mask_identity_number(text) if key == "identity_number" and text[:15].isdigit() else text


def read(key: str, cell: Cell):
    """What a cell gives for a column; names an Excel error where a value was expected. #N/A is blank but for names."""
    if cell.is_broken and (key == "name" or cell.text.lower() not in NOTHING):
        raise ValidationError(UNCALCULATED if cell.text.startswith("=") else EXCEL_ERROR)
    return READERS[key](cell)


def remarks_on(key: str, cell: Cell, value) -> list[str]:
    """What a reader took on itself, or what looks as if it did not belong there."""
    if key == "name" and value and (marks := NAME_MARKS.search(value)):
        return [f"姓名中有“{marks[0]}”，如果不是姓名的一部分，请在表格中删去后重新上传"]
    if key == "birth_date" and value and has_short_year(cell.value):
        return [f"出生年份只写了两位，按 {value.year} 年读取"]
    if key == "political_status" and _word(cell) in APPLICANTS:
        return [f"“{cell.text}”不是政治面貌，已留空，请补填共青团员或群众"]
    return []


def _day(cell: Cell) -> date | None:
    if isinstance(cell.value, str) and cell.text.lower() in NOTHING:
        return None
    return validate_not_future(read_day(cell.value))


def _answers_volunteer(word: str) -> bool:
    return word in YES | NO | VOLUNTEER | NO_VOLUNTEER


def _word(cell: Cell) -> str:
    return "".join(unicodedata.normalize("NFKC", cell.text).split()).lower()


def _half_width(text: str) -> str:
    """Letters, digits and blanks only: normalising whole names would change rare characters."""
    plain = "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in text)
    return " ".join("".join(c for c in plain if unicodedata.category(c) != "Cf").split())


def _line(text: str, longest: int) -> str | None:
    if len(text) > longest:
        raise ValidationError(f"共 {len(text)} 字，最多 {longest} 字")
    return validate_plain_text(text) or None
