"""The demo's clock: what a day brings happens when the day is reached by a jump."""

import pytest
from django.urls import reverse

from core import clock
from tests.workspace.growth_world import make_world
from workspace.models import Vote
from workspace.services import votes

pytestmark = pytest.mark.django_db


def test_a_vote_whose_last_day_was_leapt_over_is_counted(client, settings, tmp_path):
    settings.DEMO, settings.DEMO_CLOCK_FILE = True, tmp_path / "clock"
    world = make_world(members=5)
    votes.start(world.unit, by=world.captain, title="评估", closes_on=clock.today(), cards=world.cards[:2])
    client.force_login(world.captain)
    client.post(reverse("demo:clock"), {"days": 5})
    assert Vote.objects.get().closed_at is not None
