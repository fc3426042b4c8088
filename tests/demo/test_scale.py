"""Populations of any size: as valid, findable and unmistakably invented as the rest of the demo."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from core.validators import birth_date_of, validate_identity_number
from demo.scale.places import CITIES, COUNTIES
from units.models import Committee, Unit
from volunteers.models import Volunteer, VolunteerOrganisation

pytestmark = pytest.mark.django_db
COUNT = 500


def generate(**wanted):
    call_command("generate_scale", **wanted, stdout=StringIO())


def test_volunteers_are_as_good_as_imported_ones():
    generate(volunteers=COUNT)
    volunteers = list(Volunteer.objects.active())
    assert len({one.number for one in volunteers}) == len({one.phone for one in volunteers}) == COUNT
    assert {validate_identity_number(one.identity_number) for one in volunteers} == {
        one.identity_number for one in volunteers
    }
    one = volunteers[7]
    assert one.identity_number.startswith("9000")  # no place has this code
    assert one.birth_date == birth_date_of(one.identity_number)
    assert Volunteer.objects.with_identity(one.identity_number).get() == one
    assert Volunteer.objects.with_phone(one.phone).get() == one
    assert one in Volunteer.objects.named(one.name[:2])
    assert {one.organisation_id for one in volunteers} == set(
        VolunteerOrganisation.objects.values_list("pk", flat=True)
    )
    for one in volunteers[:10]:
        one.full_clean()


def test_units_and_volunteers_live_in_the_same_cities():
    generate(units=40, volunteers=20)
    assert Committee.objects.count() == 1 + CITIES + CITIES * COUNTIES
    assert (Unit.objects.count(), Volunteer.objects.count()) == (40, 20)


def test_a_second_population_is_refused():
    generate(volunteers=5)
    with pytest.raises(CommandError, match="已经有一批"):
        generate(volunteers=5)
    assert Volunteer.objects.count() == 5
