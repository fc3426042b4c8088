"""Growth cards as people meet them: a link on a phone, a slip of paper, a sheet for the wall."""

import pytest
from playwright.sync_api import expect

from core import clock
from tests.accessibility import assert_accessible
from tests.browser.acts import fill_in
from tests.chromium import PHONE
from tests.workspace.growth_world import make_world
from workspace.models import GrowthComment, GrowthPoint, Vote, WallPosting
from workspace.services import growth

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PLAIN = {**PHONE, "java_script_enabled": False}


@pytest.fixture
def world(live_server, settings):
    settings.SITE_URL = live_server.url
    return make_world(members=3)


@pytest.mark.parametrize("device", [PHONE, PLAIN], ids=["phone", "without-javascript"])
def test_a_member_fills_in_the_own_card_and_decides_about_the_wall(world, open_window, device):
    member = open_window(device)
    member.goto(f"/growth/{world.card.token}/")
    member.get_by_role("link", name="添加目标").click()
    fill_in(member, text="取得中级职称", measure="证书")
    member.get_by_role("button", name="保存").click()
    member.get_by_role("link", name="记录进度").click()
    fill_in(member, percent="30", text="报名成功")
    member.get_by_role("button", name="保存").click()
    member.get_by_role("button", name="标记完成").click()
    expect(member.get_by_text("已完成", exact=True)).to_be_visible()
    expect(member.get_by_role("img", name="成长坐标轴")).to_be_visible()
    member.get_by_role("button", name="我已阅读，同意上墙公示").click()
    expect(member.get_by_text("您已同意")).to_be_visible()
    if device is PHONE:
        assert_accessible(member)
        assert member.evaluate("document.documentElement.scrollWidth") == 390
    member.get_by_role("button", name="撤回同意").click()
    expect(member.get_by_text("您尚未同意")).to_be_visible()
    assert world.card.points.get().percent == 30


def test_a_partner_comments_by_link(world, open_window):
    growth.add_part(GrowthPoint(card=world.card, percent=40))
    partner = open_window(PHONE)
    partner.goto(f"/growth/support/{world.supporter().token}/")
    fill_in(partner, text="面试前多练几次")
    expect(partner.get_by_text("已写 7 字")).to_be_visible()
    partner.get_by_role("button", name="提交伙伴建议").click()
    expect(partner.get_by_text("已提交留言")).to_be_visible()
    assert_accessible(partner)
    partner.get_by_role("button", name="删除").click()
    expect(partner.get_by_text("已删除留言")).to_be_visible()
    assert not GrowthComment.objects.exists()


def test_a_vote_from_the_slips_to_the_result(world, sign_in, open_window, picture):
    captain = sign_in(world.captain.username)
    captain.goto(f"/desk/units/{world.unit.pk}/growth/votes/")
    captain.get_by_role("link", name="发起阶段评估").click()
    fill_in(captain, closes_on=f"{clock.today():%Y-%m-%d}")
    captain.get_by_role("button", name="生成 3 张选票").click()
    expect(captain.locator(".slip")).to_have_count(3)
    picture(captain, "slips")
    assert_accessible(captain)
    codes = [code.replace(" ", "") for code in captain.locator(".slip-code").all_inner_texts()]
    for code, device in zip(codes, (PHONE, PLAIN, PHONE), strict=True):
        vote_as(open_window(device), code, picture, scripts=device is PHONE)
    captain.goto(Vote.objects.get().get_absolute_url())
    expect(captain.get_by_text("投票期间不显示票数")).to_be_visible()
    captain.get_by_role("link", name="提前结束").click()
    captain.get_by_role("button", name="结束阶段评估").click()
    expect(captain.get_by_text("发出选票 3 张，收回 3 张")).to_be_visible()
    row = captain.get_by_role("row").filter(has=captain.get_by_role("link", name="成员1"))
    assert row.get_by_role("cell").all_inner_texts() == ["0", "3", "0", "0"]
    assert_accessible(captain)


def vote_as(voter, code: str, picture, *, scripts: bool) -> None:
    """Scan the slip, or type its code where no script reads it out of the address."""
    asked = []
    voter.on("request", lambda request: asked.append(request.url + str(request.headers.get("referer"))))
    voter.goto(f"/vote/#{code}")
    if scripts:
        expect(voter.get_by_label("票码")).to_have_value(code)
        assert code not in voter.url
    else:
        voter.get_by_label("票码").fill(code.lower())
    voter.get_by_role("button", name="打开选票").click()
    voter.get_by_role("group", name="成员1").get_by_label("良好").check()
    picture(voter, "ballot")
    voter.get_by_role("button", name="提交选票").click()
    expect(voter.get_by_role("heading", name="已投票")).to_be_visible()
    assert [url for url in asked if code in url.partition("#")[0]] == []
    voter.goto("/vote/")
    voter.get_by_label("票码").fill(code)
    voter.get_by_role("button", name="打开选票").click()
    expect(voter.get_by_text("票码已使用").first).to_be_visible()


def test_the_captain_hands_out_links_and_prints_the_wall(world, sign_in, open_window):
    captain = sign_in(world.captain.username)
    captain.context.grant_permissions(["clipboard-read", "clipboard-write"])
    captain.goto(f"/desk/units/{world.unit.pk}/growth/")
    captain.get_by_role("link", name="成员1").click()
    captain.locator("#link summary").click()
    captain.get_by_role("button", name="复制链接").click()
    assert captain.evaluate("navigator.clipboard.readText()").endswith(f"/growth/{world.card.token}/")
    assert_accessible(captain)
    member = open_window(PHONE)  # nobody agrees for somebody else: the captain's own window could not
    member.goto(captain.evaluate("navigator.clipboard.readText()"))
    member.get_by_role("button", name="我已阅读，同意上墙公示").click()
    expect(member.get_by_role("button", name="我已阅读，同意上墙公示")).to_have_count(0)
    captain.goto(f"/desk/units/{world.unit.pk}/growth/")
    captain.get_by_role("link", name="上墙公示表").click()
    expect(captain.locator(".wall-card")).to_have_count(1)
    captain.get_by_role("button", name="登记已上墙").click()
    expect(captain.get_by_text("已登记上墙").first).to_be_visible()
    captain.emulate_media(media="print")
    expect(captain.locator(".unit-nav")).to_be_hidden()
    expect(captain.locator(".wall-card")).to_be_visible()
    assert WallPosting.objects.get().unit == world.unit
