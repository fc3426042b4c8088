"""The whole way in a browser: two clicks to sign up, in by code, out by list, verified, proved, checked by anybody."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from core import clock
from tests import factories as make
from tests.accessibility import assert_accessible
from tests.chromium import DESKTOP, PHONE, window
from tests.volunteers.service_world import Service
from volunteers.models import HoursPolicy, Proof
from volunteers.services import attendance

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def jump(monkeypatch):
    """`jump(moment)`: every thread of the server reads this time from now on."""

    def to(moment):
        ahead = moment - timezone.now()
        monkeypatch.setattr(clock, "now", lambda: timezone.now() + ahead)

    return to


def sign_in(page, user):
    page.goto("/accounts/login/")
    page.get_by_label("用户名").fill(user.username)
    page.get_by_label("密码").fill(make.PASSWORD)
    page.get_by_role("main").get_by_role("button", name="登录").click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url)


def test_from_signing_up_to_a_proof_that_anybody_checks(chromium, live_server, console_errors, request, jump):
    world = Service()
    HoursPolicy.objects.create(committee=world.city, proof_notice_workdays=1)
    volunteer, start = world.volunteer("王小明"), world.shift.starts_at
    with (
        window(chromium, live_server, PHONE, console_errors, request) as phone,
        window(chromium, live_server, PHONE, console_errors, request) as organiser,
        window(chromium, live_server, DESKTOP, console_errors, request) as second,
    ):
        sign_in(phone, volunteer.user)
        phone.goto("/volunteers/events/")
        phone.get_by_role("link", name="敬老院陪伴").click()
        phone.get_by_role("button", name="报名").click()
        expect(phone.get_by_text("报名成功")).to_be_visible()
        assert_accessible(phone)

        jump(start + timedelta(minutes=2))
        phone.goto(f"/volunteers/check-in/{attendance.code_of(world.shift)}/")
        phone.get_by_role("button", name="确认签到").click()
        expect(phone.get_by_text("签到成功")).to_be_visible()

        sign_in(organiser, world.steward)
        organiser.goto(f"/volunteers/organise/shifts/{world.shift.pk}/")
        assert_accessible(organiser)
        jump(start + timedelta(hours=2, minutes=11))  # 129 minutes, give or take what the clicks take
        organiser.get_by_role("button", name="签退").click()
        expect(organiser.get_by_text("已签退")).to_be_visible()
        jump(start + timedelta(hours=4))
        organiser.goto(f"/volunteers/organise/events/{world.event.pk}/")
        organiser.get_by_role("button", name="活动结束，提交核实").click()
        expect(organiser.get_by_text("待核实").first).to_be_visible()

        sign_in(second, world.second_steward)
        second.goto(f"/volunteers/organise/events/{world.event.pk}/")
        second.get_by_role("button", name="核实时长").click()
        expect(second.get_by_text("已核实").first).to_be_visible()

        jump(start + timedelta(days=12))
        phone.goto("/volunteers/me/hours/")
        expect(phone.get_by_text("已生效").first).to_be_visible()
        assert_accessible(phone)
        phone.goto("/volunteers/me/proofs/")
        phone.get_by_label("服务起始日期").fill((start - timedelta(days=5)).date().isoformat())
        phone.get_by_role("button", name="申请证明").click()
        expect(phone.get_by_text("待受理").first).to_be_visible()
        proof = Proof.objects.get()
        second.goto(f"/volunteers/organise/proofs/{proof.pk}/")
        second.get_by_role("button", name="受理并公示").click()
        jump(start + timedelta(days=20))
        second.goto(f"/volunteers/organise/proofs/{proof.pk}/")
        second.get_by_role("button", name="出具证明").click()
        expect(second.get_by_text("已出具").first).to_be_visible()
        with phone.expect_download() as download:
            phone.goto("/volunteers/me/proofs/")
            phone.get_by_role("link", name="下载 PDF").click()
        assert download.value.path().read_bytes().startswith(b"%PDF")
        proof.refresh_from_db()
        second.goto(f"/verify/{proof.number}/")
        expect(second.get_by_role("heading", name="有效")).to_be_visible()
        expect(second.get_by_text("王*明")).to_be_visible()
        expect(second.get_by_text("2.1 小时")).to_be_visible()
        assert_accessible(second)
