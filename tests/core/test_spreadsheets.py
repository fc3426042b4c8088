"""Spreadsheets as offices send them: told by content, read with types and places, refused with a sentence."""

import io
import time
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook as Book
from openpyxl.styles import Font

from core.spreadsheets import (
    Cell,
    UnreadableSpreadsheet,
    Workbook,
    column_letter,
    find_header,
    read_file,
    read_text,
)
from core.spreadsheets.child import MAX_SHEETS

ROSTERS = Path(__file__).parent.parent / "data" / "rosters"
TABLE = "姓名,生日\n张䶮,1998.5\n"
READ = [["姓名", "生日"], ["张䶮", "1998.5"]]


def xlsx(fill) -> bytes:
    """The bytes of a workbook on whose first sheet `fill(sheet, book)` has worked."""
    book = Book()
    fill(book.active, book)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def texts(sheet) -> list[list[str]]:
    return [[row[column].text for column in sheet.columns] for row in sheet.rows]


@pytest.mark.parametrize(
    "content",
    [
        TABLE.encode(),
        b"\xef\xbb\xbf" + TABLE.encode(),
        TABLE.encode("gb18030"),
        TABLE.replace(",", "\t").encode("utf-16"),
        b"\xfe\xff" + TABLE.replace(",", "\t").encode("utf-16-be"),
        TABLE.replace(",", "\t").encode("utf-16-le"),
        TABLE.replace(",", "\t").encode("utf-16-be"),
        TABLE.replace(",", ";").encode(),
        TABLE.replace(",", "，").encode("gb18030"),
        b"sep=|\r\n" + TABLE.replace(",", "|").encode(),
        TABLE.replace("\n", "\r\n").encode(),
        TABLE.replace("\n", "\r").encode(),
        b'"\xe5\xa7\x93\xe5\x90\x8d",' + TABLE.encode()[7:],
    ],
    ids=[
        "utf8",
        "bom",
        "gb18030",
        "utf16",
        "utf16be",
        "le-bare",
        "be-bare",
        ";",
        "，",
        "sep",
        "crlf",
        "cr",
        "quoted",
    ],
)
def test_delimited_text_in_every_usual_encoding(content):
    [sheet] = read_file(content).sheets
    assert texts(sheet) == READ
    assert [row.number for row in sheet.rows] == [1, 2]


def test_the_delimiter_is_the_one_that_cuts_evenly():
    [sheet] = read_text("甲部花名册\n姓名\t地址\n张三\t石岐，中山路, 3\n李四\t西区, 5\n").sheets
    assert texts(sheet) == [
        ["甲部花名册", ""],
        ["姓名", "地址"],
        ["张三", "石岐，中山路, 3"],
        ["李四", "西区, 5"],
    ]


def test_a_line_break_inside_a_cell_is_one_row_and_a_stray_mark_swallows_none():
    [sheet] = read_text('姓名\t"出生\n年月"\n张三\t1998.5\n').sheets
    assert texts(sheet) == [["姓名", "出生 年月"], ["张三", "1998.5"]]
    lines = "\n".join(f"成员{number}\t1998.5" for number in range(40))
    [sheet] = read_text(f'姓名\t生日\n"张三\t1998.5\n{lines}').sheets
    assert len(sheet.rows) == 42


def test_leading_and_empty_cells_keep_their_columns_and_empty_lines_their_numbers():
    [sheet] = read_text("\t姓名\t\t生日\n\n \t张三\t\t1998.5").sheets
    assert [(row.number, sorted(row.cells)) for row in sheet.rows] == [(1, [1, 3]), (3, [1, 3])]


def test_cells_of_a_workbook_come_with_type_and_place():
    def fill(sheet, book):
        sheet["C3"], sheet["D3"], sheet["E3"] = "姓\n名", date(1998, 5, 3), datetime(1998, 5, 3, 8, 30)  # noqa: DTZ001  (cells have no zone)
        sheet["F3"], sheet["G3"], sheet["H3"] = 12, 1998.1, True
        sheet["I3"], sheet["J3"] = 110105194912310021, "1.10105E+17"

    [sheet] = read_file(xlsx(fill)).sheets
    [row] = sheet.rows
    assert (row.number, sheet.columns) == (3, [2, 3, 4, 5, 6, 7, 8, 9])
    assert [row[at].value for at in (3, 4, 6, 7)] == [date(1998, 5, 3), date(1998, 5, 3), 1998.1, True]
    assert [row[at].text for at in (2, 5, 9)] == ["姓 名", "12", "1.10105E+17"]
    assert [row[at].is_rounded for at in (5, 8, 9)] == [False, True, True]
    assert row[50].text == ""


def test_hidden_sheets_are_named_and_not_read_and_empty_ones_are_nothing():
    def fill(sheet, book):
        sheet.title, sheet["A1"] = "名单", "姓名"
        for title, state in (("旧", "hidden"), ("宏", "veryHidden"), ("另", "visible"), ("空", "visible")):
            other = book.create_sheet(title)
            other.sheet_state = state
            if title != "空":
                other["A1"] = title

    workbook = read_file(xlsx(fill))
    assert ([sheet.name for sheet in workbook.sheets], workbook.hidden) == (["名单", "另"], ["旧", "宏"])


def test_merged_cells_repeat_their_value_and_say_so():
    def fill(sheet, book):
        sheet["A1"], sheet["A2"], sheet["B2"], sheet["B3"], sheet["B4"] = "题", "窗口", "甲", "乙", "丙"
        sheet["B5"] = "丁"
        sheet.merge_cells("A1:XFD1")
        sheet.merge_cells("A2:A4")

    [sheet] = read_file(xlsx(fill)).sheets
    assert sheet.columns == [0, 1]
    assert [row[0] for row in sheet.rows] == [
        Cell("题"), Cell("窗口"), Cell("窗口", filled=True), Cell("窗口", filled=True), Cell(""),
    ]  # fmt: skip


def test_a_million_used_rows_of_nothing_are_nothing():
    def fill(sheet, book):
        sheet["A1"], sheet["A2"] = "姓名", "张三"
        for number in range(3, 3_000):
            sheet.cell(number, 1).font = Font(bold=True)
        sheet["J1048576"] = " "

    [sheet] = read_file(xlsx(fill)).sheets
    assert (texts(sheet), sheet.total) == ([["姓名"], ["张三"]], 2)


def test_what_is_beyond_the_rows_and_columns_read_is_counted_and_mentioned():
    [sheet] = read_text("\n".join(f"成员{number}" for number in range(5_003))).sheets
    assert (len(sheet.rows), sheet.total, sheet.is_cut) == (5_000, 5_003, True)
    assert not sheet.is_narrowed
    [sheet] = read_text("姓名" + "," * 120 + "远\n").sheets
    assert (sheet.columns, sheet.is_narrowed) == ([0], True)
    [sheet] = read_file(xlsx(lambda sheet, book: [sheet.cell(1, 1, "近"), sheet.cell(1, 120, "远")])).sheets
    assert (sheet.columns, sheet.is_narrowed) == ([0], True)


def far_away(sheet, book):
    sheet["A1"], sheet["XFD1048576"] = "姓名", " "


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (xlsx(far_away), "已用区域过大"),
        (xlsx(lambda sheet, book: None), "没有可以读取的内容"),
        (b"", "没有可以读取的内容"),
        (b"\n , \n", "没有可以读取的内容"),
        (b"PK\x03\x04 cut off", "可能已损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 cut off", "可能已损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
        (b"PK\x03\x04...word/document.xml...", "请上传 XLSX、XLS 或 CSV"),
        (b"%PDF-1.7 ...", "请上传 XLSX、XLS 或 CSV"),
        (b"\x89PNG\r\n\x1a\n", "请上传 XLSX、XLS 或 CSV"),
        (b"\x00\x01\x02\xff\xfe\xfd", "请上传 XLSX、XLS 或 CSV"),
        (b"<?xml version='1.0'?><Workbook/>", "另存为 XLSX"),
    ],
    ids=["far", "empty", "nothing", "blanks", "zip", "ole", "password", "word", "pdf", "png", "bytes", "xml"],
)
def test_what_cannot_be_read_says_what_to_do(content, sentence):
    with pytest.raises(UnreadableSpreadsheet, match=sentence):
        read_file(content)


def test_xls_of_1997_with_merged_heads():
    workbook = read_file((ROSTERS / "merged-heads.xls").read_bytes())
    [sheet] = workbook.sheets
    assert (sheet.name, workbook.hidden) == ("花名册", ["旧名单"])
    assert [row[5] for row in sheet.rows[4:7]] == [Cell("综合窗口"), *[Cell("综合窗口", filled=True)] * 2]
    assert sheet.rows[4][2].value == date(1998, 5, 3)
    assert sheet.rows[5][6].is_rounded


def test_a_web_page_named_xls():
    page = """<html><head><meta charset="utf-8"></head><body><table border=1>
        <tr><th colspan="3">花名册</th></tr><tr><td>姓名<td>岗位<td>生日</tr>
        <tr><td>张&nbsp;三</td><td rowspan=2>窗口</td><td>1998<br>年5月</td></tr>
        <tr><td>李四</td><td>1999年1月</td></tr>
        </table><table><tr><td> </td></tr></table></body></html>"""
    [sheet] = read_file(page.encode()).sheets
    assert texts(sheet)[1:] == [
        ["姓名", "岗位", "生日"],
        ["张 三", "窗口", "1998 年5月"],
        ["李四", "窗口", "1999年1月"],
    ]
    assert sheet.rows[3][1].filled


def test_a_page_of_cells_that_reach_far_costs_no_more_than_its_rows():
    page = "<table><tr><td rowspan=100 colspan=100>a</table>" * 1_000
    began = time.monotonic()
    workbook = read_file(page.encode())
    assert time.monotonic() - began < 5
    assert [texts(sheet) for sheet in workbook.sheets] == [[["a"]]] * MAX_SHEETS


def test_spans_hold_their_places_in_rows_below():
    page = """<table><tr><td rowspan=2 colspan=2>组<td>一<tr><td>二<tr><td>甲<td>乙<td>丙
        <tr><td colspan=200>尾<td>远</table>"""
    [sheet] = read_file(page.encode()).sheets
    assert texts(sheet) == [["组", "组", "一"], ["组", "组", "二"], ["甲", "乙", "丙"], ["尾", "尾", "尾"]]
    assert (sheet.rows[1][0], sheet.is_narrowed) == (Cell("组", filled=True), True)


@pytest.mark.parametrize(
    "text",
    [
        "姓名,生日\n" + "长" * 131_073,
        '姓名\t生日\n"' + "成员\n" * 30 + "长" * 131_073,
        "<table><tr><td>张三<![ x ]></table>",
        "<table><![foo[",
    ],
    ids=["long", "long-unquoted", "marked", "declared"],
)
def test_malformed_text_is_refused_with_a_sentence(text):
    for read in (read_text, lambda text: read_file(text.encode())):
        with pytest.raises(UnreadableSpreadsheet, match="可能已损坏"):
            read(text)


def test_a_span_of_thousands_of_digits_is_only_wide():
    [sheet] = read_text(f"<table><tr><td colspan={'9' * 5_000}>题<tr><td>姓名</table>").sheets
    assert texts(sheet) == [["题"], ["姓名"]]


def test_a_workbook_can_be_kept_as_text():
    workbook = read_file((ROSTERS / "merged-heads.xls").read_bytes())
    assert Workbook.load(workbook.dump()) == workbook


KEYS = {"姓名": "name", "出生年月": "born", "岗位": "post", "性别": "sex"}


@pytest.mark.parametrize(
    ("text", "rows", "keys"),
    [
        ("姓名,性别\n张三,男", (1, 1), {0: "name", 1: "sex"}),
        ("某某花名册,\n2026年3月,\n,\n姓 名,出生 年月\n张三,1998", (4, 4), {0: "name", 1: "born"}),
        ("姓名,出生,岗位\n,年月,\n张三,1998,窗口", (1, 2), {0: "name", 1: "born", 2: "post"}),
        ("基本,,其他\n姓名,性别,岗位\n张三,男,窗口", (2, 2), {0: "name", 1: "sex", 2: "post"}),
        ("张三,男\n李四,女", None, None),
        ("姓名\n张三", None, None),
    ],
)
def test_the_head_is_found_below_titles_and_in_two_rows(text, rows, keys):
    [sheet] = read_text(text).sheets
    header = find_header(sheet, KEYS.get)
    found = (header and (header.first, header.last), header and header.keys)
    assert found == (rows, keys)


def test_columns_are_named_as_spreadsheets_name_them():
    assert [column_letter(at) for at in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
