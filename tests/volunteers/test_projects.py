"""Service projects: progress that passes 100 %, corrections as new rows; nights at a station; pacts and sessions."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from core import clock
from core.lifecycle import TransitionBlocked, perform
from tests import factories as make
from units.services import rosters
from volunteers.event_enums import PactState
from volunteers.models import (
    HopeHut,
    Indicator,
    Pact,
    ServiceAction,
    ServiceProject,
    Stay,
    StayNight,
    YouthStation,
)
from volunteers.models.written_once import WrittenOnce
from volunteers.queries import progress
from volunteers.services import action_data, pacts, projects, stations
from workspace.models import Activity, ActivityType
from workspace.queries.pacts import years_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return make.make_line()[1]


def indicator(city, **values) -> Indicator:
    action = ServiceAction.objects.create(committee=city, name="示例行动", year=2026)
    project = ServiceProject.objects.create(action=action, name="示例项目")
    days = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}
    return Indicator.objects.create(
        **{"project": project, "name": "指标", "target": 30, "unit": "处", **days, **values}
    )


def test_the_six_published_actions_load_once_with_their_figures(city, client, django_assert_num_queries):
    assert action_data.load_actions(city) == 6
    assert action_data.load_actions(city) == 0
    with django_assert_num_queries(3):
        pages = progress.public_progress(2021)
    lines = {line.indicator.name: line for page in pages for block in page.blocks for line in block.lines}
    assert lines["建成青年驿站"].per_cent_text == "103.3%"
    assert (lines["建成青年驿站"].done_width, lines["建成青年驿站"].over_width) == (200, 6)
    assert lines["创业贷款授信"].indicator.kind != lines["“鲁青基准贷”发放"].indicator.kind
    assert lines["“鲁青基准贷”发放"].value == Decimal("8314")
    assert lines["建成希望小屋"].per_cent_text == "97.5%"
    assert lines["陪伴、疏导、辅导等志愿服务"].value is None
    page = client.get("/projects/")
    assert "超过目标" in page.text
    assert "齐点淄博" in page.text


def test_a_report_is_corrected_by_another_row(city):
    officer, count = make.make_officer(city), indicator(city)
    first = projects.report(count, by=officer, value=Decimal(31), day=date(2026, 6, 4), source="报道")
    second = projects.correct(first, by=officer, reason="多计一处", value=Decimal(30))
    assert [r.value for r in count.reports.order_by("pk")] == [31, 30]
    assert Indicator.objects.with_latest().get().latest_value == 30
    with pytest.raises(ValidationError, match="已被更正"):
        projects.correct(first, by=officer, reason="再改")
    with pytest.raises(WrittenOnce):
        second.save()
    stranger = make.make_officer(make.make_committee("外市", "city"))
    with pytest.raises(PermissionDenied):
        projects.report(count, by=stranger, value=Decimal(1), day=clock.today(), source="报道")


def test_money_is_counted_in_wan_alone(city):
    with pytest.raises(IntegrityError), transaction.atomic():
        indicator(city, kind="credit_line", unit="元")


def test_a_case_of_a_child_has_no_column_for_a_name():
    texts = {f.name for f in HopeHut._meta.fields if f.get_internal_type() in ("CharField", "TextField")}
    assert texts == {"code", "family"}


# 青年驿站


@pytest.fixture
def station(city):
    action = ServiceAction.objects.create(committee=city, name="示例行动", year=2026)
    project = ServiceProject.objects.create(action=action, name="青年驿站", kind="station")
    return YouthStation.objects.create(
        project=project,
        name="示例驿站",
        region=city.region,
        address="示例路",
        phone="0760-10000000",
        capacity=1,
    )


def stay(station, phone="13800000001", nights=2, ahead=0, home=None, **values) -> Stay:
    home = home or make.make_region("440600", "佛山市")
    first = clock.today() + timedelta(days=ahead)
    given = {"name": "访客", "purpose": "job", **values}
    return stations.book(station, phone=phone, home=home, first_night=first, nights=nights, **given)


def test_beds_nights_and_origin(station, city):
    booked = stay(station)
    with pytest.raises(ValidationError, match="已经住满"):
        stay(station, phone="13800000002", ahead=1)
    with pytest.raises(ValidationError, match="本市户籍不能预约"):
        stay(station, phone="13800000003", ahead=5, home=city.region)
    with pytest.raises(ValidationError, match="最多 6 晚，您还可以预约 6 晚"):
        stay(station, phone="13800000004", ahead=5, nights=7)
    stations.call_off(booked)
    assert StayNight.objects.count() == 0
    assert stay(station, phone="13800000002", ahead=1).state == "booked"


def test_six_nights_in_a_year_however_they_are_cut(station, city):
    officer = make.make_officer(city)
    first = perform(stay(station, nights=4), "arrive", by=officer)
    perform(first, "leave", by=officer)
    with pytest.raises(ValidationError, match="还可以预约 2 晚"):
        stay(station, nights=3, ahead=10)
    stay(station, nights=2, ahead=10)


def test_guests_are_forgotten_in_time(station):
    booked = stay(station)
    with clock.pretend(clock.now() + timedelta(days=2 + station.keep_days)):
        assert stations.forget_guests() == 0
    with clock.pretend(clock.now() + timedelta(days=3 + station.keep_days)):
        assert stations.forget_guests() == 1
    booked.refresh_from_db()
    assert (booked.name, booked.phone, booked.phone_index, booked.nights) == ("", "", None, 2)


def test_a_booking_through_the_short_form(station, client):
    home = make.make_region("440600", "佛山市")
    given = {
        "name": "访客", "phone": "13800000001", "home": home.pk, "purpose": "job",
        "first_night": clock.today().isoformat(), "nights": 2,
    }  # fmt: skip
    url = f"/projects/stations/{station.pk}/"
    refused = client.post(url, given)
    assert "请先同意使用以上信息" in refused.text
    assert "13800000001" in refused.text
    page = client.post(url, {**given, "agreed": "on"}, follow=True)
    code = Stay.objects.get().code
    assert code in page.text
    page = client.post("/projects/stations/my-stay/", {"code": code.lower(), "call_off": ""})
    assert "已取消" in page.text


# 结对共建协议书


@pytest.fixture
def pairing(city):
    return make.make_unit(city).youth_homes.get()


def pact(pairing, captain, **values) -> Pact:
    today = clock.today()
    terms = {
        "starts_on": today - timedelta(days=400),
        "ends_on": today + timedelta(days=300),
        "service": "陪读",
    }
    signed = {"unit_signer": "号长", "home_signer": "负责人", "signed_on": today - timedelta(days=400)}
    return pacts.draft(pairing, by=captain, **{**terms, **signed, **values})


def test_a_pact_needs_four_sessions_protection_and_signatures(pairing):
    captain = make.make_captain(pairing.unit)
    draft = pact(pairing, captain, sessions=3, home_signer="")
    with pytest.raises(TransitionBlocked) as blocked:
        perform(draft, "sign", by=captain)
    said = str(blocked.value)
    assert "每年不少于 4 场次" in said
    assert "还没有填写乙方签署人" in said
    draft = pacts.change(draft, by=captain, sessions=4, home_signer="负责人")
    assert perform(draft, "sign", by=captain).state == PactState.IN_FORCE
    with pytest.raises(PermissionDenied):
        pacts.change(draft, by=captain, sessions=5)


def test_a_pact_ends_with_its_term_or_its_pairing(pairing):
    captain = make.make_captain(pairing.unit)
    signed = perform(pact(pairing, captain, ends_on=clock.today()), "sign", by=captain)
    assert pacts.expire_due() == 0
    with clock.pretend(clock.now() + timedelta(days=1)):
        assert pacts.expire_due() == 1
        signed.refresh_from_db()
        assert signed.state == PactState.EXPIRED
        second = pact(pairing, captain)
    rosters.end_pairing(pairing, by=captain)
    second.refresh_from_db()
    assert (second.state, second.reason) == (PactState.ENDED, "结对已解除")


def test_sessions_come_from_the_log_and_nowhere_else(pairing, client):
    captain = make.make_captain(pairing.unit)
    signed = perform(pact(pairing, captain), "sign", by=captain)
    kind, _ = ActivityType.objects.get_or_create(code="volunteering", defaults={"name": "志愿服务"})
    for days, home in ((390, pairing), (100, pairing), (5, pairing), (5, None)):
        Activity.objects.create(
            unit=pairing.unit, activity_type=kind, theme="陪读", day=clock.today() - timedelta(days=days), people=3,
            youth_home=home, created_by=captain,
        )  # fmt: skip
    assert [(year.done, year.agreed) for year in years_of(signed)] == [(2, 4), (1, 4)]
    client.force_login(captain)
    page = client.get(f"/desk/units/{pairing.unit_id}/youth-homes/{pairing.pk}/pact/")
    assert "约定 4 场次" in page.text
    pdf = client.get(f"/desk/units/{pairing.unit_id}/youth-homes/{pairing.pk}/agreement.docx")
    assert pdf.status_code == 200
