"""What volunteers do by themselves: register, read what is held about them, ask, take back; and who answers."""

import io
import json
from datetime import timedelta

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import User
from core import clock
from core.lifecycle import perform
from core.models import AccessRecord
from core.services.access import record_view
from tests import factories as make
from tests.volunteers.register_world import Register, identity_number, make_volunteer
from volunteers.enums import ConsentMatter, RequestKind, VolunteerState
from volunteers.models import Membership, Volunteer
from volunteers.services import consents, memberships, records, requests, retention

pytestmark = pytest.mark.django_db
ME = "/volunteers/me/"


@pytest.fixture
def world():
    return Register()


@pytest.fixture
def person(world, client):
    """A volunteer who is signed in."""
    volunteer = make_volunteer(world.team, name="王小明", phone="13800000001")
    volunteer.user = make.make_user()
    volunteer.save(update_fields=["user"])
    client.force_login(volunteer.user)
    return volunteer


def answers(world, **changed) -> dict:
    clean = {
        "name": "王小明", "identity_kind": "resident", "identity_number": identity_number(), "phone": "13800000001",
        "organisation": world.team.pk, "agree_register": "on", "password": "",
    }  # fmt: skip
    return {**clean, **changed}


def test_whoever_registers_waits_for_the_organisation_and_can_sign_in(world, client):
    given = answers(world, password="a-long-password", agree_contact="on")
    response = client.post("/volunteers/register/", given)
    assert response.url == "/volunteers/register/received/"
    volunteer = Volunteer.objects.get()
    assert (volunteer.state, volunteer.sex != "", volunteer.birth_date is not None) == (
        VolunteerState.PENDING,
        True,
        True,
    )
    assert set(volunteer.consents.values_list("purpose", flat=True)) == {"register", "contact"}
    account = User.objects.get(username="13800000001")
    assert account.check_password("a-long-password")
    client.force_login(account)
    assert volunteer.number in client.get(ME).text


def test_a_refused_form_keeps_what_was_typed_and_says_why_in_each_place(world, client):
    response = client.post("/volunteers/register/", answers(world, identity_number="123", agree_register=""))
    assert response.status_code == 200
    assert set(response.context["form"].errors) == {"identity_number", "agree_register"}
    assert 'value="王小明"' in response.text
    assert not Volunteer.objects.exists()


def test_a_child_needs_a_guardian(world, client):
    number = identity_number(clock.today() - timedelta(days=366 * 10))
    response = client.post("/volunteers/register/", answers(world, identity_number=number))
    assert set(response.context["form"].errors) == {"guardian_name", "guardian_phone"}
    given = answers(world, identity_number=number, guardian_name="王大明", guardian_phone="13800000009")
    client.post("/volunteers/register/", given)
    assert Volunteer.objects.get().consents.get().guardian_name == "王大明"


def test_registering_says_nothing_of_who_is_on_the_register(world, client):
    """The same answer; the same person becomes an applicant, another name becomes a note for staff."""
    known = make_volunteer(world.organisation, name="王小明")
    number = known.identity_number
    first = client.post("/volunteers/register/", answers(world, identity_number=number))
    other = client.post("/volunteers/register/", answers(world, identity_number=number, name="李某某"))
    assert first.url == other.url == "/volunteers/register/received/"
    assert Volunteer.objects.count() == 1
    assert Membership.objects.get().volunteer == known
    assert known.data_requests.get().kind == RequestKind.CORRECTION
    known.refresh_from_db()
    assert known.name == "王小明"


def test_own_numbers_are_masked_until_asked_for(client, person):
    assert "138****0001" in client.get(ME).text
    assert person.identity_number not in client.get(ME).text
    shown = client.post(ME)
    assert person.identity_number in shown.text
    assert shown["Cache-Control"] == "no-store"


def test_who_looked_and_why_can_be_read_by_the_person(world, client, person):
    record_view(person, "证件号码与联系电话", by=world.officer, purpose="核实保险理赔")
    page = client.get(ME).text
    assert "核实保险理赔" in page
    assert str(world.officer) in page


def test_own_data_can_be_taken_away(client, person):
    found = json.loads(client.get("/volunteers/me/data.json").content)
    assert found["我的资料"]["联系电话"] == "13800000001"
    book = load_workbook(io.BytesIO(b"".join(client.get("/volunteers/me/data.xlsx").streaming_content)))
    assert book.sheetnames == ["我的资料", "我的组织", "同意书", "个人信息申请", "查看记录"]


def test_consents_are_given_and_taken_back(client, person):
    client.post("/volunteers/me/consents/contact/")
    consent = person.consents.in_force().get()
    assert "撤回同意" in client.get(f"/volunteers/me/consents/{consent.pk}/withdraw/").text
    client.post(f"/volunteers/me/consents/{consent.pk}/withdraw/")
    assert not person.consents.in_force().exists()
    assert client.post("/volunteers/me/consents/anything/").status_code == 404


def test_a_correction_and_a_deletion_are_asked_for_and_answered(world, client, person):
    assert client.post("/volunteers/me/requests/correction/", {"text": ""}).status_code == 200
    client.post("/volunteers/me/requests/correction/", {"text": "电话换了"})
    again = client.post("/volunteers/me/requests/correction/", {"text": "再说一次"})
    assert "正在办理" in again.text
    client.post("/volunteers/me/requests/erasure/", {"text": ""})
    asked = person.data_requests.get(kind=RequestKind.ERASURE)
    perform(asked, "fulfil", by=world.officer, note="已删除")
    page = client.get(ME)
    assert "还没有对应的志愿者档案" in page.text
    person.refresh_from_db()
    assert person.state == VolunteerState.ERASED


def test_strangers_cannot_touch_what_is_not_theirs(world, client, person):
    other = make_volunteer(world.team)
    consent = consents.agree(other, ConsentMatter.CONTACT, by=world.officer)
    asked = requests.ask(other, by=world.officer, kind=RequestKind.ERASURE)
    membership = memberships.ask_to_join(other, world.organisation, by=None)
    for url in (
        f"/volunteers/me/consents/{consent.pk}/withdraw/",
        f"/volunteers/me/requests/{asked.pk}/withdraw/",
        f"/volunteers/me/organisations/{membership.pk}/leave/",
    ):
        assert client.post(url).status_code == 404


def test_a_steward_looks_at_the_card_and_accepts(world, client):
    volunteer = make_volunteer(None, confirmed=False)
    membership = memberships.ask_to_join(volunteer, world.team, by=None)
    client.force_login(world.steward)
    assert str(volunteer) in client.get("/volunteers/applications/").text
    url = reverse("volunteers:application", args=[membership.pk])
    assert volunteer.identity_number in client.get(url).text
    assert AccessRecord.objects.of(volunteer).first().purpose == f"核对加入{world.team}的申请"
    assert client.post(url, {"move": "decline", "note": ""}).status_code == 200
    client.post(url, {"move": "approve"})
    volunteer.refresh_from_db()
    assert volunteer.state == VolunteerState.ACTIVE


def test_data_goes_when_its_time_is_over_unless_the_law_keeps_it(world):
    long_ago = clock.today() - timedelta(days=91)
    never, held, fresh = (make_volunteer(None, confirmed=False) for _ in range(3))
    records.hold(
        held, by=make.make_user(is_superuser=True), reason="理赔未结", until=clock.today() + timedelta(days=9)
    )
    Volunteer.objects.filter(pk__in=[never.pk, held.pk]).update(registered_on=long_ago)
    waiting = make_volunteer(None, confirmed=False)
    memberships.ask_to_join(waiting, world.team, by=None)
    Volunteer.objects.filter(pk=waiting.pk).update(registered_on=long_ago)
    assert retention.delete_due()["pending"] == 1
    assert retention.delete_due()["pending"] == 0
    states = dict(Volunteer.objects.values_list("pk", "state"))
    assert states == {never.pk: "erased", held.pk: "pending", fresh.pk: "pending", waiting.pk: "pending"}


def test_the_account_of_another_phone_is_not_taken_over(world, client):
    make.make_user(username="13800000001")
    client.post("/volunteers/register/", answers(world, password="a-long-password"))
    assert Volunteer.objects.get().user is None
    assert User.objects.filter(username="13800000001").count() == 1
