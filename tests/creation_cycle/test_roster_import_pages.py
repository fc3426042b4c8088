"""Importing a roster as its captain does it: upload or paste, look, correct, confirm, take back."""

import io
import re
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from core.models import LedgerEntry
from core.spreadsheets import read_file
from tests import factories as make
from tests.creation_cycle.desk_world import make_world
from tests.units.rosters import identity, pasted, xlsx
from units.models import Member, RosterImport
from units.roster_import.table import read_table

pytestmark = pytest.mark.django_db
ROSTERS = Path(__file__).parent.parent / "data" / "rosters"
WOMAN = identity(date(1998, 5, 3), 12)
HEAD = ["姓名", "出生年月", "证件号码", "岗位", "备注"]
NEW, FAULTY = ["李新", "1998年5月", WOMAN, "窗口岗", "x"], ["王误", "不详", "", "", ""]


@pytest.fixture
def world(client):
    world = make_world(members=3, young=3)
    client.force_login(world.captain)
    return world


def text_of(response) -> str:
    return response.content.decode()


def place(world) -> str:
    return f"/desk/units/{world.unit.pk}/roster/import/"


def upload(client, world, content: bytes, name="花名册.xlsx", **values):
    return client.post(place(world), {"file": SimpleUploadedFile(name, content), **values})


def paste(client, world, *rows):
    """The preview's address."""
    return client.post(place(world), {"pasted": pasted(*rows)}).headers["Location"]


def fields_of(page) -> dict:
    """What the preview's form would send if nothing were touched."""
    form = page.context["form"]
    values = {field.html_name: field.value() for field in form}
    return {**values, "shown": page.context["plan"].digest}


def press(client, address, action, **changes):
    values = {**fields_of(client.get(address)), **changes}
    return client.post(address, {**values, "action": action}, follow=True)


def test_a_table_is_previewed_confirmed_and_taken_back(client, world):
    address = paste(client, world, HEAD, NEW)
    page = text_of(client.get(address))
    assert "不导入的列：备注。" in page
    assert "1000**********" + WOMAN[-4:] in page
    assert WOMAN not in page
    assert world.unit.members.count() == 3
    page = text_of(press(client, address, "confirm"))
    assert "已导入：新增 1 人，更新 0 人" in page
    assert "撤销这次导入" in page
    assert world.unit.members.get(name="李新").identity_number == WOMAN
    asked = text_of(client.get(f"{address}undo/"))
    assert "将移除新增的 <strong" in asked
    page = text_of(client.post(f"{address}undo/", follow=True))
    assert "已撤销这次导入" in page
    assert world.unit.members.count() == 3
    assert client.get(f"{address}undo/").headers["Location"] == address


@pytest.mark.parametrize("name", ["merged-heads.xls", "two-groups.xls"])
def test_a_file_is_read_whatever_it_is_called(client, world, name):
    answer = upload(client, world, (ROSTERS / name).read_bytes(), "名单.csv")
    page = text_of(client.get(answer.headers["Location"]))
    assert {"merged-heads.xls": "隐藏的工作表“旧名单”没有读取", "two-groups.xls": "另有可见的工作表“二组”"}[
        name
    ] in page


def test_a_refused_upload_says_why_at_its_field_and_keeps_what_was_pasted(client, world):
    text = "姓名\t生日\n张三\t1998.5"
    page = upload(client, world, b"%PDF-1.7", pasted=text)
    assert text in text_of(page)
    assert "请只用一种" in text_of(page)
    assert "请选择文件，或粘贴单元格" in text_of(client.post(place(world), {"pasted": "\n \n"}))
    page = text_of(upload(client, world, b"%PDF-1.7"))
    assert "请上传 XLSX、XLS 或 CSV 表格" in page.split('id="id_file_error">')[1].split("</div>")[0]
    long = "姓名\t生日\n" + "张三\t1998.5\n" * 2_100
    page = text_of(client.post(place(world), {"pasted": long}))
    assert "共有 2,101 行，一次最多导入 2,000 人" in page
    assert page.count("张三\t1998.5") == 2_100
    page = text_of(upload(client, world, b"x" * (5 * 1024 * 1024 + 1)))
    assert "最大 5 MB" in page.split('id="id_file_error">')[1].split("</div>")[0]
    assert not RosterImport.objects.exists()


def test_faulty_rows_stand_first_and_the_button_says_why_it_is_off(client, world):
    address = paste(client, world, HEAD, NEW, FAULTY)
    page = text_of(client.get(address))
    assert re.search(r'<button class="btn btn-primary" disabled aria-describedby="obstacle">', page)
    assert "有 1 行有误，请在表格中修正后重新上传，或只导入没有问题的行。" in page
    rows = page.split("<tbody>")[1]
    assert rows.index("第 3 行") < rows.index("第 2 行")
    assert "<strong>出生年月</strong> “不详”：看不懂这个日期" in rows
    assert "第 2 行" not in text_of(client.get(f"{address}?rows=faulty")).split("<tbody>")[1]
    page = text_of(press(client, address, "confirm"))
    assert "有 1 行有误" in page
    assert world.unit.members.count() == 3
    page = text_of(press(client, address, "confirm_good"))
    assert "已导入：新增 1 人" in page
    assert "未导入 1 行" in page


def test_columns_that_were_misread_are_corrected_by_hand(client, world):
    address = paste(client, world, ["称呼", "生日", "代号"], ["李新", "1998.5", "V-9"])
    page = client.get(address)
    assert "没有找到“姓名”列" in text_of(page)
    assert text_of(page).count("disabled>确认导入") == 1
    page = press(client, address, "confirm", column_0="name", column_2="volunteer_number")
    assert "已按新的设置重新检查" in text_of(page)
    assert world.unit.members.count() == 3, "what was not shown is not written"
    press(client, address, "confirm")
    assert world.unit.members.get(name="李新").volunteer_number == "V-9"


def test_two_columns_for_one_meaning_are_refused(client, world):
    address = paste(client, world, ["姓名", "生日", "别名"], ["李新", "1998.5", "新"])
    page = press(client, address, "recheck", column_2="name")
    assert "“姓名”选了不止一列（A、C 列），请只保留一列。" in text_of(page)
    page = press(client, address, "recheck", column_2="")
    assert "选了不止一列" not in text_of(page)


def test_another_sheet_is_read_anew(client, world):
    answer = upload(client, world, (ROSTERS / "two-groups.xls").read_bytes())
    page = press(client, answer.headers["Location"], "recheck", sheet="1", column_1="")
    assert "已读取工作表“二组”" in text_of(page)
    assert [row.name for row in page.context["plan"].rows] == ["己六"]


def test_known_members_show_what_would_change(client, world):
    member = world.unit.members.first()
    rows = ["姓名", "出生年月", "岗位"], ["马成", f"{member.birth_date}", "窗口岗"]
    Member.objects.filter(pk=member.pk).update(name="马成", position="导办岗")
    address = paste(client, world, *rows)
    assert "岗位与花名册不同，保留原值（花名册：导办岗；表格：窗口岗）" in text_of(client.get(address))
    page = text_of(press(client, address, "recheck", mode="overwrite"))
    assert "<del>导办岗</del>" in page
    assert "<ins>窗口岗</ins>" in page


def test_a_roster_that_changed_meanwhile_is_shown_again(client, world):
    address = paste(client, world, HEAD, NEW)
    values = fields_of(client.get(address))
    Member.objects.create(unit=world.unit, name="李新", birth_date=date(1998, 5, 3), identity_number=WOMAN)
    page = text_of(client.post(address, {**values, "action": "confirm"}, follow=True))
    assert "花名册在预览之后有变化" in page
    assert world.unit.members.count() == 4


def test_a_double_click_imports_once(client, world):
    address = paste(client, world, HEAD, NEW)
    values = {**fields_of(client.get(address)), "action": "confirm"}
    client.post(address, values)
    page = text_of(client.post(address, values, follow=True))
    assert "当前状态为“已导入”，不能确认导入" in page
    assert world.unit.members.count() == 4
    assert LedgerEntry.objects.of(world.unit).count() == 1


def test_a_preview_can_be_given_up(client, world):
    address = paste(client, world, HEAD, NEW)
    page = client.post(address, {"action": "discard"}, follow=True)
    assert "已放弃这次导入" in text_of(page)
    assert client.get(address).status_code == 404
    assert not RosterImport.objects.exists()


def test_nonsense_in_the_settings_is_refused_in_place(client, world):
    address = paste(client, world, HEAD, NEW)
    page = press(client, address, "recheck", mode="replace", sheet="9")
    assert page.context["form"].errors.keys() == {"mode", "sheet"}
    assert client.get(f"{address}?page=zz&rows=zz").status_code == 200


def test_nobody_elses_import_is_there(client, world):
    address = paste(client, world, HEAD, NEW)
    other = make.make_unit(world.county)
    client.force_login(make.make_captain(other))
    for path in (place(world), address, f"{address}undo/", f"{place(world)}template.xlsx"):
        assert client.get(path).status_code == 404
        assert client.post(path).status_code in (404, 405)
    own = address.replace(f"/units/{world.unit.pk}/", f"/units/{other.pk}/")
    assert client.post(own, {"action": "discard"}).status_code == 404
    assert RosterImport.objects.count() == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_a_preview_costs_the_same_for_one_row_and_three(client, world, rows, django_assert_num_queries):
    address = paste(client, world, HEAD, *[["李" + "新" * n, "1998年5月", "", "", ""] for n in range(rows)])
    with django_assert_num_queries(15):
        assert text_of(client.get(address)).count('data-label="处理"') == rows


def test_long_tables_come_in_pages(client, world):
    address = paste(client, world, ["姓名", "生日"], *[[chr(0x4E00 + n), "1998.5"] for n in range(130)])
    assert text_of(client.get(address)).count('data-label="处理"') == 100
    assert text_of(client.get(f"{address}?rows=new&page=2")).count('data-label="处理"') == 30


def test_the_template_reads_back_and_keeps_numbers_as_text(client, world):
    answer = client.get(f"{place(world)}template.xlsx")
    content = b"".join(answer.streaming_content)
    assert "%E8%8A%B1%E5%90%8D%E5%86%8C%E6%A8%A1%E6%9D%BF.xlsx" in answer.headers["Content-Disposition"]
    sheet = load_workbook(io.BytesIO(content))["花名册"]
    column = next(cell.column_letter for cell in sheet[1] if cell.value == "身份证号码")
    assert sheet.column_dimensions[column].number_format == "@"
    read = read_file(content).sheets
    assert read_table(read[0]).problem == "标题行下面没有成员。"
    assert set(read_table(read[0]).columns.values()) >= {"name", "birth_date", "identity_number", "joined_on"}
    assert len(read_table(read[0]).columns) == len(read_table(read[0]).labels) == 13


def test_the_filled_template_is_recognised_beside_its_hints(client, world):
    book = load_workbook(io.BytesIO(b"".join(client.get(f"{place(world)}template.xlsx").streaming_content)))
    book["花名册"].append(["李新", "1998年5月", WOMAN])
    content = io.BytesIO()
    book.save(content)
    page = client.get(upload(client, world, content.getvalue()).headers["Location"])
    assert [row.name for row in page.context["plan"].rows] == ["李新"]


def test_recent_imports_are_listed_where_one_starts(client, world):
    press(client, paste(client, world, HEAD, NEW), "confirm")
    page = text_of(client.get(place(world)))
    assert "最近 7 天的导入" in page
    assert "新增 1 人，更新 0 人" in page


def test_the_roster_leads_here(client, world):
    assert f'href="{place(world)}"' in text_of(client.get(f"/desk/units/{world.unit.pk}/roster/"))


def test_a_workbook_with_real_cells(client, world):
    content = xlsx(HEAD, ["李新", date(1998, 5, 3), WOMAN, "窗口岗"], ["王误", 1998.1, 110105194912310021])
    page = text_of(client.get(upload(client, world, content).headers["Location"]))
    assert "分不清是 1 月还是 10 月" in page
    assert "末三位已丢失" in page
