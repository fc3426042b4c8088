"""The exchange table of a batch: the list that is sent out, and the answers that come back in it."""

from dataclasses import dataclass, field
from datetime import date
from io import BytesIO

from core import clock
from credit.enums import Conclusion
from credit.resources.tables import Fault, Wrong, day_of, rows_of, workbook

COLUMNS = {
    "code": ("编号",),
    "kind": ("类型",),
    "name": ("名称", "姓名或名称", "姓名"),
    "number": ("号码", "统一社会信用代码或身份证号码"),
    "conclusion": ("结论", "查询结论"),
    "answered_on": ("查询日期",),
    "valid_until": ("有效期至",),
    "source_name": ("查询机构",),
    "file_reference": ("凭据编号",),
}
CONCLUSIONS = {conclusion.label: conclusion for conclusion in Conclusion.answers()} | {
    "无不良": Conclusion.CLEAR, "无": Conclusion.CLEAR, "正常": Conclusion.CLEAR,
    "有不良": Conclusion.ADVERSE, "有": Conclusion.ADVERSE, "查无": Conclusion.NOT_FOUND,
}  # fmt: skip
WIDTHS = [10, 8, 34, 24, 14, 14, 14, 24, 18]


@dataclass(frozen=True)
class WrittenAnswer:
    """One row of the table, understood."""

    query: int
    conclusion: Conclusion
    answered_on: date
    valid_until: date | None
    source_name: str
    file_reference: str
    shown_name: str


@dataclass
class Reading:
    """Answers by row; `waiting` rows have no answer yet. Nothing is written while there are `faults`."""

    answers: dict[int, WrittenAnswer] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    waiting: int = 0


def write(batch) -> BytesIO:
    """The list with codes and numbers, and empty columns for the answers."""
    rows = [
        [str(query.pk), query.get_subject_kind_display(), query.name, query.identity_number or query.credit_code,
         "", "", "", "", ""]
        for query in batch.queries.pending().with_authority().order_by("pk")
    ]  # fmt: skip
    return workbook("批量查询", [names[0] for names in COLUMNS.values()], rows, WIDTHS)


def read(content: bytes, batch) -> Reading:
    """The answers in a table of this batch. Raises UnreadableSpreadsheet."""
    known = {str(query.pk): query for query in batch.queries.all()}
    reading, seen = Reading(), {}
    for number, texts in rows_of(content, COLUMNS, {"code", "conclusion"}):
        if not texts["conclusion"]:
            reading.waiting += 1
            continue
        try:
            answer = _answer(texts, known)
        except Wrong as wrong:
            reading.faults += [
                Fault(number, COLUMNS[key][0], texts[key], why) for key, why in wrong.reasons.items()
            ]
            continue
        first = seen.setdefault(answer.query, number)
        if first != number:
            reading.faults.append(Fault(number, "编号", texts["code"], f"与第 {first} 行重复"))
        else:
            reading.answers[number] = answer
    return reading


def _answer(texts: dict[str, str], known: dict) -> WrittenAnswer:
    wrong, days = {}, {}
    query = known.get(texts["code"])
    if query is None:
        wrong["code"] = "不是本批次的编号"
    elif query.conclusion != Conclusion.PENDING:
        wrong["code"] = f"已登记结论：{query.get_conclusion_display()}"
    elif texts["name"] and texts["name"] != query.name:
        wrong["name"] = "与该编号的名称不一致"
    if texts["conclusion"] not in CONCLUSIONS:
        wrong["conclusion"] = "应为无不良信息、有不良信息或未查得"
    for key in ("answered_on", "valid_until"):
        try:
            days[key] = day_of(texts[key])
        except ValueError:
            wrong[key] = "日期无法识别，请写成 2026-05-12 的样子"
    if wrong:
        raise Wrong(wrong)
    answered_on = days["answered_on"] or clock.today()
    _check_days(answered_on, days["valid_until"])
    return WrittenAnswer(
        query.pk, CONCLUSIONS[texts["conclusion"]], answered_on, days["valid_until"],
        texts["source_name"], texts["file_reference"], query.masked_name,
    )  # fmt: skip


def _check_days(answered_on: date, valid_until: date | None) -> None:
    if answered_on > clock.today():
        raise Wrong({"answered_on": "不能晚于今天"})
    if valid_until and valid_until < answered_on:
        raise Wrong({"valid_until": "不能早于查询日期"})
