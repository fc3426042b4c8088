"""The register: who sees whom, joining, merging, being forgotten."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from core import clock
from core.lifecycle import TransitionBlocked, blockers, perform
from core.services import ledger
from tests import factories as make
from tests.volunteers.register_world import (
    Register,
    identity_number,
    make_organisation,
    make_steward,
    make_volunteer,
)
from units.enums import OfficeRole
from volunteers.enums import ConsentMatter, MembershipState, RequestKind, VolunteerState
from volunteers.models import Membership, Volunteer
from volunteers.services import consents, memberships, records, requests

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return Register()


def with_account(volunteer):
    volunteer.user = make.make_user()
    volunteer.save(update_fields=["user"])
    return volunteer


def texts(findings) -> str:
    return "；".join(str(finding) for finding in findings)


def test_each_reads_their_own_part_of_the_register(world):
    above, below = make_volunteer(world.organisation), make_volunteer(world.team)
    foreign = make_volunteer(make_organisation(world.elsewhere))
    visitor = with_account(make_volunteer(make_organisation(world.elsewhere)))

    def seen(user):
        return set(Volunteer.objects.visible_to(user))

    assert seen(world.officer) == {above, below}
    assert seen(world.county_officer) == {below}
    assert seen(world.steward) == {below}
    assert seen(world.foreign_officer) == {foreign, visitor}
    assert seen(visitor.user) == {visitor}
    assert seen(make.make_officer(world.city)) == set()
    assert seen(make.make_officer(world.city, OfficeRole.AUDITOR)) == {above, below}


def test_numbers_are_handed_out_once_and_in_order(world):
    first, second = make_volunteer(world.team), make_volunteer(world.team)
    year = clock.today().year
    assert (first.number, second.number) == (f"{year}00000001", f"{year}00000002")


def test_nobody_is_on_the_register_twice(world):
    number = identity_number()
    make_volunteer(world.team, identity_number=number)
    with pytest.raises(ValidationError, match="已经登记"):
        make_volunteer(world.organisation, identity_number=number)


def test_birth_date_and_sex_have_to_agree_with_the_card(world):
    number = identity_number(date(1998, 5, 3), serial=1)
    with pytest.raises(ValidationError) as refused:
        make_volunteer(world.team, identity_number=number, birth_date=date(1999, 5, 3), sex="female")
    assert set(refused.value.message_dict) == {"birth_date", "sex"}


def test_an_accepted_application_puts_a_person_on_the_register(world):
    volunteer = make_volunteer(None, confirmed=False)
    membership = memberships.ask_to_join(volunteer, world.team, by=None)
    assert volunteer in Volunteer.objects.visible_to(world.steward)
    with pytest.raises(PermissionDenied):
        perform(
            membership,
            "approve",
            by=make_steward(
                world.organisation.children.create(
                    name="示例旁队", code="ZS009", committee=world.county, region=world.county.region
                )
            ),
        )
    perform(membership, "approve", by=world.steward)
    volunteer.refresh_from_db()
    assert (volunteer.state, volunteer.organisation) == (VolunteerState.ACTIVE, world.team)


def test_under_fourteen_a_guardian_has_to_agree(world):
    born = clock.today() - timedelta(days=366 * 12)
    child = make_volunteer(None, confirmed=False, birth_date=born, identity_number=identity_number(born))
    membership = memberships.ask_to_join(child, world.team, by=None)
    found = blockers(membership, "approve", world.steward)
    assert "监护人尚未同意" in texts(found)
    consents.agree(child, ConsentMatter.REGISTER, by=world.steward, guardian=("王大明", "13800000000"))
    assert perform(membership, "approve", by=world.steward).state == MembershipState.APPROVED


def test_nobody_decides_about_their_own_application(world):
    own = make_volunteer(None, confirmed=False)
    own.user = world.steward
    own.save(update_fields=["user"])
    membership = memberships.ask_to_join(own, world.team, by=world.steward)
    with pytest.raises(TransitionBlocked, match="本人的申请"):
        perform(membership, "approve", by=world.steward)


def test_a_merged_record_points_to_the_kept_one_and_brings_what_it_had(world):
    kept = make_volunteer(world.team)
    double = with_account(make_volunteer(world.team, identity_kind="passport", identity_number="E12345678"))
    account = double.user
    memberships.ask_to_join(double, world.organisation, by=account)
    consents.agree(double, ConsentMatter.CONTACT, by=account)
    records.merge(double, kept, by=world.officer, reason="同一人先后用两种证件登记")
    double.refresh_from_db()
    kept.refresh_from_db()
    assert (double.state, double.merged_into, double.user) == (VolunteerState.MERGED, kept, None)
    assert kept.user == account
    assert kept.memberships.get().organisation == world.organisation
    assert kept.consents.get().purpose == ConsentMatter.CONTACT
    assert [entry.label for entry in kept.history][-1] == "并入档案"
    assert not list(ledger.broken_entries())


@pytest.mark.parametrize("into", ["", "999", "itself", "merged"])
def test_a_merge_needs_another_record_that_stands(world, into):
    one, other, third = (make_volunteer(world.team) for _ in range(3))
    records.merge(third, other, by=world.officer, reason="重复")
    number = {"itself": one.number, "merged": third.number}.get(into, into)
    with pytest.raises(TransitionBlocked):
        perform(one, "merge", by=world.officer, into=number, note="重复")
    one.refresh_from_db()
    assert one.state == VolunteerState.ACTIVE


def test_whoever_asks_to_be_forgotten_is(world):
    volunteer = with_account(make_volunteer(world.team, name="王小明"))
    person, identity = volunteer.user, volunteer.identity_number
    with pytest.raises(TransitionBlocked, match="没有本人的删除申请"):
        perform(volunteer, "erase", by=world.officer, note="清理")
    asked = requests.ask(volunteer, by=person, kind=RequestKind.ERASURE)
    perform(asked, "fulfil", by=world.officer, note="已按申请删除")
    volunteer.refresh_from_db()
    assert volunteer.state == VolunteerState.ERASED
    assert (volunteer.name, volunteer.phone, volunteer.identity_number) == ("已删除", "", "")
    assert (volunteer.birth_date, volunteer.user, volunteer.identity_index) == (None, None, None)
    assert volunteer.forgotten_index
    assert not Volunteer.objects.with_identity(identity).exists()
    assert not Volunteer.objects.named("小明").exists()


def test_a_legal_hold_keeps_a_record_and_says_so(world):
    volunteer = with_account(make_volunteer(world.team))
    until = clock.today() + timedelta(days=30)
    records.hold(volunteer, by=world.officer, reason="保险理赔未结", until=until)
    asked = requests.ask(volunteer, by=volunteer.user, kind=RequestKind.ERASURE)
    found = blockers(asked, "fulfil", world.officer)
    assert "保险理赔未结" in texts(found)


def test_an_erased_row_cannot_keep_a_name(world):
    volunteer = make_volunteer(world.team)
    with pytest.raises(IntegrityError), transaction.atomic():
        Volunteer.objects.filter(pk=volunteer.pk).update(state=VolunteerState.ERASED)


def test_a_correction_says_what_was_changed_but_not_to_what(world):
    volunteer = make_volunteer(world.team, phone="13800000001")
    asked = requests.ask(volunteer, by=world.officer, kind=RequestKind.CORRECTION, text="电话换了")
    assert "还没有更正过资料" in texts(blockers(asked, "fulfil", world.officer))
    records.correct(volunteer, by=world.officer, reason="按本人申请", values={"phone": "13900000002"})
    assert Volunteer.objects.with_phone("139 0000 0002").get() == volunteer
    entry = volunteer.history.last()
    assert entry.note == "联系电话。按本人申请"
    assert "139" not in entry.note
    perform(asked, "fulfil", by=world.officer, note="已更正")


def test_taking_back_the_first_consent_asks_for_deletion(world):
    volunteer = with_account(make_volunteer(world.team))
    consent = consents.agree(volunteer, ConsentMatter.REGISTER, by=volunteer.user)
    consents.withdraw(consent, by=volunteer.user)
    consents.withdraw(consent, by=volunteer.user)
    assert volunteer.data_requests.get().kind == RequestKind.ERASURE
    with pytest.raises(PermissionDenied):
        consents.withdraw(consent, by=world.steward)


def test_one_application_for_an_organisation_at_a_time(world):
    volunteer = make_volunteer(world.team)
    memberships.ask_to_join(volunteer, world.organisation, by=None)
    with pytest.raises(ValidationError, match="正在办理"):
        memberships.ask_to_join(volunteer, world.organisation, by=None)
    with pytest.raises(ValidationError, match="登记组织"):
        memberships.ask_to_join(volunteer, world.team, by=None)
    assert Membership.objects.count() == 1
