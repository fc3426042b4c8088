"""The import of past titles: the real file, other encodings, and files in which something is wrong."""

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from openpyxl import Workbook
from zeal import zeal_ignore

import creation_cycle
from core.lifecycle import blockers, perform
from core.validators import _credit_check
from creation_cycle.enums import LegacyStarPolicy, TitleState
from creation_cycle.models import Certificate, LegacyImport, Recognition, Title
from creation_cycle.resources.past_titles import COLUMNS, EXTRA_COLUMNS
from tests import factories as make
from units.enums import Level, RegionLevel
from units.models import Committee, Employer, Region, Unit

pytestmark = pytest.mark.django_db

REAL_FILE = Path(creation_cycle.__file__).parent / "data" / "published-titles.csv"
GOOD = ("中山海事局政务中心", "省级", "", "第21届广东省青年文明号", "2023", "442000", "中山日报 2023-03-03")
IMPORT = "/admin/creation_cycle/title/import/"


@pytest.fixture(autouse=True)
def _row_by_row():
    """Each row goes through the one service that registers a past title; the file's length is limited."""
    with zeal_ignore():
        yield


@pytest.fixture
def regions(journey):
    """The divisions that the real file names beside those of the journey, each below its own."""
    for province, city, county in (
        ("150000", "150100", "150103"),
        ("110000", None, "110113"),
        ("140000", None, None),
    ):
        parent = make_region(province, RegionLevel.PROVINCE)
        parent = make_region(city, RegionLevel.CITY, parent) if city else parent
        if county:
            make_region(county, RegionLevel.COUNTY, parent)


def make_region(code, level, parent=None) -> Region:
    return Region.objects.create(code=code, name=f"区划{code}", level=level, parent=parent)


@pytest.fixture
def officer_client(journey, regions, as_user):
    """An officer of a national committee: the real file names titles of every level and place."""
    Committee.objects.filter(pk=journey.city.pk).update(level=Level.NATIONAL)
    return as_user(journey.officer)


def csv(*rows, header=COLUMNS) -> bytes:
    return "\n".join(",".join(row) for row in (header, *rows)).encode()


def upload(client, journey, content: bytes, name="titles.csv", policy=LegacyStarPolicy.COLLAPSE_TO_ONE):
    data = {
        "import_file": SimpleUploadedFile(name, content), "committee": journey.city.pk, "policy": policy,
        "format": "0", "resource": "0",
    }  # fmt: skip
    return client.post(IMPORT, data)


def confirm(client, preview):
    form = preview.context["confirm_form"]
    return client.post(
        reverse("admin:creation_cycle_title_process_import"), {f.html_name: f.value() for f in form}
    )


def second_person(journey):
    """Submitted by whoever uploaded it, confirmed by the committee's approver."""
    kept = LegacyImport.objects.get(state="draft")
    return perform(perform(kept, "submit", by=kept.created_by), "confirm", by=journey.approver)


def wrong(response) -> dict:
    """Line of the file → column → reasons, as the page shows them."""
    return {row.number + 1: row.field_specific_errors for row in response.context["result"].invalid_rows}


def test_real_file_is_previewed_and_then_registered(officer_client, journey):
    preview = upload(officer_client, journey, REAL_FILE.read_bytes())
    page = preview.content.decode()
    assert "将新登记 18 项" in page
    assert page.count("一星级（推定）") == 11
    assert (Title.objects.count(), Unit.objects.count()) == (0, 1)

    response = confirm(officer_client, preview)
    assert response.url == LegacyImport.objects.get().get_absolute_url()
    assert Title.objects.count() == 0
    second_person(journey)
    assert (Title.objects.count(), Recognition.objects.filter(is_star_assumed=True).count()) == (18, 11)
    assert set(Title.objects.values_list("state", "star")) == {(TitleState.IN_FORCE, 1)}
    assert Certificate.objects.filter(is_registered_only=True).count() == 18
    title = Title.objects.get(unit__name="中山海事局政务中心")
    assert (title.name, title.unit.committee) == ("广东省青年文明号", journey.city)
    assert title.history.get().actor == journey.approver


def test_second_import_skips_what_is_known(officer_client, journey):
    confirm(officer_client, upload(officer_client, journey, csv(GOOD)))
    second_person(journey)
    preview = upload(officer_client, journey, csv(GOOD))
    assert "将新登记 0 项，跳过已有的 1 项" in preview.content.decode()
    confirm(officer_client, preview)
    second_person(journey)
    assert Recognition.objects.count() == 1


def test_stars_by_history_when_the_policy_says_so(officer_client, journey):
    again = (*GOOD[:3], "第22届广东省青年文明号", "2025", *GOOD[5:])
    preview = upload(officer_client, journey, csv(GOOD, again), policy=LegacyStarPolicy.COUNT_HISTORY)
    assert "二星级（推定）" in preview.content.decode()
    confirm(officer_client, preview)
    second_person(journey)
    assert Title.objects.get().star == 2


def workbook() -> bytes:
    """A year and a code as numbers, as Excel keeps them, and an empty line at the end."""
    book, stream = Workbook(), io.BytesIO()
    book.active.append(COLUMNS)
    book.active.append([*GOOD[:4], 2023, 442000.0, GOOD[6]])
    book.active.append([None, " ", None, None, None, None, None])
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        csv(GOOD).decode().encode("gb18030"),
        b"\xef\xbb\xbf" + csv(GOOD),
        csv(GOOD).replace(b"\n", b"\r\n"),
        workbook(),
    ],
    ids=["gb18030", "utf-8 with BOM", "windows line ends", "xlsx"],
)
def test_files_as_offices_save_them(content, officer_client, journey):
    confirm(officer_client, upload(officer_client, journey, content))
    second_person(journey)
    assert Title.objects.get().unit.name == "中山海事局政务中心"


def row(**changes) -> tuple:
    return tuple(changes.get(column, value) for column, value in zip(COLUMNS, GOOD, strict=True))


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("集体名称", "", "不能为空"),
        ("集体名称", "长" * 81, "共 81 字，最多 80 字"),
        ("等级", "宇宙级", "“宇宙级”：等级应为全国、省级、地市级、县区级或基层"),
        ("等级", "", "不能为空：等级应为全国、省级、地市级、县区级或基层"),
        ("星级", "四星级", "“四星级”：星级应为一星级、二星级、三星级，未公布时留空"),
        ("星级", "0", "“0”：星级应为一星级、二星级、三星级，未公布时留空"),
        ("届次", "", "不能为空"),
        ("命名年份", "2999", "“2999”：年份应在 1994 到"),
        ("命名年份", "1993", "“1993”：年份应在 1994 到"),
        ("命名年份", "二〇二三", "“二〇二三”：年份应在 1994 到"),
        ("行政区划代码", "999999", "“999999”：没有这个行政区划代码"),
    ],
)
def test_wrong_cell_is_named_by_line_column_and_value(column, value, reason, officer_client, journey):
    response = upload(officer_client, journey, csv(GOOD, row(**{"届次": "另一届", column: value})))
    found = wrong(response)
    assert {line: list(columns) for line, columns in found.items()} == {3: [column]}
    assert found[3][column][0].startswith(reason)
    assert response.context.get("confirm_form") is None
    assert Title.objects.count() == 0


def test_repeated_row_names_the_first(officer_client, journey):
    found = wrong(upload(officer_client, journey, csv(GOOD, row(星级="一星级"))))
    assert found == {3: {"集体名称": ["“中山海事局政务中心”的这次认定与第 2 行重复"]}}


def test_unit_of_another_line_is_left_to_its_own_committee(officer_client, journey):
    other = make.make_committee("别市团委", "city", parent=journey.province)
    make.make_unit(other, GOOD[0], region=Region.objects.get(code="442000"))
    found = wrong(upload(officer_client, journey, csv(GOOD)))
    assert found == {2: {"集体名称": ["“中山海事局政务中心”已由别市团委登记，请由其导入"]}}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (csv(GOOD[:6], header=COLUMNS[:6]), "缺少列：公布来源"),
        (csv(*[GOOD] * 1001), "一次最多导入 1000 行"),
        (csv(GOOD, ("多", "一列", "", "", "", "", "", "")), "每一行的列数与标题行一致"),
        (b"\x89PNG\r\n\x1a\n\xff\xff", "请上传 CSV 或 XLSX 文件"),
        (b"PK\x03\x04 not a workbook", "请上传 CSV 或 XLSX 文件"),
    ],
    ids=["column", "rows", "ragged", "png", "broken zip"],
)
def test_file_that_cannot_be_read_says_why(content, sentence, officer_client, journey):
    response = upload(officer_client, journey, content)
    assert sentence in response.content.decode()
    assert response.context.get("confirm_form") is None


def test_confirmation_checks_again_and_writes_all_or_nothing(officer_client, journey):
    """Between preview and confirmation another committee registered one of the units."""
    preview = upload(officer_client, journey, csv(row(集体名称="先到的集体"), GOOD))
    other = make.make_committee("别市团委", "city", parent=journey.province)
    make.make_unit(other, GOOD[0], region=Region.objects.get(code="442000"))
    response = confirm(officer_client, preview)
    assert response.url == IMPORT
    assert Title.objects.count() == 0


def test_titles_are_filed_under_the_own_committee_only(officer_client, journey):
    journey.city = journey.province
    response = upload(officer_client, journey, csv(GOOD))
    assert response.context["form"].errors["committee"]
    assert response.context.get("confirm_form") is None


@pytest.mark.parametrize(
    ("changes", "column"),
    [({"等级": "省级"}, "等级"), ({"等级": "地市级", "行政区划代码": "150100"}, "行政区划代码")],
)
def test_nobody_registers_above_their_level_or_outside_their_place(
    journey, regions, as_user, changes, column
):
    client = as_user(journey.officer)
    response = upload(client, journey, csv(row(**changes)))
    assert set(wrong(response)[2]) == {column}
    assert set(wrong(upload(client, journey, csv(row(等级="地市级"))))) == set()


def test_confirming_twice_says_that_it_was_done(officer_client, journey):
    preview = upload(officer_client, journey, csv(GOOD))
    confirm(officer_client, preview)
    again = confirm(officer_client, preview)
    assert again.url == reverse("admin:creation_cycle_legacyimport_changelist")
    assert LegacyImport.objects.count() == 1


def test_only_the_own_upload_is_ever_opened(officer_client, journey, as_user):
    preview = upload(officer_client, journey, csv(GOOD))
    values = {f.html_name: f.value() for f in preview.context["confirm_form"]}
    address = reverse("admin:creation_cycle_title_process_import")
    forged = officer_client.post(address, {**values, "import_file_name": "tmp123"})
    other = make.make_officer(journey.city)
    foreign = as_user(other).post(address, values)
    assert (forged.url, foreign.url) == (IMPORT, IMPORT)
    assert not LegacyImport.objects.exists()


# Duplicates, the number on the old paper, and the second person


FULL = (*COLUMNS, *EXTRA_COLUMNS)
CODE = "91440300MA5EXAMP10"


def test_a_name_that_is_nearly_on_record_waits_for_a_choice(officer_client, journey):
    known = make.make_unit(journey.city, "中山海事局（政务中心）", region=Region.objects.get(code="442000"))
    page = confirm(officer_client, upload(officer_client, journey, csv(GOOD))).url
    kept = LegacyImport.objects.get()
    row = kept.rows.get()
    assert ([found["unit"] for found in row.candidates], row.choice) == ([known.pk], "")
    assert [f.text for f in blockers(kept, "submit", journey.officer)] == [
        "还有 1 行可能重复，尚未选择处理方式"
    ]

    data = {
        "rows-TOTAL_FORMS": "1", "rows-INITIAL_FORMS": "1", "rows-0-id": row.pk, "rows-0-legacy_import": kept.pk,
        "rows-0-decision": f"same:{known.pk}",
        "rows-2-TOTAL_FORMS": "0", "rows-2-INITIAL_FORMS": "0",
    }  # fmt: skip
    assert officer_client.post(page, data).status_code == 302
    second_person(journey)
    assert Title.objects.get().unit == known
    assert Unit.objects.filter(name=GOOD[0]).count() == 0


def test_windows_of_one_house_are_found_by_its_credit_code(officer_client, journey):
    employer = Employer.objects.create(name="示例海事局", credit_code=valid_code())
    known = make.make_unit(journey.city, "中山海事局办证大厅", employer=employer)
    row = (*GOOD, valid_code(), "")
    confirm(officer_client, upload(officer_client, journey, csv(row, header=FULL)))
    assert LegacyImport.objects.get().rows.get().candidates == [
        {"unit": known.pk, "name": known.name, "why": "所属单位代码相同"}
    ]


def valid_code() -> str:
    """An invented code whose check character fits."""
    return CODE[:17] + _credit_check(CODE)


def test_the_number_on_the_old_paper_is_verifiable(officer_client, journey, client):
    row = (*GOOD, "", "粤青文号〔2023〕0017")
    confirm(officer_client, upload(officer_client, journey, csv(row, header=FULL)))
    second_person(journey)
    number = Certificate.objects.get().number
    found = client.get("/verify/", {"number": "粤青文号〔2023〕0017"})
    assert found.url == reverse("honor_roll:verify", args=[number])
    assert "粤青文号〔2023〕0017" in client.get(found.url).content.decode()

    other = (*row_of_another_unit(), "", "粤青文号〔2023〕0017")
    refused = upload(officer_client, journey, csv(other, header=FULL))
    assert wrong(refused) == {2: {"原证书编号": ["“粤青文号〔2023〕0017”已登记给“中山海事局政务中心”"]}}


def row_of_another_unit() -> tuple:
    return ("另一集体", *GOOD[1:])


def test_whoever_imported_does_not_confirm(officer_client, journey):
    confirm(officer_client, upload(officer_client, journey, csv(GOOD)))
    kept = perform(LegacyImport.objects.get(), "submit", by=journey.officer)
    assert [f.text for f in blockers(kept, "confirm", journey.officer)] == ["复核人不得是录入人"]
    with pytest.raises(IntegrityError), transaction.atomic():
        LegacyImport.objects.filter(pk=kept.pk).update(confirmed_by=journey.officer)
    assert Title.objects.count() == 0
