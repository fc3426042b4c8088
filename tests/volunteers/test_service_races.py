"""Places, beds, numbers and hours are given once, however many hands reach for them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections, transaction

from core import clock
from core.lifecycle import TransitionBlocked, perform
from tests import factories as make
from tests.volunteers.service_world import Service, make_event, make_shift
from tests.volunteers.test_projects import stay
from volunteers.models import (
    HoursEntry,
    ProofSeries,
    ServiceAction,
    ServiceProject,
    SignUp,
    StayNight,
    YouthStation,
)
from volunteers.services import sign_ups

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
RACERS = 6


def race(act) -> list:
    """What each of the racers got: an answer, or the refusal as text."""

    def run(number):
        try:
            return act(number)
        except (TransitionBlocked, ValidationError) as refused:
            return str(refused)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(RACERS) as pool:
        return list(pool.map(run, range(RACERS)))


def test_the_last_place_is_given_once_and_the_others_wait():
    world = Service(capacity=1)
    people = [world.volunteer(f"志愿{n}") for n in "甲乙丙丁戊己"]
    race(lambda n: sign_ups.sign_up(world.shift, people[n], by=people[n].user).state)
    states = sorted(SignUp.objects.values_list("state", flat=True))
    assert states == ["signed", *["waiting"] * (RACERS - 1)]


def test_the_last_bed_is_given_once():
    city = make.make_line()[1]
    action = ServiceAction.objects.create(committee=city, name="行动", year=2026)
    project = ServiceProject.objects.create(action=action, name="青年驿站", kind="station")
    station = YouthStation.objects.create(
        project=project, name="驿站", region=city.region, address="路", phone="0760-10000000", capacity=1
    )
    make.make_region("440600", "佛山市")
    got = race(lambda n: stay(station, phone=f"1380000000{n}").state)
    assert got.count("booked") == 1
    assert sum("已经住满" in str(answer) for answer in got) == RACERS - 1
    assert StayNight.objects.count() == 2


def test_numbers_of_proofs_run_without_gaps():
    def take(number):
        with transaction.atomic():
            taken = ProofSeries.take("ZM442000-2026")
            if number == 2:
                transaction.set_rollback(True)
            return taken

    race(take)
    assert ProofSeries.objects.get().last == RACERS - 1


def test_one_person_is_not_recorded_twice_at_one_time():
    """Two events of two organisers, both verified at the same moment."""
    world = Service()
    volunteer = world.volunteer()
    events = [world.event, make_event(world.team, title="另一活动")]
    shifts = [world.shift, make_shift(events[1], start=10)]
    perform(events[1], "recruit", by=world.steward)
    rows = [SignUp.objects.create(shift=shift, volunteer=volunteer) for shift in shifts]
    with world.after(6):
        for row in rows:
            world.serve(perform(row, "move_up", by=None), start=10.5, hours=1)
        for event in events:
            perform(event, "complete", by=world.steward)
    moment = world.shift.starts_at + timedelta(hours=6)

    def verify(number):
        with clock.pretend(moment):
            return perform(events[number % 2], "verify_hours", by=world.second_steward).state

    got = race(verify)
    assert HoursEntry.objects.count() == 1
    assert got.count("verified") == 1
    assert connection.vendor == "postgresql"
