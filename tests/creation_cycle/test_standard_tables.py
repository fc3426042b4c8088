"""Standards as spreadsheets: what offices send is read with every fault named; what is written reads back the same."""

from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from core.spreadsheets import UnreadableSpreadsheet
from creation_cycle.enums import ItemKind, ItemMethod
from creation_cycle.resources.standards import Fault, item_of, read, texts_of, write
from creation_cycle.rubric import COLUMNS, RubricItem
from creation_cycle.rule_lines import RuleLine
from creation_cycle.scoring import STEPS
from creation_cycle.services import standards

D = Decimal
HEAD = [
    "维度",
    "权重",
    "评分项",
    "类型",
    "满分",
    "细则",
    "加分上限",
    "考评方式",
    "依据",
    "系统数据",
    "满分数值",
    "评分说明",
    "评分最小单位",
]
GOOD = ["制度建设", None, "规章制度", "累加", 8, "每建立一项制度 +2（最多4次）"]


def file_of(*rows, head=HEAD, above=(), **sheets) -> bytes:
    book = Workbook()
    for row in (*above, head, *rows):
        book.active.append(row)
    for name, cells in sheets.items():
        book.create_sheet(name).append(cells)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def faults_of(*rows) -> list[tuple]:
    found = read(file_of(*rows)).faults
    return [(fault.row, fault.column, fault.reason) for fault in found]


def test_the_columns_are_those_of_the_item():
    assert list(COLUMNS.values()) == HEAD
    assert set(COLUMNS) == set(RubricItem.__dataclass_fields__)


def test_a_row_is_read():
    reading = read(file_of(GOOD))
    assert reading.faults == []
    assert reading.items == [
        RubricItem(
            "制度建设", "规章制度", ItemKind.ACCUMULATE, D(8),
            rules=(RuleLine("每建立一项制度", D(2), max_times=4),),
        )
    ]  # fmt: skip


@pytest.mark.parametrize("mark", ["_x0001_", "_x0000_"])
def test_an_unseen_character_in_a_rule_is_a_fault(mark):
    row = [*GOOD[:5], f"每建立{mark}一项制度 +2（最多4次）"]
    [(line, column, reason)] = faults_of(row)
    assert (line, column) == (2, "细则")
    assert "不可见的控制字符" in reason


def test_a_sheet_made_for_print_is_read():
    """A title above, merged dimensions, other names of columns, points with their unit, full-width digits."""
    book = Workbook()
    sheet = book.active
    for row in (
        ["青年文明号考核表"],
        ["一级指标", "考核内容", "评分类型", "分值（分）", "评分细则", "考核方式"],
        ["基础建设", "领导小组", "扣分项", "５分", "无领导小组－２\n经费未落实－１", "查资料，听汇报"],
        [None, "阵地", "评议", 10, None, "看现场"],
        [None, "事故", "否决", None, None, None],
    ):
        sheet.append(row)
    sheet.merge_cells("A1:F1")
    sheet.merge_cells("A3:A5")
    content = BytesIO()
    book.save(content)
    found = read(content.getvalue())
    assert found.faults == []
    assert [(i.dimension, i.name, i.kind, i.points, len(i.rules), i.methods) for i in found.items] == [
        ("基础建设", "领导小组", "deduct", 5, 2, ("papers", "report")),
        ("基础建设", "阵地", "judgement", 10, 0, ("visit",)),
        ("基础建设", "事故", "veto", 0, 0, ()),
    ]


def test_csv_is_read_as_well():
    lines = [",".join(HEAD), "社会评价,2,志愿服务,系统数据,5,,,,示例,结对青少年之家志愿服务,4,"]
    for encoding in ("utf-8-sig", "gb18030"):
        [item] = read("\r\n".join(lines).encode(encoding)).items
        assert (item.weight, item.auto_source, item.full_at) == (2, "youth_home_sessions", 4)


def test_the_first_sheet_with_the_columns_is_read_and_the_others_are_named():
    found = read(file_of(GOOD, 说明=["填表说明"]))
    assert len(found.items) == 1
    assert found.note == "文件有 2 张工作表，只读取“Sheet”。"


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (["甲", None, "", "评议", 5], "评分项", "不能为空"),
        (["甲", None, "乙", "", 5], "类型", "不能为空：类型应为一票否决、扣分、累加、评议、系统数据"),
        (["甲", None, "乙", "打分", 5], "类型", "类型应为一票否决、扣分、累加、评议、系统数据"),
        (["甲", None, "乙", "评议", "五分"], "满分", "请填写数字，例如 5 或 2.5"),
        (["甲", None, "乙", "评议", -5], "满分", "不能小于 0"),
        (["甲", None, "乙", "评议", 2.555], "满分", "最多两位小数"),
        (["甲", None, "乙", "评议", 100000], "满分", "应在 0 到 999.99 之间"),
        (["甲", 0, "乙", "评议", 5], "权重", "须大于 0"),
        (["甲", None, "乙", "评议", 0], "满分", "满分或加分上限须大于 0"),
        (["甲", None, "乙", "一票否决", 5], "满分", "一票否决项不计分，请填 0 或留空"),
        (["甲", None, "乙", "扣分", 5], "细则", "请写明细则，每行一条"),
        (["甲", None, "乙", "评议", 5, "无 -1"], "细则", "只有扣分项和累加项写细则，其他类型请写在评分说明里"),
        (["甲", None, "乙", "累加", 5, "有 +1"], "细则", "各条加起来最多 1 分，达不到满分 5 分"),
        (["甲", None, "乙", "扣分", 5, "无 -1\n加分：奖 +1"], "加分上限", "细则中有加分，请填写加分上限"),
        (["甲", None, "乙", "扣分", 5, "无 -1", 2], "加分上限", "细则中没有加分，请填 0 或补上“加分：”的细则"),
        (["甲", None, "乙", "评议", 5, None, None, "打电话"], "考评方式", "考评方式应为看现场、听汇报、查资料、调查"),
        (["甲", None, "乙", "系统数据", 5], "系统数据", "请选择系统数据"),
        (["甲", None, "乙", "系统数据", 5, None, None, None, None, "创建日志"], "满分数值", "请填写达到多少得满分"),
        (["甲", None, "乙", "评议", 5, None, None, None, None, "创建日志"], "系统数据", "只有系统数据项选择系统数据"),
        (["甲", None, "长" * 61, "评议", 5], "评分项", "共 61 字，最多 60 字"),
    ],
)  # fmt: skip
def test_every_fault_has_its_row_column_and_reason(row, column, reason):
    found = faults_of(GOOD, row)
    assert (3, column, reason) in found


def test_a_rule_that_cannot_be_read_is_quoted():
    [(row, column, reason)] = faults_of(["甲", None, "乙", "扣分", 5, "无领导小组扣两分"])
    assert (row, column) == (2, "细则")
    assert reason.startswith("“无领导小组扣两分”看不出分值")


def test_names_stand_once_and_a_dimension_has_one_weight():
    found = read(file_of(GOOD, GOOD, ["制度建设", 2, "丙", "评议", 5])).faults
    assert found == [
        Fault(3, "评分项", "规章制度", "评分项“规章制度”重复"),
        Fault(4, "权重", "2", "维度“制度建设”的权重前后不一致：1"),
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (file_of(GOOD, head=["甲", "乙"]), "没有找到标题行，须有这些列：维度、评分项、满分"),
        (file_of(["甲", "乙", "评议"], head=["维度", "评分项", "类型"]), "标题行缺少这些列：满分"),
        (file_of(), "标题行下面没有内容"),
        (file_of(*[GOOD] * 301), "共 301 行，一次最多导入 300 行"),
        (b"%PDF-1.7", "请上传"),
    ],
)
def test_a_file_without_a_standard_is_refused(content, sentence):
    with pytest.raises(UnreadableSpreadsheet, match=sentence):
        read(content)


def test_a_table_without_kinds_reads_them_from_the_rules():
    head = ["一级指标", "考核内容", "分值", "评分细则"]
    rows = [
        ["甲", "一", 5, "无领导小组 -2"],
        ["甲", "二", 8, "每建立一项制度 +2（最多4次）"],
        ["乙", "三", 5, ""],
    ]
    found = read(file_of(*rows, head=head))
    assert [item.kind for item in found.items] == ["deduct", "accumulate", "judgement"]
    assert "已按细则推断类型" in found.note


@pytest.mark.django_db
def test_the_examples_come_back_from_a_spreadsheet_as_they_went():
    for example in standards.load_references():
        items = standards.rubric_of(example)
        found = read(write([(example.name, items)]).getvalue())
        assert (found.items, found.faults) == (items, [])


def test_no_cell_is_a_formula():
    item = RubricItem("=1+1", "@SUM(A1)", ItemKind.JUDGEMENT, D(1), clause="=cmd|' /C calc'!A0")
    content = write([("=[标准]:*?/\\", [item])]).getvalue()
    cells = [cell for row in load_workbook(BytesIO(content)).active.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert read(content).items == [item]


def test_two_standards_of_one_name_are_two_sheets():
    book = load_workbook(write([("标准", []), ("标准", [])]))
    assert book.sheetnames == ["标准", "标准-2"]


words = st.text("甲乙丙（）、A1%-", min_size=1, max_size=10).map(str.strip).filter(bool)
amounts = st.decimals("0.5", 40, places=2)
lines = st.lists(
    st.builds(RuleLine, words, amounts), min_size=1, max_size=3, unique_by=lambda rule: rule.text
)


@st.composite
def items(draw) -> RubricItem:
    """A sound item of any kind."""
    kind = draw(st.sampled_from(ItemKind))
    values = {"dimension": draw(words), "name": draw(words), "kind": kind, "clause": draw(words)}
    values["methods"] = tuple(draw(st.lists(st.sampled_from(ItemMethod.values), unique=True)))
    values["guidance"] = "\n".join(draw(st.lists(words, max_size=2)))
    values["weight"] = draw(amounts)
    if kind == ItemKind.AUTO:
        values |= {"points": draw(amounts), "auto_source": "activities", "full_at": draw(amounts)}
    elif kind == ItemKind.JUDGEMENT:
        values |= {"points": draw(amounts), "bonus_max": draw(amounts), "step": draw(st.sampled_from(STEPS))}
    elif kind != ItemKind.VETO:
        values["rules"] = tuple(draw(lines))
        values["points"] = sum((rule.points for rule in values["rules"]), D(0))
    return RubricItem(**values)


@given(items())
def test_texts_of_an_item_make_the_item_again(item):
    assert item.faults() == {}
    assert item_of(texts_of(item)) == item


@given(st.lists(items(), min_size=1, max_size=4, unique_by=(lambda i: i.name, lambda i: i.dimension)))
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_workbook_holds_any_standard(found):
    assert read(write([("标准", found)]).getvalue()).items == found


def test_the_smallest_unit_is_read_of_judgements_alone():
    row = ["制度建设", None, "规章制度", "评议", 8, *[None] * 7]
    assert read(file_of([*row, 1])).items[0].step == 1
    assert read(file_of([*row, None])).items[0].step == D("0.5")
    assert faults_of([*row, 0.3]) == [(2, "评分最小单位", "应为 1、0.5、0.1、0.01")]
    assert faults_of([*GOOD, *[None] * 6, 1]) == [(2, "评分最小单位", "只有评议项填写评分最小单位")]


def test_the_first_row_needs_a_dimension():
    assert faults_of([None, None, "乙", "评议", 5]) == [(2, "维度", "不能为空")]
