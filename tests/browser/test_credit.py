"""Query before award, from a blocked nomination to the red list and off it again; and consent taken back."""

from io import BytesIO

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from core.lifecycle import perform
from credit.enums import QueryScope, SubjectKind
from credit.models import RedListEntry
from credit.own_links import link_to
from tests.accessibility import assert_accessible
from tests.browser.acts import fill_in, make_move
from tests.chromium import PHONE
from tests.credit.world import PERSON, consent, honour, listed, make_credit_officer, make_policy
from tests.journey import Journey

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def journey() -> Journey:
    """One unit that met the standard, in a cycle that asks about employer and captain."""
    journey = Journey()
    journey.cycle.credit_query = QueryScope.EMPLOYER_AND_CAPTAIN
    journey.cycle.save(update_fields=["credit_query"])
    captain = journey.unit.members.get(is_captain=True)
    captain.name, captain.identity_number = PERSON.name, PERSON.identity_number
    captain.save()
    make_policy(journey.city, SubjectKind.COLLECTIVE)
    journey.clerk = make_credit_officer(journey.city)
    return journey


def test_from_a_blocked_nomination_to_the_red_list_and_off_it(journey, sign_in, open_window):
    candidacy = journey.candidacy("met")
    officer = sign_in(journey.officer.username)
    page = f"/admin/creation_cycle/candidacy/{candidacy.pk}/change/"
    officer.goto(page)
    expect(officer.get_by_text("没有信用查询结果").first).to_be_visible()
    expect(officer.get_by_role("link", name="拟认定", exact=True)).to_have_count(0)

    clerk = sign_in(journey.clerk.username)
    consent(PERSON, journey.city, "query", by=journey.clerk)
    exchange(clerk, make_batch(clerk))
    officer.reload()
    make_move(officer, "拟认定")
    candidacy.refresh_from_db()
    journey.take(candidacy, "certified")

    entry = RedListEntry.objects.get()
    clerk.goto("/admin/")
    clerk.get_by_role("link", name="红名单候选，待核查").click()
    clerk.locator("#result_list").get_by_role("link", name=journey.unit.name).click()
    make_move(clerk, "核查通过")
    make_move(clerk, "公示")
    entry.refresh_from_db()
    listed(entry, make_credit_officer(journey.city))
    visitor = open_window(PHONE)
    visitor.goto("/credit/red-list/")
    expect(visitor.get_by_text(journey.unit.name)).to_be_visible()
    assert visitor.evaluate("document.documentElement.scrollWidth") == 390
    assert_accessible(visitor)

    title = entry.unit.titles.get()
    perform(title, "revoke", by=None, note="示例文号", reason="弄虚作假（示例文号）")
    visitor.reload()
    expect(visitor.get_by_text(journey.unit.name)).to_have_count(0)
    clerk.goto("/admin/")
    expect(clerk.get_by_role("link", name="红名单暂停，待处理")).to_be_visible()


def make_batch(clerk: Page) -> str:
    """A table of all whom the cycle asks about; the address of its page."""
    clerk.goto("/admin/credit/querybatch/add/")
    fill_in(clerk, name="认定前查询", authorisation="示例办法", source="达到考核标准、尚未认定的集体")
    clerk.locator("[name=_save]").click()
    clerk.get_by_text("已列入 2 项查询").wait_for()
    clerk.locator("#result_list").get_by_role("link", name="认定前查询").click()
    clerk.get_by_role("link", name="导入查询结果").wait_for()
    return clerk.url


def exchange(clerk: Page, batch: str) -> None:
    """The list is downloaded, its answers are typed, and it comes back."""
    with clerk.expect_download() as wait:
        clerk.get_by_role("link", name="导出名单").click()
    sent = BytesIO(wait.value.path().read_bytes())
    book, filled = openpyxl.load_workbook(sent), BytesIO()
    for row in book.active.iter_rows(min_row=2):
        row[4].value = "无不良信息"
    book.save(filled)
    clerk.goto(batch)
    clerk.get_by_role("link", name="导入查询结果").click()
    table = {"name": "结果.xlsx", "mimeType": "application/octet-stream", "buffer": filled.getvalue()}
    clerk.locator("[name=file]").set_input_files(table)
    clerk.get_by_role("button", name="预览").click()
    clerk.get_by_text("预览：2 项结论").wait_for()
    clerk.get_by_role("button", name="确认导入").click()
    clerk.get_by_text("已登记 2 项结论").wait_for()


def test_a_person_takes_the_consent_back_on_a_phone(phone, journey):
    make_policy(journey.city, SubjectKind.PERSON, query_scope=QueryScope.NONE)
    given = consent(PERSON, journey.city, by=journey.clerk)
    entry = perform(
        perform(honour(journey.city, PERSON), "vet", by=journey.clerk), "publicise", by=journey.clerk
    )
    listed(entry, make_credit_officer(journey.city))
    phone.goto("/credit/red-list/")
    expect(phone.get_by_text("张*例")).to_be_visible()
    phone.goto(link_to(given))
    assert_accessible(phone)
    phone.get_by_role("button", name="撤回“列入红名单并公开”的同意").click()
    phone.get_by_text("同意已撤回，立即生效").wait_for()
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
    phone.goto("/credit/red-list/")
    expect(phone.get_by_text("红名单还没有内容")).to_be_visible()
