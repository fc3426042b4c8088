"""Random walks: whatever volunteers and organisers do in whatever order, places, lists and hours stay true."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from core import clock
from core.lifecycle import TransitionBlocked, declared_moves, perform, steps
from tests.volunteers.service_world import Service
from volunteers.event_enums import EventState, SignUpState
from volunteers.models import HoursCorrection, HoursEntry, HoursSlot, ServiceEvent, SignUp
from volunteers.queries.hours import total_of
from volunteers.services import attendance, hours

pytestmark = pytest.mark.django_db
WAYS = {
    ("planned", "recruiting"), ("recruiting", "running"), ("running", "completed"), ("completed", "running"),
    ("completed", "verified"), ("planned", "cancelled"), ("recruiting", "cancelled"), ("running", "cancelled"),
}  # fmt: skip


def test_the_ways_of_an_event_are_pinned():
    assert {(edge.source, edge.target) for edge in declared_moves(ServiceEvent)} == WAYS


class Walk(RuleBasedStateMachine):
    """Three volunteers, two places, one event; the clock only goes on."""

    @initialize()
    def begin(self):
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.world = Service(capacity=2)
        self.people = [self.world.volunteer(name) for name in ("甲一", "乙二", "丙三")]
        self.hour = -20.0

    def teardown(self):
        if hasattr(self, "savepoint"):
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    def now(self):
        return clock.pretend(self.world.shift.starts_at + timedelta(hours=self.hour))

    @rule(step=st.sampled_from([0.5, 2, 30, 200]))
    def wait(self, step):
        self.hour += step

    @rule(who=st.integers(0, 2))
    def sign(self, who):
        with self.now(), suppress(TransitionBlocked):
            self.world.sign(self.people[who])

    @rule(who=st.integers(0, 2), name=st.sampled_from(["check_in", "check_out", "withdraw"]))
    def act(self, who, name):
        row = SignUp.objects.live().filter(volunteer=self.people[who]).first()
        if row is None:
            return
        with self.now(), suppress(TransitionBlocked):
            if name == "withdraw":
                perform(row, name, by=self.people[who].user)
            else:
                attendance.tick(row, name, by=self.world.steward)

    @rule(choice=st.integers(0, 5), first=st.booleans())
    def move(self, choice, first):
        event, by = ServiceEvent.objects.get(), self.world.steward if first else self.world.second_steward
        with self.now():
            open_ = [step for step in steps(event, by) if step.permitted and step.ok]
            if open_:
                perform(event, open_[choice % len(open_)].name, by=by, note="理由")

    @rule(who=st.integers(0, 2), void=st.booleans())
    def correct(self, who, void):
        entry = HoursEntry.objects.standing().filter(volunteer=self.people[who]).first()
        if entry is None:
            return
        with self.now():
            asked = HoursCorrection.objects.waiting().filter(entry=entry).first()
            end = entry.ends_at - timedelta(minutes=1)
            if asked is None and end > entry.starts_at:
                times = {} if void else {"starts_at": entry.starts_at, "ends_at": end}
                try:
                    asked = hours.ask_correction(
                        entry, by=entry.volunteer.user, reason="更正", is_void=void, **times
                    )
                except Exception as refused:  # one minute less may be nothing
                    assert "大于 0" in str(refused)  # noqa: PT017
                    return
            if asked:
                perform(asked, "grant", by=self.world.officer)

    @invariant()
    def places_lists_and_hours_are_true(self):
        if not hasattr(self, "world"):
            return
        shift, event = self.world.shift, ServiceEvent.objects.get()
        assert shift.sign_ups.holding().count() <= shift.capacity
        if event.state in (EventState.RECRUITING, EventState.RUNNING):
            full = shift.sign_ups.holding().count() == shift.capacity
            assert full or not shift.sign_ups.waiting().exists()
        if event.state == EventState.CANCELLED:
            assert not SignUp.objects.live().exclude(state=SignUpState.DONE).exists()
        standing = set(HoursEntry.objects.standing().values_list("pk", flat=True))
        assert set(HoursSlot.objects.values_list("entry", flat=True)) == standing
        with self.now():
            for person in self.people:
                final = [e for e in HoursEntry.objects.standing().filter(volunteer=person) if e.is_final]
                assert total_of(person) == sum(e.minutes for e in final)


def test_whatever_happens_places_and_hours_stay_true():
    checks = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=checks
        ),
    )
