"""Hours of the volunteers' ledger outweigh what was typed at an entry."""

from datetime import timedelta

import pytest

from core import clock
from credit.enums import SubjectKind
from credit.subjects import Subject
from tests.credit.world import SERVICE, honour, make_policy
from tests.volunteers.service_world import Service
from volunteers.models import HoursEntry

pytestmark = pytest.mark.django_db


def measured(entry) -> str:
    [finding] = [finding for finding in entry.eligibility() if finding.rule == "service"]
    return finding.measured


def test_only_verified_hours_count_for_somebody_on_the_register():
    world = Service()
    volunteer = world.volunteer()
    make_policy(world.city, SubjectKind.PERSON, rules=[SERVICE])
    subject = Subject(SubjectKind.PERSON, volunteer.name, identity_number=volunteer.identity_number)
    entry = honour(world.city, subject, hours=2000, star=5)
    stranger = honour(world.city, Subject(SubjectKind.PERSON, "外人"), key="test:2", hours=2000)
    world.verified(volunteer)
    assert measured(entry) == "志愿服务登记册：志愿服务 0 小时，未评星级"
    assert measured(stranger) == "志愿服务 2000 小时，未评星级"
    last = HoursEntry.objects.get().notice_ends_on
    with clock.pretend(clock.now() + (last - clock.today()) + timedelta(days=1)):
        assert measured(entry) == "志愿服务登记册：志愿服务 3 小时，未评星级"
