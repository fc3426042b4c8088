"""What a captain reads about members who are on the register, and about those who are not."""

import pytest

from tests import factories as make
from tests.volunteers.register_world import Register, identity_number, make_volunteer
from units.models import Member
from volunteers.queries.rosters import FOUND, MISSING, OTHER, UNKNOWN, finding, registrations

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    world = Register()
    world.unit = make.make_unit(world.county, members=5, young=5)
    world.unit.members.update(volunteer_number="")
    return world


def test_each_member_is_told_apart(world):
    known, stranger = make_volunteer(world.team, name="王小明"), make_volunteer(world.team, name="李某某")
    named, other, unknown, carded, nobody = world.unit.members.order_by("pk")
    Member.objects.filter(pk=named.pk).update(name="王小明", volunteer_number=known.number)
    Member.objects.filter(pk=other.pk).update(name="王小明", volunteer_number=stranger.number)
    Member.objects.filter(pk=unknown.pk).update(volunteer_number="V1")
    carded.identity_number = identity_number()
    carded.save()
    numbered = make_volunteer(world.team, identity_number=carded.identity_number)
    members = list(world.unit.members.order_by("pk"))
    found = registrations(members)
    assert [found[pk] for pk in (named.pk, other.pk, unknown.pk, nobody.pk)] == [
        FOUND,
        OTHER,
        UNKNOWN,
        MISSING,
    ]
    assert numbered.number in found[carded.pk].hint
    said = finding(members, found)
    assert said.text.startswith("5 名成员中 1 名")
    assert not said.ok
    assert "志愿者登记" in said.remedy


def test_the_roster_page_says_so_and_leads_to_the_registration(world, client, django_assert_max_num_queries):
    client.force_login(make.make_captain(world.unit))
    page = client.get(f"/desk/units/{world.unit.pk}/roster/").text
    assert "5 名成员中 0 名" in page
    assert 'href="/volunteers/register/"' in page
    with django_assert_max_num_queries(2):
        registrations(world.unit.members.all())
