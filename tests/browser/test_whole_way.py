"""Real input first: eighteen published collectives come in, and one of them walks the whole new cycle to its star."""

import hashlib
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from core import clock
from core.lifecycle import perform
from core.models import Job
from core.services import jobs
from creation_cycle.models import LegacyImport
from demo.scenes import PUBLISHED
from tests import factories as make
from tests.browser.acts import add_member, fill_in, find_record, make_move
from tests.browser.province import CYCLE, make_province
from tests.chromium import PHONE
from tests.creation_cycle.certificate_pdf import scanned
from tests.creation_cycle.self_assessment_world import make_activity, make_innovation
from units.models import Unit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

UNIT = "中山海事局政务中心"
ROUND = "第二次达标考核"
NOTICE = "关于本届拟认定广东省青年文明号的公示"
STORY = "大厅里，大家把岗位当作练兵场。" * 90
PLAN = {
    "plan": "一季度完善制度，二季度岗位练兵，三季度开放周，四季度总结提升。",
    "standard_summary": "首问负责、限时办结、差错可查。",
    "sign": "大厅入口设创建标识牌",
    "carrier": "青年先锋岗、导师带徒。",
    "slogan": "青春在岗，服务在心",
    "pledge": "一次告知、限时办结，投诉一个工作日内回应。",
}
MEMBERS = (
    # name, age, duties
    ("李晓晴", 30, ("号长", "主要负责人")),
    ("王子涵", 28, ()),
    ("陈雨桐", 26, ()),
    ("刘浩然", 31, ()),
    ("何志远", 46, ()),
    ("张明轩", 48, ()),
)


@pytest.fixture
def province(settings, live_server, tmp_path):
    """The demo's clock can be moved in the browser; certificates lead to this very server."""
    settings.DEMO, settings.DEMO_CLOCK_FILE = True, tmp_path / "clock"
    settings.SITE_URL = live_server.url
    settings.ZEAL_ALLOWLIST = [{"model": "*"}]  # an import writes row by row
    make_province()


@pytest.mark.usefixtures("province")
def test_whole_way(sign_in, picture, page):
    city, organizer = sign_in("zhongshan"), sign_in("guangdong")
    past_titles_are_imported(sign_in("admin"), picture)
    past_title_is_found_and_verified(page, picture)
    make.make_captain(Unit.objects.get(name=UNIT), username="captain", name="李晓晴")
    captain = sign_in("captain")
    captain_completes_the_unit(captain, picture)
    captain_files(captain, picture)
    city_recommends(city, picture)
    organizer_files(organizer, picture)
    organizer_opens_a_round(organizer, picture)
    pocket = sign_in("captain", PHONE)
    captain_begins(pocket, picture)
    captain_keeps_records(pocket, picture)
    captain_applies(pocket, picture)
    organizer_assigns_reviewers(organizer, picture)
    for username in ("zhou", "wu"):
        reviewer_scores(sign_in(username, PHONE), picture)
    organizer_nominates_and_publicises(organizer, picture)
    public_reads_the_notice(page, picture)
    approver = sign_in("approver")
    approver_has_to_wait(approver, picture)
    organizer_lets_the_notice_run_out(organizer)
    approver_certifies(approver, picture)
    certificate_is_drawn()
    pdf = captain_downloads(captain, picture)
    public_verifies(page, pdf, picture)


def past_titles_are_imported(city: Page, picture):
    """By the system administrator: the file names national titles and other provinces."""
    picture(city, "dashboard")
    city.goto("/admin/creation_cycle/title/import/")
    city.get_by_label("归口团组织").select_option(label="共青团中山市委员会")
    city.locator("input[type=file]").set_input_files(PUBLISHED)
    city.get_by_role("button", name="预览").click()
    expect(city.get_by_text("将新登记 18 项")).to_be_visible()
    expect(city.get_by_role("row", name=UNIT)).to_contain_text("一星级（推定）")
    picture(city, "import-preview")
    city.get_by_role("button", name="保存并核对重复").click()
    expect(city.get_by_text("提交复核").first).to_be_visible()
    picture(city, "kept-for-a-second-person")
    kept = LegacyImport.objects.get()
    kept = perform(kept, "submit", by=kept.created_by)
    perform(kept, "confirm", by=User.objects.get(username="zhongshan"))


def past_title_is_found_and_verified(page: Page, picture):
    page.goto("/honor-roll/")
    expect(page.get_by_text("共 18 项称号")).to_be_visible()
    page.get_by_role("search").get_by_role("searchbox").fill("海事局政务")
    page.get_by_role("search").get_by_role("button").click()
    expect(page.locator(".honor-rows h2")).to_have_text([UNIT])
    picture(page, "honor-roll")
    page.get_by_role("link", name=UNIT).click()
    expect(page.get_by_text("星级按政策推定")).to_be_visible()
    picture(page, "unit-before")
    page.locator("main a[href^='/verify/']").first.click()
    expect(page.locator(".verdict-word")).to_have_text("有效")
    picture(page, "verified-before")


def captain_completes_the_unit(captain: Page, picture):
    picture(captain, "desk")
    captain.get_by_role("link", name="集体信息", exact=True).click()
    fill_in(
        captain,
        employer_name="中华人民共和国中山海事局",
        employer_code="91110000802100433B",
        unit_type="窗口",
        industry="交通运输",
        league_branch="中山海事局机关团支部",
        complaint_phone="0760-88123456",
    )
    picture(captain, "unit-form")
    captain.get_by_role("button", name="保存集体信息").click()
    expect(captain.get_by_text("集体信息已保存")).to_be_visible()
    captain.get_by_role("link", name="集体信息", exact=True).click()
    captain.get_by_role("link", name="登记结对").click()
    fill_in(captain, name="石岐青少年之家", starts_on="2024-03-05")
    captain.get_by_role("button", name="登记结对").click()
    expect(captain.get_by_text("已登记结对青少年之家")).to_be_visible()


def captain_files(captain: Page, picture):
    captain.goto("/desk/")
    captain.get_by_role("button", name="开始申报").click()
    expect(captain.get_by_label("升星")).to_be_checked()
    submit = captain.get_by_role("button", name="提交备案")
    expect(submit).to_be_disabled()
    picture(captain, "filing-blocked")
    for number, (name, age, duties) in enumerate(MEMBERS, start=1):
        born = f"{clock.today().year - age}-01-01"
        add_member(captain, name, birth_date=born, volunteer_number=f"ZS{number:04}", checks=duties)
    expect(captain.get_by_text("6 人中 4 人 ≤35 岁 = 66.6%")).to_be_visible()
    expect(submit).to_be_enabled()
    picture(captain, "filing-ready")
    submit.click()
    expect(captain.get_by_text("待推荐").first).to_be_visible()
    picture(captain, "submitted")


def city_recommends(city: Page, picture):
    find_record(city, "creation_cycle/candidacy", UNIT)
    picture(city, "panel-recommend")
    make_move(city, "推荐", note="符合基础条件，同意推荐。")
    picture(city, "recommended")


def organizer_files(organizer: Page, picture):
    find_record(organizer, "creation_cycle/candidacy", UNIT)
    make_move(organizer, "备案")
    expect(organizer.get_by_text("BA440000-").first).to_be_visible()
    picture(organizer, "filed")


def organizer_opens_a_round(organizer: Page, picture):
    today = clock.today()
    organizer.goto("/admin/reviews/round/add/")
    fill_in(
        organizer,
        cycle=CYCLE,
        name=ROUND,
        opens_on=f"{today}",
        closes_on=f"{today + timedelta(days=60)}",
        min_reviewers="2",
    )
    picture(organizer, "round-form")
    organizer.get_by_role("button", name="保存", exact=True).click()
    find_record(organizer, "reviews/round", ROUND)
    make_move(organizer, "开始考核")


def captain_begins(captain: Page, picture):
    picture(captain, "desk-phone")
    captain.locator(".next-step .actions a").click()
    expect(captain.get_by_role("button", name="启动创建")).to_be_disabled()
    fill_in(captain, **PLAN)
    captain.get_by_label("监督电话").blur()
    expect(captain.get_by_role("button", name="启动创建")).to_be_enabled()
    picture(captain, "plan-phone")
    captain.get_by_role("button", name="启动创建").click()
    expect(captain.get_by_text("对标创建").first).to_be_visible()


def captain_keeps_records(captain: Page, picture):
    """What the rules count for the year: one session and one work on the phone, the others as the year before."""
    unit = Unit.objects.get(name=UNIT)
    pages = f"/desk/units/{unit.pk}"
    captain.goto(f"{pages}/log/new/")
    fill_in(captain, activity_type="志愿服务", theme="暑期阅读陪伴", place="青少年之家", people="6")
    home = captain.locator("[name=youth_home]")
    captain.locator("details", has=home).locator("summary").click()
    home.select_option(index=1)
    picture(captain, "activity-phone")
    captain.get_by_role("button", name="保存记录").click()
    expect(captain.get_by_role("heading", name="暑期阅读陪伴")).to_be_visible()
    captain.goto(f"{pages}/innovations/new/")
    fill_in(captain, category="小革新", name="错峰叫号提醒", content="按时段公布等候人数。")
    captain.get_by_role("button", name="登记作品").click()
    expect(captain.get_by_text("错峰叫号提醒").first).to_be_visible()
    by = User.objects.get(username="captain")
    for number in range(1, 4):
        make_activity(unit, by, f"课后托管{number}", days=60 * number, youth_home=unit.youth_homes.get())
    for number in range(1, 3):
        make_innovation(unit, by, f"办事清单{number}", days=60 * number)


def captain_applies(captain: Page, picture):
    captain.goto("/desk/")
    captain.locator(".next-step .actions a").click()
    captain.locator(".desk-item").first.wait_for()
    for item in captain.locator(".desk-item").all():
        points = item.locator("input[type=number]")
        points.fill(points.get_attribute("max"))
        item.locator("summary", has_text="依据").click()
        item.get_by_label("依据说明").fill("见创建台账与活动记录。")
    expect(captain.get_by_text("已完成 7/7 项")).to_be_visible()
    picture(captain, "self-assessment-phone")
    captain.get_by_role("link", name="事迹材料").click()
    captain.locator("[name=story]").fill(STORY)
    captain.get_by_role("button", name="保存事迹材料").click()
    expect(captain.get_by_text("事迹材料已保存")).to_be_visible()
    captain.goto("/desk/")
    captain.locator(".next-step .actions a").click()
    captain.get_by_role("button", name="完成自评").click()
    expect(captain.get_by_text("即表示：本集体声明")).to_be_visible()
    captain.get_by_role("button", name="申请达标考核").click()
    expect(captain.get_by_role("heading", name="等待进入考核")).to_be_visible()
    picture(captain, "applied-phone")


def organizer_assigns_reviewers(organizer: Page, picture):
    for number, name in enumerate(("周评", "吴审")):
        find_record(organizer, "reviews/round", ROUND)
        fill_in(organizer, **{f"assignments-{number}-reviewer": name})
        organizer.locator(f"[name=assignments-{number}-candidacy]").select_option(index=1)
        organizer.get_by_role("button", name="保存", exact=True).click()
    find_record(organizer, "reviews/round", ROUND)
    picture(organizer, "round-panel")
    find_record(organizer, "creation_cycle/candidacy", UNIT)
    make_move(organizer, "进入考核")


def reviewer_scores(reviewer: Page, picture):
    expect(reviewer.get_by_role("heading", name="评审", exact=True)).to_be_visible()
    reviewer.get_by_role("link", name=UNIT).click()
    steppers = reviewer.get_by_role("button", name="减分")
    steppers.first.wait_for()
    for less in steppers.all():
        less.click()
        less.click()
    expect(reviewer.get_by_text("各项已评")).to_be_visible()
    picture(reviewer, "sheet-phone")
    reviewer.get_by_role("button", name="核对并提交").click()
    picture(reviewer, "lock-phone")
    reviewer.get_by_role("button", name="确认提交").click()
    expect(reviewer.get_by_text("都已评完")).to_be_visible()


def organizer_nominates_and_publicises(organizer: Page, picture):
    find_record(organizer, "reviews/round", ROUND)
    make_move(organizer, "结束考核")
    picture(organizer, "round-closed")
    find_record(organizer, "creation_cycle/candidacy", UNIT)
    make_move(organizer, "拟认定")
    organizer.goto("/admin/creation_cycle/notice/add/")
    fill_in(organizer, cycle=CYCLE, title=NOTICE, body="现将拟认定的集体予以公示。")
    organizer.get_by_role("button", name="保存", exact=True).click()
    expect(organizer.get_by_label(UNIT)).to_be_checked()
    picture(organizer, "notice-draft")
    make_move(organizer, "发布公示")
    picture(organizer, "notice-open")


def public_reads_the_notice(public: Page, picture):
    public.goto("/notices/")
    public.get_by_role("link", name=NOTICE).click()
    expect(public.get_by_text("还剩 5 个工作日")).to_be_visible()
    expect(public.get_by_role("row", name=UNIT)).to_contain_text("二星级")
    picture(public, "notice-public")


def approver_has_to_wait(approver: Page, picture):
    find_record(approver, "creation_cycle/candidacy", UNIT)
    certify = approver.get_by_role("button", name="认定", exact=True)
    expect(certify).to_be_disabled()
    expect(approver.locator("#why-certify")).to_contain_text("尚未届满")
    picture(approver, "certify-blocked")


def organizer_lets_the_notice_run_out(organizer: Page):
    """Over the longest holidays as well."""
    organizer.goto("/demo/clock/")
    organizer.get_by_role("button", name="前进 30 天").click()
    expect(organizer.get_by_text("演示日期已到")).to_be_visible()


def approver_certifies(approver: Page, picture):
    approver.goto("/admin/")
    picture(approver, "dashboard-approver")
    find_record(approver, "creation_cycle/candidacy", UNIT)
    make_move(approver, "认定", decision_number="粤青联发〔2026〕6号")
    picture(approver, "certified")


def certificate_is_drawn():
    """What the worker does with the job that certification queued."""
    jobs.run(Job.objects.get(kind="issue_certificates").pk)


def captain_downloads(captain: Page, picture) -> bytes:
    captain.goto("/desk/")
    captain.get_by_text("以往申报").click()
    captain.get_by_role("link", name=CYCLE).click()
    certificate = captain.get_by_role("link", name="下载证书")
    expect(certificate).to_be_visible()
    picture(captain, "certificate-ready")
    with captain.expect_download() as download:
        certificate.click()
    return download.value.path().read_bytes()


def public_verifies(public: Page, pdf: bytes, picture):
    public.goto(f"/honor-roll/?q={UNIT}")
    expect(public.locator(".honor-rows li")).to_contain_text(["二星级"])
    public.get_by_role("link", name=UNIT, exact=True).click()
    picture(public, "unit-after")
    (address,) = scanned(pdf)
    public.goto(address)
    expect(public.locator(".verdict-word")).to_have_text("有效")
    expect(public.get_by_role("main")).to_contain_text(hashlib.sha256(pdf).hexdigest())
    picture(public, "verified-after")
