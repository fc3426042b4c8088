"""Random walks of one complaint: whoever tries whatever in whatever order, its promises hold."""

from datetime import timedelta
from typing import ClassVar

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from core import clock
from core.lifecycle import TransitionBlocked, declared_moves, perform
from core.services import ledger
from reviews.enums import ComplaintOutcome
from reviews.models import Complaint
from reviews.services import complaints
from reviews.services.complaint_calendar import follow
from reviews.services.complaint_checks import assign_checkers, record_check
from tests import factories as make
from tests.reviews.complaint_world import ComplaintWorld

MOVES = sorted({edge.name for edge in declared_moves(Complaint)})
ROLES = ("captain", "officer", "upper", "checker", "stranger", "clock")
FOUND = ("concluded", "answered", "reviewing")
GIVEN = {"note": "理由", "outcome": "partly", "reply": "已经核查。"}
DEEP = {"checking", "concluded", "answered", "reviewing", "archived"}


class Walk(RuleBasedStateMachine):
    reached: ClassVar[set[str]] = set()

    @initialize(
        state=st.sampled_from(["received", "accepted", "stated", "checking", "answered", "reviewing"])
    )
    def begin(self, state):
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.traveller = time_machine.travel(clock.now(), tick=False)
        self.clock = self.traveller.start()
        self.world = world = ComplaintWorld()
        self.people = {
            "captain": world.captain, "officer": world.officer, "upper": world.upper, "clock": None,
            "checker": world.checkers[0], "stranger": make.make_user(),
        }  # fmt: skip
        way = "answered" if state == "reviewing" else state
        self.complaint = world.take(world.complain(contact="13800001111"), way)
        if state == "reviewing":
            complaints.rate(self.complaint, satisfaction="dissatisfied", wants_review=True)
        self.rated = self.fresh().satisfaction

    def teardown(self):
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)
        self.traveller.stop()

    def fresh(self) -> Complaint:
        return Complaint.objects.get(pk=self.complaint.pk)

    @rule(move=st.sampled_from(MOVES), role=st.sampled_from(ROLES))
    def try_move(self, move, role):
        self.attempt(lambda: perform(self.fresh(), move, by=self.people[role], **GIVEN))

    @rule()
    def go_on(self):
        state = self.fresh().state
        if hasattr(self.world, f"from_{state}") and state != "answered":
            self.attempt(lambda: getattr(self.world, f"from_{state}")(self.fresh(), "true"))

    @rule(wants_review=st.booleans())
    def rate(self, wants_review):
        word = "dissatisfied" if wants_review else "satisfied"
        self.attempt(lambda: complaints.rate(self.fresh(), satisfaction=word, wants_review=wants_review))

    @rule(count=st.integers(1, 2))
    def assign(self, count):
        people = self.world.checkers[:count]
        self.attempt(lambda: assign_checkers(self.fresh(), people, by=self.world.officer))

    @rule(right=st.booleans())
    def record(self, right):
        check = self.fresh().checks.filter(outcome="").first()
        if check:
            by = check.checker if right else self.world.captain
            self.attempt(lambda: record_check(check, outcome="true", finding="看过", by=by))

    @rule(days=st.sampled_from([1, 7, 40]))
    def time_passes(self, days):
        self.clock.shift(timedelta(days=days))
        follow(clock.today())

    def attempt(self, act) -> None:
        try:
            with transaction.atomic():
                act()
        except (TransitionBlocked, PermissionDenied):
            pass

    @invariant()
    def promises_hold(self):
        if not hasattr(self, "complaint"):
            return
        complaint = self.fresh()
        type(self).reached.add(complaint.state)
        if complaint.state in FOUND:
            checks = list(complaint.checks.exclude(outcome=""))
            assert len({check.checker_id for check in checks}) >= 2
            assert complaint.outcome in ComplaintOutcome.values
        if complaint.outcome:
            assert complaint.summary
            assert complaint.stated_on or complaint.state_by < clock.today()
        if self.rated:
            assert complaint.satisfaction == self.rated, "said once"
        self.rated = complaint.satisfaction
        assert complaint.history.filter(move="ask_review").count() <= 1
        assert (complaint.due_on is None) == (complaint.light is None)
        assert "13800001111" not in "".join(entry.note for entry in complaint.history)

    @invariant()
    def the_ledger_is_whole(self):
        if hasattr(self, "complaint"):
            assert list(ledger.broken_entries()) == []


@pytest.mark.django_db
def test_random_walks_keep_every_promise():
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=40,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            database=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert DEEP - Walk.reached == set()
