"""The sheet on a phone: thumbs, saving by itself, one last look, the lock."""

import pytest
from django.conf import settings

from creation_cycle.models import StandardItem
from reviews.models import Assignment
from tests.accessibility import assert_accessible
from tests.journey import Journey

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sheet_url(client, live_server, phone) -> str:
    """The empty sheet of a reviewer who is signed in on the phone."""
    world = Journey()
    world.candidacy("assessing")
    StandardItem.objects.update(step="0.5")
    client.force_login(world.reviewer)
    name = settings.SESSION_COOKIE_NAME
    phone.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    return f"/review/{Assignment.objects.get().pk}/"


def test_from_the_list_to_the_lock_with_one_thumb(phone, sheet_url):
    phone.goto("/review/")
    assert_accessible(phone)
    phone.get_by_role("link", name="示例集体").click()
    assert_accessible(phone)
    for button in phone.get_by_role("button", name="减分").all():
        button.click()
        button.click()
    phone.get_by_text("已保存").wait_for()
    phone.get_by_text("各项已评").wait_for()
    phone.reload()
    assert phone.get_by_label("得分（满分 20 分，按").input_value() == "19.5"
    phone.get_by_role("button", name="核对并提交").click()
    assert_accessible(phone)
    phone.get_by_role("button", name="确认提交").click()
    phone.get_by_text("都已评完").wait_for()
    phone.goto(sheet_url)
    phone.get_by_role("heading", name="您的评分：96.50 分").wait_for()
    assert_accessible(phone)


def test_a_slip_is_named_at_once_and_nothing_overflows_the_screen(phone, sheet_url):
    phone.goto(sheet_url)
    phone.get_by_label("得分（满分 20 分，按").fill("200")
    phone.get_by_label("得分（满分 20 分，按").blur()
    phone.locator("[data-unsaved]", has_text="工作业绩（请填写 0 到 20 之间的分数").wait_for()
    said = phone.locator("[data-autosave-error]")
    assert "请填写 0 到 20 之间的分数" in said.inner_text()
    phone.get_by_label("得分（满分 20 分，按").fill("19")
    phone.get_by_label("得分（满分 20 分，按").blur()
    said.wait_for(state="detached")
    width = phone.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert width[0] <= width[1]
    bar = phone.locator(".action-bar").bounding_box()
    assert bar["y"] + bar["height"] <= phone.viewport_size["height"], "the whole bar stays in sight"
    height = phone.locator('[data-step="up"]').first.bounding_box()["height"]
    assert height >= 48


def test_steppers_stay_within_the_marks(phone, sheet_url):
    phone.goto(sheet_url)
    points = phone.get_by_label("得分（满分 20 分，按")
    for _ in range(2):
        phone.get_by_role("button", name="工作业绩加分").click()
        assert points.input_value() == "20"
    points.fill("0.5")
    for _ in range(3):
        phone.get_by_role("button", name="工作业绩减分").click()
    assert points.input_value() == "0"
