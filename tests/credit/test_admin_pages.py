"""The credit officer's pages: tables with previews, answers by hand with proof, numbers behind a recorded purpose."""

import re
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.lifecycle import perform
from core.models import AccessRecord
from credit.enums import Conclusion, QueryScope, SubjectKind
from credit.models import CreditQuery, QueryBatch, RedListEntry
from credit.own_links import link_to
from credit.services import batches, queries
from credit.subjects import Subject
from tests import factories as make
from tests.creation_cycle.adjustment_world import days_on
from tests.credit.world import COMPANY, PERSON, consent, honour, listed, make_credit_officer, make_policy
from tests.workspace.media_files import photo

pytestmark = pytest.mark.django_db
IMPORT = "/admin/credit/redlistentry/import/"
HEAD = ["主体类型", "姓名或名称", "证件号码", "荣誉名称", "荣誉级别", "授予机关", "文号", "授予日期"]
ROW = ["组织", "示例队", "", "示例荣誉", "省级", "示例省团委", "1号", "2023-05-04"]


@pytest.fixture
def city():
    return make.make_line()[1]


@pytest.fixture
def clerk(city):
    return make_credit_officer(city)


@pytest.fixture
def signed_in(client, clerk):
    client.force_login(clerk)
    return client


def sheet(*rows) -> SimpleUploadedFile:
    book, file = openpyxl.Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return SimpleUploadedFile("x.xlsx", file.getvalue())


def hidden(page: str) -> str:
    return page.split('name="content" value="')[1].split('"')[0]


def test_every_fault_of_a_table_is_named_and_nothing_is_written(signed_in, city):
    policy = make_policy(city, SubjectKind.ORGANISATION)
    bad = ["组织", "", "123", "示例荣誉", "最高级", "示例省团委", "", "2009-01-01"]
    person = ["个人", "张示例", "", "示例荣誉", "省级", "示例省团委", "", "2023-05-04"]
    page = signed_in.post(IMPORT, {"policy": policy.pk, "file": sheet(HEAD, ROW, bad, ROW, person)}).text
    for reason in ("不能为空", "现为3位", "应为全国、省级", "2013 年以后", "与第 2 行重复", "只列入组织"):
        assert reason in page
    assert RedListEntry.objects.count() == 0


def test_a_good_table_is_shown_confirmed_and_skipped_the_second_time(signed_in, city):
    policy = make_policy(city, SubjectKind.ORGANISATION)
    preview = signed_in.post(IMPORT, {"policy": policy.pk, "file": sheet(HEAD, ROW)}).text
    assert "预览：新增 1 项" in preview
    assert RedListEntry.objects.count() == 0
    content = hidden(preview)
    for _ in range(2):
        signed_in.post(IMPORT + "confirm/", {"content": content})
    entry = RedListEntry.objects.get()
    assert (entry.basis, entry.state, str(entry.granted_on)) == ("import", "nominated", "2023-05-04")
    again = signed_in.post(IMPORT, {"policy": policy.pk, "file": sheet(HEAD, ROW)}).text
    assert "1 项荣誉都已登记" in again


def test_a_preview_is_confirmed_by_nobody_else(signed_in, city, client):
    policy = make_policy(city, SubjectKind.ORGANISATION)
    content = hidden(signed_in.post(IMPORT, {"policy": policy.pk, "file": sheet(HEAD, ROW)}).text)
    client.force_login(make_credit_officer(city))
    assert "预览已失效" in client.post(IMPORT + "confirm/", {"content": content}, follow=True).text
    assert RedListEntry.objects.count() == 0


def test_a_batch_goes_out_as_a_table_and_comes_back(signed_in, city, clerk):
    people = [(PERSON, None), (COMPANY, None)]
    batch = QueryBatch(committee=city, name="示例批次", authorisation="依据", provider="table")
    made = batches.make_batch(batch, people, by=clerk)
    assert [name for name, _ in made.left_out] == [PERSON.name], "without consent nobody is asked about"
    answer = signed_in.get(reverse("admin:credit_querybatch_list", args=[batch.pk]))
    table = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    head, row = [[cell.value for cell in line] for line in table.iter_rows()]
    assert row[2:4] == [COMPANY.name, COMPANY.credit_code]
    assert AccessRecord.objects.get().purpose == "导出批量查询名单：示例批次"

    page = reverse("admin:credit_querybatch_answers", args=[batch.pk])
    wrong = [row[0], row[1], "别的名称", row[3], "优秀", "2098-01-01", "", "", ""]
    refused = signed_in.post(page, {"file": sheet(head, wrong, ["9999", *wrong[1:]])}).text
    assert "名称不一致" in refused
    assert "不是本批次的编号" in refused
    filled = [*row[:4], "有不良信息", "2026-01-05", "2098-12-31", "示例机构", "XY1"]
    preview = signed_in.post(page, {"file": sheet(head, filled)}).text
    assert "预览：1 项结论" in preview
    signed_in.post(reverse("admin:credit_querybatch_confirm", args=[batch.pk]), {"content": hidden(preview)})
    query = batch.queries.get()
    assert (query.conclusion, query.file_reference, query.case.state) == ("adverse", "XY1", "open")
    assert signed_in.get(f"/admin/credit/creditquery/?batch__id__exact={batch.pk}").status_code == 200


def test_an_answer_by_hand_keeps_its_proof_written_anew(signed_in, city, clerk):
    query = queries.ask(COMPANY, committee=city, authorisation="依据", by=clerk)
    page = reverse("admin:credit_creditquery_answer", args=[query.pk])
    said = {
        "conclusion": "clear",
        "answered_on": "2026-01-05",
        "valid_until": "2999-01-01",
        "source_name": "示例机构",
    }
    assert "请附凭据，或填写凭据编号" in signed_in.post(page, said).text
    signed_in.post(page, {**said, "file": SimpleUploadedFile("x.png", b"junk")})
    query.refresh_from_db()
    assert query.conclusion == Conclusion.PENDING
    signed_in.post(page, {**said, "file": SimpleUploadedFile("报告.jpg", photo().read())})
    query.refresh_from_db()
    assert query.conclusion == Conclusion.CLEAR
    assert query.file.name.rpartition("/")[2].startswith("proof")
    again = signed_in.post(page, {**said, "conclusion": "adverse", "file_reference": "1"})
    assert again.status_code == 409


def test_a_number_is_shown_for_a_purpose_and_the_person_reads_who_looked(signed_in, city, clerk, client):
    make_policy(city, SubjectKind.PERSON)
    given = consent(PERSON, city, by=clerk)
    entry = honour(city, PERSON)
    address = reverse("admin:credit_redlistentry_number", args=[entry.pk])
    changed = signed_in.get(reverse("admin:credit_redlistentry_change", args=[entry.pk])).text
    assert PERSON.identity_number not in changed + signed_in.get(address).text
    assert "请填写查看的用途" in signed_in.post(address, {"purpose": ""}).text
    assert AccessRecord.objects.count() == 0
    assert PERSON.identity_number in signed_in.post(address, {"purpose": "核对荣誉证书"}).text
    client.logout()
    own = client.get(link_to(given)).text
    assert "核对荣誉证书" in own
    assert clerk.name in own
    assert PERSON.identity_number not in own
    client.post(link_to(given), {"consent": given.pk})
    entry.refresh_from_db()
    assert entry.state == "removed"


def test_nobody_takes_back_somebody_elses_consent(city, clerk, client):
    other = Subject(SubjectKind.PERSON, "李示例", identity_number="110105199003070015")
    mine, theirs = consent(PERSON, city, by=clerk), consent(other, city, by=clerk)
    answer = client.post(link_to(mine), {"consent": theirs.pk})
    theirs.refresh_from_db()
    assert (answer.status_code, theirs.is_in_force) == (404, True)
    assert client.get("/credit/mine/unknown/").status_code == 404


def test_a_link_works_for_its_days_and_then_says_what_to_do(city, clerk, client, settings):
    settings.CREDIT_LINK_DAYS = 30
    given = consent(PERSON, city, by=clerk)
    address = link_to(given)
    with days_on(30):
        assert "我的同意" in client.get(address).text
    with days_on(31):
        over = client.get(address)
        assert (over.status_code, "我的同意" in over.text, PERSON.name in over.text) == (410, False, False)
        assert city.name in over.text
        assert "no-store" in over["Cache-Control"]
        assert client.post(address, {"consent": given.pk}).status_code == 410
        assert client.get(link_to(given)).status_code == 200
    given.refresh_from_db()
    assert given.is_in_force


def test_a_link_with_another_day_or_without_one_is_none(city, clerk, client):
    given = consent(PERSON, city, by=clerk)
    code, day, signature = link_to(given).strip("/").rpartition("/")[2].split(":")
    assert code == given.code
    for forged in (code, f"{code}:2099-01-01:{signature}", f"{code}:{day}", f"{code}:{day}:x"):
        assert client.get(f"/credit/mine/{forged}/").status_code == 404


def test_the_clerk_hands_out_a_fresh_link(city, clerk, signed_in, client):
    given = consent(PERSON, city, by=clerk)
    page = signed_in.get(reverse("admin:credit_consent_change", args=[given.pk])).text
    client.logout()
    assert "我的同意" in client.get(re.search(r"/credit/mine/[^/（]+/", page)[0]).text


def test_the_account_behind_a_member_reads_its_own(city, clerk, client):
    unit = make.make_unit(city)
    member = unit.members.first()
    member.user = make.make_user()
    member.identity_number = PERSON.identity_number
    member.save()
    queries.ask(PERSON, committee=city, authorisation="授权书示例9号", by=clerk)
    client.force_login(member.user)
    assert "授权书示例9号" in client.get("/credit/mine/").text
    client.force_login(make.make_user())
    assert "授权书示例9号" not in client.get("/credit/mine/").text


def test_a_captain_reads_the_conclusions_of_the_own_unit_only(city, clerk, client):
    unit, other = make.make_unit(city), make.make_unit(city)
    queries.ask(COMPANY, committee=city, authorisation="依据", by=clerk, unit=unit)
    captain = make.make_captain(unit)
    client.force_login(captain)
    assert COMPANY.name in client.get(f"/desk/units/{unit.pk}/credit/").text
    assert client.get(f"/desk/units/{other.pk}/credit/").status_code == 404
    assert not CreditQuery.objects.visible_to(captain).exists()


def test_the_list_of_one_and_of_three_takes_the_same_queries(city, client, clerk):
    make_policy(city, query_scope=QueryScope.NONE)
    second, counts = make_credit_officer(city), []
    for number in range(3):
        unit = Subject(SubjectKind.COLLECTIVE, f"示例集体{number}")
        entry = perform(
            perform(honour(city, unit, key=f"k:{number}"), "vet", by=clerk), "publicise", by=clerk
        )
        listed(entry, second)
        if number in (0, 2):
            with CaptureQueriesContext(connection) as seen:
                assert f"共 {number + 1} 项" in client.get("/credit/red-list/").text
            counts.append(len(seen))
    assert counts[0] == counts[1]
