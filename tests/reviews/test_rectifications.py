"""整改通知单: issued, answered with records that are there, looked at again; each side sees its own."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.models import Message
from core import clock
from core.lifecycle import TransitionBlocked, perform
from reviews.models import Rectification
from reviews.services import rectifications
from tests import factories as make
from tests.journey import Journey
from units.enums import UnitRole
from workspace.models import Activity, ActivityType


@pytest.fixture
def journey(db) -> Journey:
    return Journey()


@pytest.fixture
def notice(journey) -> Rectification:
    return rectifications.issue(
        Rectification(
            committee=journey.city,
            unit=journey.unit,
            problem="公示牌未更新。",
            clause="中山市实施意见 四",
            due_on=clock.today() + timedelta(days=30),
        ),
        by=journey.officer,
    )


@pytest.fixture
def record(journey) -> Activity:
    kind, _ = ActivityType.objects.get_or_create(code="check", defaults={"name": "检查"})
    return Activity.objects.create(
        unit=journey.unit, activity_type=kind, theme="更新公示牌", created_by=journey.captain
    )


def answered(notice, by):
    saved = rectifications.save_answer(notice, by=by, answer="已更新。", evidence=[])
    return perform(saved.record, "hand_in", by=by)


def test_issuing_gives_a_number_and_tells_the_keepers(journey, notice):
    assert notice.number == f"ZG442000-{clock.today().year}-0001"
    assert Message.objects.filter(recipient=journey.captain, title__contains=notice.number).count() == 1
    assert [entry.move for entry in notice.history] == ["create"]


def test_answered_sent_back_answered_and_closed(journey, notice):
    back = perform(answered(notice, journey.captain), "send_back", by=journey.officer, note="请补充照片")
    assert back.finding == "请补充照片"
    assert Message.objects.filter(recipient=journey.captain, body="请补充照片").exists()

    closed = perform(answered(back, journey.captain), "close", by=journey.officer, note="复查合格")

    assert closed.state == "closed"
    assert Message.objects.filter(recipient=journey.officer, title__contains="请复查").count() == 2


def test_nothing_is_handed_in_without_an_answer(journey, notice):
    with pytest.raises(TransitionBlocked, match="尚未填写整改情况"):
        perform(notice, "hand_in", by=journey.captain)


def test_only_the_unit_answers_and_only_the_issuer_decides(journey, notice):
    stranger = journey.another_team()["captain"]
    for person in (stranger, journey.officer, journey.helper(UnitRole.FILLER)):
        with pytest.raises(PermissionDenied):
            answered(notice, person)

    handed = answered(notice, journey.captain)
    for person in (journey.captain, journey.recommender, journey.auditor):
        with pytest.raises(PermissionDenied):
            perform(handed, "close", by=person, note="合格")


def test_nobody_decides_about_their_own_unit(journey, notice):
    make.make_captain(journey.unit, UnitRole.FILLER)
    journey.unit.posts.create(user=journey.officer, role=UnitRole.FILLER)
    handed = answered(notice, journey.captain)

    with pytest.raises(TransitionBlocked, match="须回避"):
        perform(handed, "close", by=journey.officer, note="合格")


def test_the_captain_answers_on_the_page_with_a_record_of_the_log(client, journey, notice, record):
    client.force_login(journey.captain)
    address = notice.get_absolute_url()
    assert "更新公示牌" in client.get(address).content.decode()

    client.post(address, {"answer": "", "evidence": [record.pk], "hand_in": "1"})
    assert Rectification.objects.get().state == "issued"

    client.post(address, {"answer": "已更新公示牌", "evidence": [record.pk], "hand_in": "1"})
    handed = Rectification.objects.get()
    assert (handed.state, list(handed.evidence.all())) == ("answered", [record])


def test_another_units_record_is_no_evidence(client, journey, notice, record):
    team = journey.another_team()
    foreign = Activity.objects.create(
        unit=team["unit"], activity_type=record.activity_type, theme="别处", created_by=team["captain"]
    )
    client.force_login(journey.captain)
    answer = client.post(notice.get_absolute_url(), {"answer": "已更新", "evidence": [foreign.pk]})

    assert answer.status_code == 200
    assert Rectification.objects.get().answer == ""
    assert "已更新" in answer.content.decode()


def test_after_handing_in_a_page_left_open_changes_nothing(client, journey, notice):
    answered(notice, journey.captain)
    client.force_login(journey.captain)
    client.post(notice.get_absolute_url(), {"answer": "改写"})

    assert Rectification.objects.get().answer == "已更新。"


def opened(client, notice) -> dict:
    """What the page of somebody who has it open sends unchanged."""
    page = client.get(notice.get_absolute_url()).content.decode()
    return {"answer": "", "evidence": [], "base": re.search(r'name="base" value="([^"]*)"', page)[1]}


def test_captain_and_deputy_answer_at_once_and_nothing_is_overwritten(client, journey, notice, record):
    address = notice.get_absolute_url()
    client.force_login(journey.captain)
    shown = opened(client, notice)
    client.post(address, shown | {"evidence": [record.pk]})
    client.force_login(journey.helper(UnitRole.DEPUTY))
    client.post(address, shown | {"answer": "副号长写的"})
    notice.refresh_from_db()
    assert (notice.answer, list(notice.evidence.all())) == ("副号长写的", [record])

    client.force_login(journey.captain)
    refused = client.post(address, shown | {"answer": "号长写的", "evidence": [record.pk], "hand_in": "1"})
    assert refused.status_code == 409
    assert "整改情况：您和他人都修改了" in refused.content.decode()
    notice.refresh_from_db()
    assert (notice.answer, notice.state) == ("副号长写的", "issued")


def test_the_answer_saves_itself_without_being_handed_in(client, journey, notice, record):
    client.force_login(journey.captain)
    typed = opened(client, notice) | {"answer": "写到一半", "evidence": [record.pk], "hand_in": "1"}
    answer = client.post(notice.get_absolute_url(), typed, HTTP_HX_REQUEST="true")
    assert "已保存" in answer.content.decode()
    notice.refresh_from_db()
    assert (notice.answer, notice.state, list(notice.evidence.all())) == ("写到一半", "issued", [record])


def test_strangers_find_neither_page_nor_file(client, journey, notice):
    client.force_login(journey.another_team()["captain"])
    assert client.get(notice.get_absolute_url()).status_code == 404
    assert client.get(reverse("rectifications:file", args=[notice.pk, "pdf"])).status_code == 404


@pytest.mark.parametrize("suffix", ["pdf", "docx", "xlsx"])
def test_both_sides_get_the_paper(client, journey, notice, suffix):
    for person in (journey.captain, journey.officer):
        client.force_login(person)
        assert client.get(reverse("rectifications:file", args=[notice.pk, suffix])).status_code == 200


def test_an_officer_issues_one_in_the_admin(client, journey):
    client.force_login(journey.officer)
    address = reverse("admin:reviews_rectification_add")
    asked = {"committee": journey.city.pk, "unit": journey.unit.pk, "problem": "问题", "clause": "条款"}

    late = client.post(address, {**asked, "due_on": clock.today() - timedelta(days=1)})
    assert "整改期限不能早于今天" in late.content.decode()

    assert client.get(address).context["adminform"].form["committee"].value() == journey.city.pk
    asked["due_on"] = clock.today() + timedelta(days=10)
    page = client.post(address, asked).content.decode()
    assert "核对无误后请勾选“确认发出”" in page
    assert not Rectification.objects.exists()

    client.post(address, {**asked, "confirmed": "on"})
    assert Rectification.objects.get().issued_by == journey.officer


@pytest.mark.parametrize(
    ("place", "sentence"),
    [("elsewhere", "管辖的范围内"), ("own", "须回避：您是（或近三年曾是）该集体的号长或填报人员")],
)
def test_no_notice_goes_to_a_unit_of_others_or_to_ones_own(client, journey, place, sentence):
    unit = make.make_unit(journey.province) if place == "elsewhere" else journey.unit
    if place == "own":
        unit.posts.create(user=journey.officer, role=UnitRole.DEPUTY)
    asked = {"committee": journey.city, "unit": unit, "problem": "问题", "clause": "条款"}
    asked["due_on"] = clock.today() + timedelta(days=10)
    with pytest.raises(TransitionBlocked, match=sentence):
        rectifications.issue(Rectification(**asked), by=journey.officer)

    unit.posts.create(user=journey.officer, role=UnitRole.FILLER)  # else the form does not offer the unit
    client.force_login(journey.officer)
    asked |= {"committee": journey.city.pk, "unit": unit.pk, "confirmed": "on"}
    page = client.post(reverse("admin:reviews_rectification_add"), asked).content.decode()
    assert sentence in page
    assert not Rectification.objects.exists()


def test_the_desk_says_so_until_it_is_answered(client, journey, notice):
    client.force_login(journey.captain)
    assert notice.number in client.get("/desk/").content.decode()

    answered(notice, journey.captain)
    assert notice.number not in client.get("/desk/").content.decode()
