"""What is understood of a roster that some office keeps in its own way."""

from datetime import date
from pathlib import Path

import pytest

from core.spreadsheets import read_file
from tests.units.rosters import identity, table_of, xlsx
from units.roster_import.columns import LABELS, choose, recognise
from units.roster_import.table import read_table

ROSTERS = Path(__file__).parent.parent / "data" / "rosters"
MAY = date(1998, 5, 1)
WOMAN = identity(date(1998, 5, 3), 12)


@pytest.mark.parametrize(
    ("key", "headings"),
    [
        ("name", "姓名 名字 成员姓名 员工姓名 职工姓名 姓\u3000名 姓名* 姓名（必填） ＊姓名： 成员"),
        ("birth_date", "出生年月 出生日期 出生年月日 生日 出生年月（如1998.05） 出生日期(阳历) 员工生日"),
        ("sex", "性别 性别(男/女)"),
        ("identity_number", "身份证号 身份证号码 证件号码 公民身份号码 居民身份证号 员工身份证号"),
        ("political_status", "政治面貌 党团关系 党/团员"),
        ("position", "岗位 职务 岗位职务 岗位/职务 职务（岗位） 工作岗位 职务、岗位"),
        ("is_captain", "号长 是否号长 是否为号长"),
        ("is_principal", "是否主要负责人 负责人 主要负责人 是否负责人"),
        ("is_league_secretary", "是否团支部书记 团组织主要负责人"),
        ("volunteer_number", "志愿者编号 注册志愿者编号 志愿者号 志愿者ID"),
        ("joined_on", "入集体日期 加入日期 入职日期 入职时间"),
        ("is_chinese", "国籍 国籍/地区 国籍（地区）"),
        (None, "序号 民族 备注 联系电话 负责人电话 学历 身高 证件类型 参加工作时间 入党（团）时间 签名"),
    ],
)
def test_headings_in_their_usual_variants(key, headings):
    assert {heading: recognise(heading) for heading in headings.split(" ")} == dict.fromkeys(
        headings.split(" "), key
    )


def test_of_two_columns_with_one_meaning_the_plainer_is_taken():
    headings = [(0, "职务"), (1, "姓名"), (2, "岗位"), (3, "名字"), (4, "电话")]
    assert choose(headings) == {1: "name", 2: "position"}


def people(table) -> list:
    return [
        (row.number, row.values, [(f.column, f.typed, f.reason) for f in row.faults]) for row in table.rows
    ]


def test_a_roster_with_title_date_line_and_footer():
    table = table_of(
        ["某某大厅青年集体花名册"],
        ["填表日期：2026年3月"],
        ["序号", "姓 名", "出生\u3000年月", "性别", "民族", "联系电话"],
        ["1", "张 三", "1998.5", "男", "汉", "1"],
        ["", "", "", "", "", ""],
        ["2", "买买提•艾力", "１９９８年５月３日", "女", "维吾尔", "2"],
        ["3", "", "", "", "", ""],
        ["序号", "姓名", "出生年月", "性别", "民族", "联系电话"],
        ["", "合计", "2", "", "", ""],
        ["注：以上人员均为在岗。"],
        ["填表人：张三", "", "审核人：李四"],
    )
    assert (table.header.first, table.problem) == (3, "")
    assert table.columns == {1: "name", 2: "birth_date", 3: "sex"}
    assert people(table) == [
        (4, {"name": "张三", "birth_date": MAY, "sex": "male"}, []),
        (6, {"name": "买买提·艾力", "birth_date": date(1998, 5, 3), "sex": "female"}, []),
    ]
    assert table.left_out == (
        {"空白行": [5], "只有序号或公式的空行": [7], "重复的标题行": [8], "合计、签名或说明": [9, 10, 11]}
    )


def test_xls_with_two_row_heads_merged_posts_and_a_damaged_number():
    [sheet] = read_file((ROSTERS / "merged-heads.xls").read_bytes()).sheets
    table = read_table(sheet)
    assert {LABELS[key] for key in table.columns.values()} == {
        "姓名", "出生年月", "性别", "政治面貌", "岗位", "身份证号码",
    }  # fmt: skip
    first, second, third = table.rows
    assert first.values == {
        "name": "甲一", "birth_date": date(1998, 5, 3), "sex": "female", "political_status": "league",
        "position": "综合窗口", "identity_number": WOMAN,
    }  # fmt: skip
    assert (second.number, second.faults[0].typed) == (6, "1101**********0020")
    assert second.faults[0].reason == "Excel 只保留 15 位有效数字，末三位已丢失，请将该列设为文本后重新填写"
    assert (third.values["position"], third.values["birth_date"]) == ("综合窗口", date(1999, 10, 1))
    assert [
        len(read_table(sheet).rows) for sheet in read_file((ROSTERS / "two-groups.xls").read_bytes()).sheets
    ] == [2, 1]


def test_a_line_merged_over_all_columns_is_nobody():
    content = xlsx(
        ["姓名", "出生年月"], ["张三", "1998.5"], ["以下为外聘人员"], ["李四", "1999.5"], merge=["A3:B3"]
    )
    table = read_table(read_file(content).sheets[0])
    assert [row.values["name"] for row in table.rows] == ["张三", "李四"]
    assert table.left_out == {"合计、签名或说明": [3]}


@pytest.mark.parametrize(
    ("heading", "typed", "key", "value"),
    [
        ("姓名", "欧 阳 娜", "name", "欧阳娜"),
        ("姓名", "Ａｎｎａ　Ｌｅｅ", "name", "Anna Lee"),
        ("姓名", "𬱟䶮", "name", "𬱟䶮"),
        ("身份证号", f" {WOMAN[:6]} {WOMAN[6:]}'", "identity_number", WOMAN),
        (
            "身份证号",
            WOMAN.translate(str.maketrans("0123456789", "０１２３４５６７８９")),
            "identity_number",
            WOMAN,
        ),
        (
            "身份证号",
            identity(date(1998, 5, 3), 100).lower(),
            "identity_number",
            identity(date(1998, 5, 3), 100),
        ),
        ("身份证号", "无", "identity_number", None),
        ("性别", "男性", "sex", "male"),
        ("政治面貌", "03-共青团员", "political_status", "league"),
        ("政治面貌", "中共预备党员", "political_status", "party"),
        ("政治面貌", "中共党员（预备）", "political_status", "party"),
        ("政治面貌", "九三学社社员", "political_status", "other"),
        ("政治面貌", "—", "political_status", None),
        ("国籍", "中华人民共和国", "is_chinese", True),
        ("国籍", "中国香港", "is_chinese", True),
        ("国籍", "新加坡", "is_chinese", False),
        ("号长", "√", "is_captain", True),
        ("是否号长", "否", "is_captain", False),
        ("岗位", "号长", "is_captain", True),
        ("岗位", "导办岗  一组", "position", "导办岗 一组"),
        ("志愿者编号", "'4400 0000 1234 5678", "volunteer_number", "4400000012345678"),
        ("入职日期", "2020年7月", "joined_on", date(2020, 7, 1)),
        ("入职日期", "/", "joined_on", None),
    ],
)
def test_one_cell_as_people_type_it(heading, typed, key, value):
    other = "成员姓名" if heading != "姓名" else "岗位"
    row = table_of([heading, other, "出生年月"], [typed, "某人", "1998.5"]).rows[0]
    assert row.faults == []
    assert row.values.get(key) == value


@pytest.mark.parametrize(
    ("heading", "typed", "column", "shown", "reason"),
    [
        ("姓名", "张�", "姓名", "张�", "有无法显示的字"),
        ("姓名", "\ue123三", "姓名", "\ue123三", "有无法显示的字"),
        ("姓名", "张三1", "姓名", "张三1", "不像姓名"),
        ("姓名", "名" * 41, "姓名", "名" * 41, "共 41 字，最多 40 字"),
        ("身份证号", "1.10105E+17", "身份证号码", "1.10105E+17", "末三位已丢失"),
        ("身份证号", "100000199805030000", "身份证号码", "1000**********0000", "末三位已丢失"),
        ("身份证号", WOMAN[:-1] + "0", "身份证号码", "1000**********0120", "校验不通过"),
        ("身份证号", "100000980503012", "身份证号码", "1000*******3012", "15 位的旧身份证号码"),
        ("身份证号", "12345", "身份证号码", "*****", "应为18位，现为5位"),
        ("性别", "未知", "性别", "未知", "请填写“男”或“女”"),
        ("性别", "男", None, "", ""),
        ("政治面貌", "先锋", "政治面貌", "先锋", "请填写中共党员、共青团员、群众或其他"),
        ("国籍", "156", "国籍", "156", "请填写国籍"),
        ("号长", "张三", "号长", "张三", "请填写“是”或“否”"),
        ("岗位", "岗" * 41, "岗位", "岗" * 41, "共 41 字，最多 40 字"),
        ("志愿者编号", "4.4E+15", "注册志愿者编号", "4.4E+15", "末三位已丢失"),
        ("志愿者编号", "9" * 31, "注册志愿者编号", "9" * 31, "共 31 字，最多 30 字"),
        ("入职日期", "20年7月", "加入日期", "20年7月", "年份只有两位"),
        ("入职日期", "2090年7月", "加入日期", "2090年7月", "晚于今天"),
        ("入职日期", "1990年7月", "加入日期", "1990年7月1日", "须晚于出生日期"),
    ],
)
def test_one_cell_that_is_wrong_says_where_and_why(heading, typed, column, shown, reason):
    other = "成员姓名" if heading != "姓名" else "岗位"
    faults = table_of([heading, other, "出生年月"], [typed, "某人", "1998.5"]).rows[0].faults
    assert [(fault.column, fault.typed) for fault in faults] == ([(column, shown)] if column else [])
    assert all(reason in fault.reason for fault in faults)


def test_two_columns_of_people_side_by_side_are_both_read():
    table = table_of(
        ["名 册"],
        ["序号", "姓名", "出生年月", "序号", "姓名", "出生年月"],
        ["1", "左一", "1998.5", "4", "右一", "1998.5"],
        ["2", "左二", "1998.5", "5", "右二", "不详"],
        ["3", "左三", "1998.5", "", "", ""],
        ["合计", "", "5", "", "", ""],
    )
    assert table.columns == {1: "name", 2: "birth_date", 4: "name", 5: "birth_date"}
    assert [(r.place, r.values.get("name"), len(r.faults)) for r in table.rows] == [
        ("第 3 行", "左一", 0),
        ("第 4 行", "左二", 0),
        ("第 5 行", "左三", 0),
        ("第 3 行第 2 栏", "右一", 0),
        ("第 4 行第 2 栏", "右二", 1),
    ]
    assert table.left_out == {"合计、签名或说明": [6]}


@pytest.mark.parametrize("other", ["紧急联系人", "家庭成员"])
def test_the_names_of_relatives_make_no_second_column_of_people(other):
    content = xlsx(
        ["本人", None, other, None],
        ["姓名", "出生年月", "姓名", "出生年月"],
        ["张三", "1998.5", "张父", "1968.5"],
    )
    [sheet] = read_file(content).sheets
    table = read_table(sheet)
    assert [row.values["name"] for row in table.rows] == ["张三"]


def test_a_formula_for_what_the_identity_number_says_is_not_needed():
    content = xlsx(["姓名", "身份证号", "出生年月"], ["张三", WOMAN, "=MID(B2,7,8)"])
    [sheet] = read_file(content).sheets
    [row] = read_table(sheet).rows
    assert (row.values["birth_date"], row.faults) == (date(1998, 5, 3), [])


def test_a_chosen_block_can_be_left_out():
    rows = ["姓名", "出生年月", "姓名", "出生年月"], ["左一", "1998.5", "右一", "1998.5"]
    assert [r.values["name"] for r in table_of(*rows, columns={2: "name", 3: "birth_date"}).rows] == ["右一"]
    assert "选了不止一列" in table_of(*rows, columns={0: "name", 1: "name", 2: "birth_date"}).problem


def test_nobody_vanishes_behind_an_excel_error_or_an_uncalculated_formula():
    content = xlsx(
        ["姓名", "出生年月", "性别"],
        ["#REF!", None, None],
        ["#N/A", "1998.5", "男"],
        ['=CONCATENATE("张","三")', "1998.5", None],
        ["李四", "=DATE(1998,5,3)", None],
        ["王五", "1998.5", "#N/A"],
        [None, "=D7", "#N/A"],
        ["=A9", None, None],
    )
    [sheet] = read_file(content).sheets
    table = read_table(sheet)
    assert [(row.number, row.faults[0].column, row.faults[0].typed) for row in table.rows if row.faults] == [
        (2, "姓名", "#REF!"),
        (3, "姓名", "#N/A"),
        (4, "姓名", '=CONCATENATE("张","三")'),
        (5, "出生年月", "=DATE(1998,5,3)"),
        (8, "姓名", "=A9"),
    ]
    assert [row.faults[0].reason[:2] for row in table.rows if row.faults] == [
        "这是",
        "这是",
        "公式",
        "公式",
        "公式",
    ]
    assert [row.values["name"] for row in table.rows if not row.faults] == ["王五"]
    assert table.left_out == {"只有序号或公式的空行": [7]}


@pytest.mark.parametrize(
    ("typed", "born", "note"),
    [
        ("98年5月", MAY, "按 1998 年读取"),
        ("04.5", date(2004, 5, 1), "按 2004 年读取"),
        ("1998 5 3", date(1998, 5, 3), ""),
        ("1998、5、3", date(1998, 5, 3), ""),
        ("一九九八年五月", MAY, ""),
        ("一九九八年十月二十三日", date(1998, 10, 23), ""),
        ("1998年五月", MAY, ""),
        ("生于1998年5月", MAY, ""),
    ],
)
def test_birth_dates_as_people_type_them(typed, born, note):
    [row] = table_of(["姓名", "出生年月"], ["张三", typed]).rows
    assert (row.values.get("birth_date"), row.faults) == (born, [])
    assert note in "".join(row.notes)


@pytest.mark.parametrize("name", ["李四*", "张三(借调)", "张三 （组长）"])
def test_marks_at_a_name_are_pointed_out(name):
    [row] = table_of(["真实姓名", "出生年月"], [name, "1998.5"]).rows
    assert "如果不是姓名的一部分" in row.notes[0]


def test_an_applicant_for_the_party_is_asked_for_later():
    [row] = table_of(["姓名", "出生年月", "政治面貌"], ["张三", "1998.5", "入党积极分子"]).rows
    assert "political_status" not in row.values
    assert row.notes == ["“入党积极分子”不是政治面貌，已留空，请补填共青团员或群众"]


@pytest.mark.parametrize(
    ("born", "reason"),
    [
        ("2020年5月", "周岁，成员应在 16 至 100 周岁之间"),
        ("2090年5月", "晚于今天"),
        ("1999年2月29日", "没有 1999年2月29日"),
        ("", "请填写出生年月，或填写身份证号码"),
    ],
)
def test_a_birth_date_that_cannot_be_is_said_once(born, reason):
    [fault] = table_of(["姓名", "性别", "出生年月"], ["某人", "男", born]).rows[0].faults
    assert (fault.column, fault.typed) == ("出生年月", born)
    assert reason in fault.reason


def test_birth_date_and_sex_follow_from_the_number():
    [row] = table_of(["姓名", "证件号码"], ["某人", WOMAN]).rows
    assert row.values == {
        "name": "某人", "identity_number": WOMAN, "birth_date": date(1998, 5, 3), "sex": "female",
    }  # fmt: skip
    [row] = table_of(["姓名", "出生年月", "证件号码"], ["某人", "1998年5月", WOMAN]).rows
    assert (row.values["birth_date"], row.faults) == (date(1998, 5, 3), [])


def test_what_contradicts_the_number_is_refused():
    [row] = table_of(["姓名", "出生年月", "性别", "证件号码"], ["某人", "1998.6", "男", WOMAN]).rows
    assert [(fault.column, fault.reason) for fault in row.faults] == [
        ("出生年月", "与身份证号码中的出生日期（1998年5月3日）不一致，请核对"),
        ("性别", "与身份证号码中的性别（女）不一致，请核对"),
    ]


@pytest.mark.parametrize(
    ("rows", "columns", "problem"),
    [
        ([["名单", "出生年月", "性别"], ["张三", "1998.5", "男"]], None, "没有找到“姓名”列"),
        ([["姓名", "性别"], ["张三", "男"]], None, "没有找到“出生年月”列，也没有“身份证号码”列"),
        ([["姓名", "生日"]], None, "标题行下面没有成员"),
        (
            [["姓名", "名字", "生日"], ["张三", "李四", "1998.5"]],
            {0: "name", 1: "name", 2: "birth_date"},
            "（A、B 列）",
        ),
        ([["姓名", "生日"], *[["张三", "1998.5"]] * 2001], None, "共有 2,001 行，一次最多导入 2,000 行"),
        ([["姓名", "生日"], *[["张三", "1998.5"]] * 6000], None, "共有 6,001 行，一次最多导入 2,000 行"),
    ],
)
def test_a_table_of_which_nothing_can_be_imported_says_why(rows, columns, problem):
    table = table_of(*rows, columns=columns)
    assert problem in table.problem
    assert table.rows == []


def test_columns_can_be_named_by_hand_where_there_is_no_head():
    rows = [["张三", "x", "1998.5"], ["李四", "y", "1999.5"]]
    assert table_of(*rows).labels == {0: "第 A 列", 1: "第 B 列", 2: "第 C 列"}
    table = table_of(*rows, columns={0: "name", 2: "birth_date"})
    assert [(row.number, row.values["name"]) for row in table.rows] == [(1, "张三"), (2, "李四")]
