"""The two forms that must work on any machine, with JavaScript switched off: filing and scoring."""

import pytest
from playwright.sync_api import expect

from creation_cycle.models import Candidacy
from reviews.models import ScoreSheet
from tests import factories as make
from tests.browser.acts import fill_in
from tests.chromium import PHONE
from tests.creation_cycle.desk_world import make_world
from tests.journey import Journey

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PLAIN = {**PHONE, "java_script_enabled": False}


def test_captain_files(sign_in, live_server):
    world = make_world(members=5, young=5)
    captain = sign_in(world.captain.username, PLAIN)
    captain.get_by_role("button", name="开始申报").click()
    expect(captain.get_by_role("button", name="提交备案")).to_be_disabled()
    expect(captain.get_by_text("集体人数 5 人，不达标")).to_be_visible()
    captain.get_by_role("link", name="添加成员").click()
    fill_in(captain, name="李新", birth_date="1996-05-01")
    captain.get_by_role("button", name="保存成员").click()
    expect(captain.get_by_text("已添加成员")).to_be_visible()
    captain.get_by_role("link", name="返回").click()
    expect(captain.get_by_text("集体人数 6 人，达标").first).to_be_visible()
    captain.get_by_role("button", name="提交备案").click()
    expect(captain.get_by_text("备案已提交")).to_be_visible()
    assert Candidacy.objects.get().state == "submitted"


def test_reviewer_scores(sign_in, live_server):
    world = Journey()
    world.candidacy("assessing")
    reviewer = sign_in(world.reviewer.username, PLAIN)
    reviewer.get_by_role("link", name="示例集体").click()
    expect(reviewer.get_by_role("button", name="减分")).to_have_count(0)
    points = reviewer.locator(".score-item input[type=number]")
    points.nth(0).fill("200")
    reviewer.get_by_role("button", name="保存草稿").click()
    expect(reviewer.get_by_text("请填写 0 到 15 之间的分数").first).to_be_visible()
    for number, (_, most) in enumerate(make.S3_DIMENSIONS):
        points.nth(number).fill(f"{most - 1}")
    reviewer.get_by_role("button", name="核对并提交").click()
    reviewer.get_by_role("button", name="确认提交").click()
    expect(reviewer.get_by_text("的评分表已提交")).to_be_visible()
    assert ScoreSheet.objects.get().total == 93
