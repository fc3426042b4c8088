"""A volunteer recorded by hand: what an import checks is checked here, at each field."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from core import clock
from core.lifecycle import perform
from tests.volunteers.register_world import Register, identity_number, make_organisation, make_volunteer
from volunteers.enums import ConsentChannel, RequestKind, VolunteerState
from volunteers.models import Volunteer, VolunteerConsent
from volunteers.queries.known import FORGOTTEN
from volunteers.services import records, registration, requests

pytestmark = pytest.mark.django_db
PAGE = "/admin/volunteers/volunteer/add/"


@pytest.fixture
def world(client):
    world = Register()
    client.force_login(world.officer)
    return world


def answers(world, **changed) -> dict:
    clean = {
        "name": "王小明", "identity_kind": "resident", "identity_number": identity_number(serial=11),
        "phone": "13800000001", "region_code": world.team.region.code, "organisation": world.team.pk, "on_paper": "on",
    }  # fmt: skip
    return {**clean, **changed}


def faults(client, given) -> dict[str, list[str]]:
    return dict(client.post(PAGE, given).context["form"].errors)


def test_somebody_is_on_the_register_with_their_agreement_on_paper(world, client):
    response = client.post(PAGE, answers(world, agreed=["contact"]))
    volunteer = Volunteer.objects.get()
    assert response.url == reverse("admin:volunteers_volunteer_change", args=[volunteer.pk])
    assert (volunteer.state, volunteer.organisation, volunteer.sex, volunteer.birth_date) == (
        VolunteerState.ACTIVE, world.team, "male", date(1998, 5, 3),
    )  # fmt: skip
    consents = VolunteerConsent.objects.values_list("purpose", "channel", "recorded_by")
    assert set(consents) == {
        (matter, ConsentChannel.PAPER, world.officer.pk) for matter in ("register", "contact")
    }
    assert volunteer.history.filter(actor=world.officer).exists()


@pytest.mark.parametrize(
    ("field", "changed", "said"),
    [
        ("identity_number", {"identity_number": "442000199805030010"}, "校验不通过"),
        ("identity_number", {"identity_number": "44200019980503001"}, "应为18位"),
        ("birth_date", {"birth_date": "1999-01-01"}, "与证件号码不一致"),
        ("sex", {"sex": "female"}, "与证件号码不一致"),
        ("phone", {"phone": "138"}, "11位手机号码"),
        ("region_code", {"region_code": "123456"}, "没有这个区划代码"),
        ("organisation", {"organisation": ""}, "必填"),
        ("on_paper", {"on_paper": ""}, "须经本人同意"),
        ("name", {"name": ""}, "必填"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(world, client, field, changed, said):
    found = faults(client, answers(world, **changed))
    assert list(found) == [field]
    assert said in found[field][0]
    assert not Volunteer.objects.exists()


def test_a_child_needs_a_guardian(world, client):
    born = date(clock.today().year - 10, 1, 1)
    child = answers(world, identity_number=identity_number(born))
    assert set(faults(client, child)) == {"guardian_name", "guardian_phone"}
    client.post(PAGE, {**child, "guardian_name": "王大明", "guardian_phone": "13900000001"})
    assert VolunteerConsent.objects.get().guardian_name == "王大明"


def test_a_card_on_record_leads_to_the_record_whoever_may_see_it(world, client):
    known = make_volunteer(world.team, name="李已在", identity_number=identity_number(serial=11))
    (said,) = faults(client, answers(world, identity_number=known.identity_number.lower()))["identity_number"]
    place = reverse("admin:volunteers_volunteer_change", args=[known.pk])
    assert said == (f'该证件号码已经登记：<a class="text-link" href="{place}">{known}</a>')
    assert f'href="{place}"' in client.post(PAGE, answers(world)).text
    assert "李已在" not in said


def test_a_card_on_record_elsewhere_says_no_more(world, client):
    known = make_volunteer(make_organisation(world.elsewhere), identity_number=identity_number(serial=11))
    assert faults(client, answers(world)) == {"identity_number": ["该证件号码已经登记"]}
    assert known.number not in client.post(PAGE, answers(world)).text


def test_a_merged_card_leads_to_the_record_that_is_kept(world, client):
    merged = make_volunteer(world.team, identity_number=identity_number(serial=11))
    kept = make_volunteer(world.team)
    records.merge(merged, kept, by=world.officer, reason="重复")
    (said,) = faults(client, answers(world))["identity_number"]
    assert f"已并入 {kept.number}" in said
    assert reverse("admin:volunteers_volunteer_change", args=[kept.pk]) in said


def test_whoever_asked_to_be_forgotten_is_not_brought_back(world, client):
    gone = make_volunteer(world.team, identity_number=identity_number(serial=11))
    asked = requests.ask(gone, by=world.officer, kind=RequestKind.ERASURE)
    perform(asked, "fulfil", by=world.officer, note="已删除")
    assert faults(client, answers(world)) == {"identity_number": [FORGOTTEN]}


def test_only_into_organisations_that_the_officer_oversees(world, client):
    foreign = make_organisation(world.elsewhere)
    assert list(faults(client, answers(world, organisation=foreign.pk))) == ["organisation"]
    values = {"name": "王", "identity_number": identity_number(), "birth_date": date(1998, 5, 3)}
    with pytest.raises(PermissionDenied):
        registration.enter(by=world.officer, organisation=foreign, agreed=[], **values)
    with pytest.raises(PermissionDenied):
        registration.enter(by=world.steward, organisation=world.team, agreed=[], **values)


def test_the_second_of_two_who_type_a_card_at_one_time_is_told(world, monkeypatch):
    """Both have looked, and neither found it."""
    values = {
        "name": "王小明", "identity_number": identity_number(), "birth_date": date(1998, 5, 3), "agreed": ["register"],
    }  # fmt: skip
    registration.enter(by=world.officer, organisation=world.team, **values)
    monkeypatch.setattr(registration, "known_by", lambda _: (None, ""))
    with pytest.raises(ValidationError, match="已经登记"):
        registration.enter(by=world.officer, organisation=world.team, **values)
    assert Volunteer.objects.count() == 1
