"""历年荣誉 as a table: one honour a row, since 2013 (S0), every fault named; a row known already is skipped."""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from io import BytesIO

from django.core.exceptions import ValidationError

from core import clock
from core.validators import (
    normalise_code,
    validate_credit_code,
    validate_identity_number,
    validate_plain_text,
)
from credit.enums import SubjectKind
from credit.models import RedListEntry
from credit.resources.tables import Fault, Wrong, day_of, rows_of, workbook
from credit.subjects import Subject
from units.enums import Level

FIRST_YEAR = 2013
"""S0: honours held since 2013 count."""
COLUMNS = {
    "kind": ("主体类型", "类型"),
    "name": ("姓名或名称", "姓名", "名称"),
    "number": ("证件号码", "号码", "统一社会信用代码或身份证号码", "身份证号码", "统一社会信用代码"),
    "honour": ("荣誉名称", "荣誉"),
    "level": ("荣誉级别", "级别"),
    "body": ("授予机关",),
    "document": ("文号",),
    "granted_on": ("授予日期", "日期"),
    "hours": ("志愿时长", "志愿服务时长"),
    "star": ("志愿星级", "星级"),
}
KINDS = {kind.label: kind for kind in SubjectKind} | {"自然人": SubjectKind.PERSON, "人": SubjectKind.PERSON}
LEVELS = {level.label: level for level in Level} | {
    "国家级": Level.NATIONAL, "省": Level.PROVINCIAL, "市级": Level.CITY, "县级": Level.COUNTY,
}  # fmt: skip
SAMPLES = [
    [
        "个人",
        "张示例",
        "",
        "示例省优秀青年志愿者",
        "省级",
        "示例省团委",
        "示例发〔2024〕1号",
        "2024-05-04",
        1600,
        5,
    ],
    [
        "集体",
        "示例青年突击队",
        "",
        "示例市青年文明号",
        "地市级",
        "示例市团委",
        "示例发〔2023〕6号",
        "2023-12-31",
        "",
        "",
    ],
]
WIDTHS = [10, 26, 24, 30, 12, 24, 22, 14, 12, 10]


@dataclass(frozen=True)
class Honour:
    """One row, understood."""

    subject: Subject
    honour: str
    level: Level
    body: str
    document: str
    granted_on: date
    hours: Decimal | None
    star: int | None

    @property
    def source_key(self) -> str:
        """The same honour of the same subject on the same day is one, in however many files it stands."""
        said = "\n".join([self.subject.key, self.subject.name, self.honour, str(self.granted_on)])
        return f"import:{hashlib.sha256(said.encode()).hexdigest()[:40]}"


@dataclass
class Reading:
    honours: dict[int, Honour] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    known: int = 0


def template() -> BytesIO:
    return workbook("历年荣誉", [names[0] for names in COLUMNS.values()], SAMPLES, WIDTHS)


def read(content: bytes) -> Reading:
    """Honours of a table. Raises UnreadableSpreadsheet."""
    reading, seen = Reading(), {}
    for number, texts in rows_of(content, COLUMNS, {"name", "honour", "granted_on"}):
        try:
            honour = _honour(texts)
        except Wrong as wrong:
            reading.faults += [
                Fault(number, COLUMNS[key][0], _shown(key, texts), why) for key, why in wrong.reasons.items()
            ]
            continue
        first = seen.setdefault(honour.source_key, number)
        if first != number:
            reading.faults.append(Fault(number, "荣誉名称", honour.honour, f"与第 {first} 行重复"))
        else:
            reading.honours[number] = honour
    keys = [honour.source_key for honour in reading.honours.values()]
    known = set(RedListEntry.objects.filter(source_key__in=keys).values_list("source_key", flat=True))
    reading.known = len(known)
    reading.honours = {n: honour for n, honour in reading.honours.items() if honour.source_key not in known}
    return reading


def _shown(key: str, texts: dict[str, str]) -> str:
    """Numbers of people are not repeated on a page."""
    return f"{texts[key][:4]}……" if key == "number" and texts[key] else texts[key]


def _honour(texts: dict[str, str]) -> Honour:
    """Raises Wrong with a sentence for each column that cannot be right."""
    wrong: dict[str, str] = {}
    kind = KINDS.get(texts["kind"] or "个人")
    if kind is None:
        wrong["kind"] = "应为个人、集体或组织"
    level = LEVELS.get(texts["level"])
    if level is None:
        wrong["level"] = "应为全国、省级、地市级、县区级或基层"
    number = normalise_code(texts["number"])
    wrong |= _text_faults(texts) | _number_fault(kind, number)
    granted_on = _day(texts, wrong)
    hours, star = _amount(texts, "hours", wrong), _amount(texts, "star", wrong)
    if star is not None and not 1 <= star <= 5:
        wrong["star"] = "应为 1 到 5"
    if wrong:
        raise Wrong(wrong)
    is_person = kind == SubjectKind.PERSON
    subject = Subject(
        kind,
        texts["name"],
        identity_number=number if is_person else "",
        credit_code="" if is_person else number,
    )
    return Honour(
        subject, texts["honour"], level, texts["body"], texts["document"], granted_on, hours,
        int(star) if star is not None else None,
    )  # fmt: skip


def _text_faults(texts: dict[str, str]) -> dict[str, str]:
    wrong = {key: "不能为空" for key in ("name", "honour", "body") if not texts[key]}
    wrong |= {
        key: f"最多 {most} 个字"
        for key, most in (("name", 80), ("honour", 80), ("body", 80), ("document", 60))
        if len(texts[key]) > most
    }
    try:
        validate_plain_text(texts["name"])
    except ValidationError as error:
        wrong["name"] = error.messages[0]
    return wrong


def _number_fault(kind: SubjectKind | None, number: str) -> dict[str, str]:
    if not number or kind is None:
        return {}
    try:
        (validate_identity_number if kind == SubjectKind.PERSON else validate_credit_code)(number)
    except ValidationError as error:
        return {"number": error.messages[0]}
    return {}


def _day(texts: dict[str, str], wrong: dict[str, str]) -> date | None:
    try:
        day = day_of(texts["granted_on"])
    except ValueError:
        wrong["granted_on"] = "日期无法识别，请写成 2024-05-04 的样子"
        return None
    if day is None:
        wrong["granted_on"] = "不能为空"
    elif not date(FIRST_YEAR, 1, 1) <= day <= clock.today():
        wrong["granted_on"] = f"应在 {FIRST_YEAR} 年以后，且不晚于今天"
    return day


def _amount(texts: dict[str, str], key: str, wrong: dict[str, str]) -> Decimal | None:
    if not texts[key]:
        return None
    try:
        amount = Decimal(texts[key])
    except InvalidOperation:
        amount = Decimal(-1)
    if not amount.is_finite() or not 0 <= amount <= 100_000:
        wrong[key] = "应为数字"
        return None
    return amount
