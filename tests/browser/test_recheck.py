"""年度复核: the calendar opens it, a captain reports on the phone, the body below looks first, a draw, a kept title."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from core import clock
from core.models import Job
from core.services import jobs
from creation_cycle.models import Recheck, RecheckDraw
from creation_cycle.tasks import follow_rechecks
from tests.accessibility import assert_accessible
from tests.browser.acts import fill_in, find_record, make_move
from tests.chromium import PHONE
from tests.creation_cycle.recheck_world import RecheckWorld

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STATEMENT = "一年来坚持首问负责，成员稳定，公开承诺全部兑现。"
OPINION = "自查属实，平时掌握的情况一致。"


@pytest.fixture
def world() -> RecheckWorld:
    """The year opens today, everybody is drawn, and the roster names nobody who is in charge."""
    today = clock.today()
    world = RecheckWorld()
    windows = {"opens_on": 0, "report_by": 20, "review_by": 40, "decide_by": 60}
    for name, day in windows.items():
        setattr(world.plan, name, today + timedelta(days=day))
    world.plan.year, world.plan.sample_percent = today.year, 100
    world.plan.save()
    world.unit.members.filter(is_principal=True).update(is_principal=False)
    return world


def test_from_the_calendar_to_a_kept_title(world, sign_in, picture):
    follow_rechecks()
    jobs.run(Job.objects.get().pk)

    phone = sign_in(world.captain.username, PHONE)
    phone.goto("/desk/")
    picture(phone, "desk")
    phone.get_by_role("link", name="核对并提交").first.click()
    expect(phone.get_by_text("1 项请留意")).to_be_visible()
    assert_accessible(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
    picture(phone, "report")
    world.unit.members.filter(is_captain=True).update(is_principal=True)  # corrected in the roster
    phone.reload()
    expect(phone.get_by_text("请留意")).to_have_count(0)
    phone.get_by_label("已核对，并已更正有变化的信息").check()
    phone.get_by_label("自查说明").fill(STATEMENT)
    phone.get_by_role("button", name="提交自查").click()
    expect(phone.get_by_role("heading", name="提交时的核对结果")).to_be_visible()
    picture(phone, "reported")

    first = sign_in(world.reviewer.username)
    find_record(first, "creation_cycle/recheck", world.unit.name)
    expect(first.get_by_text(STATEMENT)).to_be_visible()
    picture(first, "first-review")
    first.get_by_role("link", name="初评", exact=True).click()
    first.get_by_label("建议合格", exact=True).check()
    fill_in(first, opinion=OPINION)
    picture(first, "opinion")
    first.get_by_role("button", name="确认初评").click()
    expect(first.get_by_text("已办理“初评”")).to_be_visible()

    officer = sign_in(world.officer.username)
    officer.goto("/admin/creation_cycle/recheckyear/")
    picture(officer, "years")
    officer.goto(f"/admin/creation_cycle/recheckdraw/add/?plan={world.plan.pk}")
    tomorrow = clock.today() + timedelta(days=1)
    fill_in(officer, public_source="示例开奖号码", draws_on=tomorrow.isoformat())
    picture(officer, "announce")
    officer.get_by_role("button", name="保存", exact=True).click()
    officer.wait_for_load_state()
    RecheckDraw.objects.update(draws_on=clock.today())  # its day has come
    find_record(officer, "creation_cycle/recheckdraw", "年度复核抽检")
    picture(officer, "draw")
    make_move(officer, "抽取", public_value="0 0 0")
    picture(officer, "drawn")
    find_record(officer, "creation_cycle/recheck", world.unit.name)
    picture(officer, "sampled")
    officer.get_by_role("link", name="登记抽检情况").click()
    fill_in(officer, looked_on=clock.today().isoformat(), checked_by="示例甲、示例乙", found="窗口服务规范。")
    picture(officer, "look")
    officer.get_by_role("button", name="登记抽检情况").click()
    expect(officer.get_by_text("已办理“登记抽检情况”")).to_be_visible()
    make_move(officer, "复核合格")
    picture(officer, "passed")

    assert Recheck.objects.get().state == "passed"
    phone.reload()
    expect(phone.locator(".page-head").get_by_text("合格", exact=True)).to_be_visible()
    picture(phone, "passed")
    wide = sign_in(world.captain.username)
    wide.goto(Recheck.objects.get().get_absolute_url())
    picture(wide, "passed-wide")
