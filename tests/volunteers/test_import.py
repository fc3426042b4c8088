"""Importing volunteers: what is written, what is refused and why, and that nobody is written twice."""

import io
import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from openpyxl import Workbook, load_workbook

from core import clock
from core.lifecycle import TransitionBlocked, perform
from core.models import Job
from core.services import jobs
from tests.volunteers.register_world import Register, make_organisation, make_volunteer
from tests.volunteers.rosters import HEAD, checked, reasons, row, text_file, workbook
from volunteers import guards
from volunteers.enums import RequestKind, VolunteerImportState, VolunteerState
from volunteers.importing import pieces
from volunteers.models import ImportFault, Skill, StagedVolunteer, Volunteer, VolunteerImport
from volunteers.resources import VolunteerResource, write_faults
from volunteers.services import importing, records, requests

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return Register()


def imported(upload, world, **values) -> VolunteerImport:
    batch = perform(checked(upload, by=world.officer, **values), "confirm", by=world.officer)
    jobs.run(batch.write_job_id)
    return VolunteerImport.objects.get(pk=batch.pk)


def test_clean_rows_are_on_the_register_encrypted_and_findable(world):
    batch = imported(workbook([row(1, name="欧阳小明"), row(2), row(3)]), world)
    assert (batch.state, batch.new_count, batch.faulty_count) == (VolunteerImportState.DONE, 3, 0)
    one = Volunteer.objects.named("阳小").get()
    values = row(1)
    assert Volunteer.objects.with_identity(values[1]).get() == one
    assert Volunteer.objects.with_phone(values[2]).get() == one
    assert (one.identity_number, one.phone, one.birth_date, one.sex) == (
        values[1],
        values[2],
        values[3],
        "male",
    )
    assert (one.organisation, one.state) == (world.team, VolunteerState.ACTIVE)
    year = clock.today().year
    numbers = sorted(Volunteer.objects.values_list("number", flat=True))
    assert numbers == [f"{year}{serial:08d}" for serial in (1, 2, 3)]


def test_the_upload_is_forgotten_when_it_is_done(world):
    batch = checked(workbook([row(1)]), by=world.officer)
    kept = pieces._path(batch.rows_file)
    assert kept.exists()
    assert b"137" not in kept.read_bytes()
    perform(batch, "abandon", by=world.officer)
    assert not StagedVolunteer.objects.exists()


def test_whoever_is_known_is_updated_and_never_doubled(world):
    first = row(1, name="李旧名")
    known = make_volunteer(
        world.team, name="李旧名", identity_number=first[1], birth_date=first[3], phone=first[2]
    )
    batch = imported(workbook([row(1, name="李新名", phone="13900000001"), row(2)]), world)
    assert (batch.new_count, batch.changed_count) == (1, 1)
    known.refresh_from_db()
    assert (known.name, known.phone) == ("李新名", "13900000001")
    assert Volunteer.objects.with_phone("13900000001").get() == known
    assert list(Volunteer.objects.named("新名")) == [known]
    assert Volunteer.objects.count() == 2
    again = checked(workbook([row(1, name="李新名", phone="13900000001"), row(2)]), by=world.officer)
    assert (again.new_count, again.changed_count, again.same_count) == (0, 0, 2)
    with pytest.raises(TransitionBlocked, match="没有可以写入的行"):
        perform(again, "confirm", by=world.officer)


def test_blanks_of_a_table_change_nothing(world):
    values = row(1)
    known = make_volunteer(
        world.team, name="张示例", identity_number=values[1], birth_date=values[3], phone=values[2]
    )
    batch = checked(workbook([row(1, phone="", birth=None, sex="")]), by=world.officer)
    assert (batch.changed_count, batch.same_count) in ((1, 0), (0, 1))  # the sex was not known before
    known.refresh_from_db()
    assert known.phone == values[2]


DIRT = [
    ("姓名", {"name": "   "}, "姓名没有填写"),
    ("姓名", {"name": "#REF!"}, "公式或错误值"),
    ("证件号码", {"identity": 1.10105194912310e17}, "末几位已经丢失"),
    ("证件号码", {"identity": "1.1E+17"}, "末几位已经丢失"),
    ("证件号码", {"identity": "44200019900101001"}, "应为18位"),
    ("证件号码", {"identity": "442000199001010010"}, "校验不通过"),
    ("证件号码", {"identity": ""}, "没有填写"),
    ("手机号码", {"phone": "138123"}, "11位手机号码"),
    ("出生日期", {"birth": date(1980, 1, 1)}, "与证件号码不一致"),
    ("性别", {"sex": "女"}, "与证件号码不一致"),
    ("性别", {"sex": "未知"}, "男或女"),
    ("所属组织", {"organisation": "没有的队"}, "没有登记这个组织"),
    ("注册日期", {"registered": date(2100, 1, 1)}, "晚于今天"),
    ("注册日期", {"registered": "去年"}, "看不懂这个日期"),
]


@pytest.mark.parametrize(("column", "dirt", "reason"), DIRT, ids=[f"{c}-{r}" for c, _, r in DIRT])
def test_what_cannot_be_imported_says_row_column_and_reason(world, column, dirt, reason):
    batch = checked(workbook([row(2), row(1, **dirt)]), by=world.officer)
    found = reasons(batch)
    assert [(number, said) for number, said, _ in found] == [(3, column)]
    assert reason in found[0][2]
    assert (batch.new_count, batch.faulty_count) == (1, 1)


def test_what_people_write_is_understood(world):
    values = row(1)
    wide = values[1].translate(str.maketrans("0123456789X", "０１２３４５６７８９Ｘ"))
    rows = [
        row(
            1,
            name="  张 示例 ",
            identity=f" {wide} ",
            phone="137-0000-0001 ",
            birth="1991年2月2日",
            sex="男性",
        ),
        row(2, birth=33664, phone=13700000002, registered="2024.5.1"),
    ]
    rows[1][3] = rows[1][3] if isinstance(rows[1][3], date) else (row(2)[3] - date(1899, 12, 30)).days
    head = (
        "志愿者姓名*",
        "居民身份证号码（18位）",
        "联系电话",
        "出生年月日",
        "性 别",
        "志愿服务组织",
        "注册时间",
    )
    batch = imported(workbook(rows, head=head), world)
    assert reasons(batch) == []
    assert Volunteer.objects.with_identity(values[1]).get().phone == "13700000001"


def test_a_card_that_stands_twice_in_a_file_counts_once(world):
    batch = imported(workbook([row(1), row(2), row(1, name="张再来")]), world)
    assert reasons(batch) == [(4, "证件号码", "与第 2 行的证件号码重复")]
    assert Volunteer.objects.count() == 2


def test_rows_that_excel_hides_and_formulas_are_not_passed_over_in_silence(world):
    def change(sheet):
        sheet.row_dimensions[3].hidden = True
        sheet["A4"] = '=CONCATENATE("张","三")'

    batch = checked(workbook([row(1), row(2), row(3), row(4)], change=change), by=world.officer)
    assert [(number, column) for number, column, _ in reasons(batch)] == [(3, ""), (4, "姓名")]
    assert "隐藏" in reasons(batch)[0][2]
    assert batch.new_count == 2


def test_a_merged_cell_stands_for_all_its_rows(world):
    def change(sheet):
        sheet["F3"] = sheet["F4"] = None
        sheet.merge_cells("F2:F4")

    batch = checked(workbook([row(1), row(2), row(3)], change=change), by=world.officer)
    assert (batch.new_count, reasons(batch)) == (3, [])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_files(world, encoding):
    batch = checked(text_file([row(1), row(2)], encoding=encoding), by=world.officer)
    assert (batch.new_count, reasons(batch)) == (2, [])


def test_a_stray_nul_is_the_fault_of_its_row(world):
    rows = [row(at) for at in range(1, 30)]
    rows[4][0] = "张\0三"
    batch = checked(text_file(rows), by=world.officer)
    assert [(number, column) for number, column, _ in reasons(batch)] == [(6, "姓名")]
    assert batch.new_count == 28


@pytest.mark.parametrize(
    ("upload", "said"),
    [
        (SimpleUploadedFile("图.xlsx", b"\x89PNG" + bytes(100)), "请上传 XLSX"),
        (SimpleUploadedFile("坏.xlsx", b"PK\x03\x04" + bytes(100)), "无法读取"),
        (SimpleUploadedFile("空.csv", b""), "没有找到"),
        (text_file([["a", "b"]], head=("甲", "乙")), "没有找到“姓名”、“证件号码”列"),
        (text_file([["a", "b", "c"]], head=("姓名", "身份证", "证件号")), "有两列都是“证件号码”"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_a_sentence(world, upload, said):
    with pytest.raises(ValidationError, match=said):
        checked(upload, by=world.officer)
    assert not VolunteerImport.objects.exists()


def test_a_head_below_a_title_is_found(world):
    book = Workbook()
    sheet = book.active
    sheet.append(["示例市志愿者名册"])
    sheet.append([])
    for values in (HEAD, row(1)):
        sheet.append(values)
    file = io.BytesIO()
    book.save(file)
    batch = checked(SimpleUploadedFile("名册.xlsx", file.getvalue()), by=world.officer)
    assert (batch.new_count, batch.header_row) == (1, 3)


def test_merged_forgotten_and_foreign_people_are_left_alone(world):
    merged, forgotten, foreign = (row(at) for at in (1, 2, 3))
    double = make_volunteer(world.team, identity_number=merged[1], birth_date=merged[3])
    kept = make_volunteer(world.team)
    records.merge(double, kept, by=world.officer, reason="重复")
    gone = make_volunteer(world.team, identity_number=forgotten[1], birth_date=forgotten[3])
    asked = requests.ask(gone, by=world.officer, kind=RequestKind.ERASURE)
    perform(asked, "fulfil", by=world.officer, note="已删除")
    make_volunteer(make_organisation(world.elsewhere), identity_number=foreign[1], birth_date=foreign[3])
    batch = checked(workbook([merged, forgotten, foreign, row(4)]), by=world.officer)
    assert [number for number, _, _ in reasons(batch)] == [2, 3, 4]
    assert [said for _, _, said in reasons(batch)] == [
        f"该证件的档案已并入 {kept.number}，请按保留的档案更新", importing.FORGOTTEN, importing.FOREIGN,
    ]  # fmt: skip
    assert batch.new_count == 1


def test_an_officer_imports_into_own_organisations_only(world):
    batch = checked(workbook([row(1, organisation="ZS001"), row(2)]), by=world.county_officer)
    assert reasons(batch) == [(2, "所属组织", "该组织不归您所在的团组织主管，或已暂停、注销")]


def test_skills_are_added(world):
    first, second = (
        Skill.objects.create(code=f"s{at}", name=name) for at, name in enumerate(("急救", "手语"))
    )
    head = (*HEAD, "服务技能")
    batch = imported(workbook([[*row(1), "急救、手语"], [*row(2), "飞行"]], head=head), world)
    assert set(Volunteer.objects.get().skills.all()) == {first, second}
    assert reasons(batch) == [(3, "服务技能", "没有这项服务技能：飞行")]


def test_faults_come_as_a_workbook_in_which_nothing_is_a_formula(world):
    batch = checked(workbook([row(1, phone="=1+1"), row(2, name="=cmd|' /C calc'!A0")]), by=world.officer)
    file = io.BytesIO()
    write_faults(batch, file)
    sheet = load_workbook(io.BytesIO(file.getvalue())).active
    assert [cell.value for cell in sheet[1]] == ["行", "列", "内容", "原因"]
    assert {cell.data_type for line in sheet.iter_rows(min_row=2) for cell in line} <= {"n", "s", "inlineStr"}
    assert sheet.max_row == 3


def test_the_resource_answers_as_import_export_does(world):
    result = VolunteerResource().import_data(
        workbook([row(1), row(2, phone="1")]), dry_run=True, user=world.officer, basis="纸质同意书"
    )
    assert (result.totals["new"], result.totals["invalid"]) == (1, 1)
    assert [wrong.number for wrong in result.invalid_rows] == [3]
    assert not Volunteer.objects.exists()
    VolunteerResource().import_data(result.batch, user=world.officer, basis="")
    assert Volunteer.objects.count() == 1


def test_a_step_that_is_repeated_writes_nobody_twice(world, monkeypatch):
    """As after a kill: the rows are written, but the checkpoint went with the worker."""
    monkeypatch.setattr(importing, "ROWS_A_STEP", 2)
    batch = checked(workbook([row(at) for at in range(1, 6)]), by=world.officer)
    batch = perform(batch, "confirm", by=world.officer)
    job = Job.objects.get(pk=batch.write_job_id)
    importing.write_step(job)
    jobs.run(batch.write_job_id)
    assert Volunteer.objects.count() == 5


def test_what_nobody_confirms_is_forgotten(world):
    batch = checked(workbook([row(1, phone="1"), row(2)]), by=world.officer)
    VolunteerImport.objects.update(created_at=clock.now() - guards.PREVIEW_STANDS)
    assert importing.forget_left_lying() == 1
    assert not ImportFault.objects.exists()
    assert not StagedVolunteer.objects.exists()
    batch.refresh_from_db()
    assert (batch.state, batch.rows_file) == (VolunteerImportState.DISCARDED, "")


def test_the_command(world, tmp_path, capsys):
    path = tmp_path / "名册.csv"
    path.write_bytes(text_file([row(1), row(2, phone="1")]).read())
    call_command(
        "import_volunteers",
        str(path),
        by=world.officer.username,
        basis="纸质同意书",
        faults=str(tmp_path / "错误.xlsx"),
    )
    said = capsys.readouterr().out
    assert "新登记 1" in said
    assert "不能导入 1" in said
    assert load_workbook(tmp_path / "错误.xlsx").active.max_row == 2
    assert Volunteer.objects.count() == 1


@pytest.mark.parametrize("name", ["没有这个文件.csv", "."])
def test_the_command_says_in_chinese_that_it_cannot_read_a_file(world, tmp_path, name):
    with pytest.raises(CommandError, match=r"^无法读取文件 .*，请核对路径和权限。$"):
        call_command("import_volunteers", str(tmp_path / name), by=world.officer.username, basis="纸质同意书")


FOREIGN_WORDS = re.compile(r"[A-Za-z]{2,}")


def test_whatever_stands_in_a_table_is_refused_without_a_foreign_word(world):
    """What Python, Django, calamine or import-export would say by themselves is English."""
    odd = ["Infinity", "NaN", 1e308, -1, True, "😀" * 60, "=A1", "x" * 400, "1/0", "2024-13-45", "0000-00-00"]
    keys = ("name", "identity", "phone", "birth", "sex", "organisation", "registered")
    rows = [row(at, **{keys[at % 7]: odd[at % 11]}) for at in range(77)]
    batch = checked(workbook(rows), by=world.officer)
    said = {fault.reason for fault in batch.faults.all()}
    assert len(said) > 8
    assert {reason for reason in said if FOREIGN_WORDS.search(reason)} == set()
