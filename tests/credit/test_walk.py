"""Entries are walked at random: whatever is tried, the list shows nobody who may not be shown."""

from datetime import timedelta
from typing import ClassVar

import pytest
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
from core.lifecycle import TransitionBlocked, perform, steps
from credit.enums import Conclusion, EntryState, QueryScope, SubjectKind
from credit.models import RedListEntry
from credit.queries import public
from credit.services import calendar, consents, queries, red_list
from tests import factories as make
from tests.credit.world import CLEAN, CONSENT, PERSON, consent, honour, make_credit_officer, make_policy


class EntryWalk(RuleBasedStateMachine):
    """A person's entry: moves by two officers, answers of every kind, days that pass, a consent that goes."""

    reached: ClassVar[set[str]] = set()

    def __init__(self):
        super().__init__()
        self.savepoint = transaction.savepoint()

    def teardown(self):
        transaction.savepoint_rollback(self.savepoint)

    @initialize(depth=st.sampled_from([0, 1, 2, 3, 3, 3]))
    def begin(self, depth):
        """`depth`: how many steps the entry has gone already; chance alone seldom gets onto the list."""
        self.day, self.city = clock.now(), make.make_line()[1]
        self.clerks = [make_credit_officer(self.city), make_credit_officer(self.city)]
        make_policy(self.city, SubjectKind.PERSON, rules=[CLEAN, CONSENT], query_scope=QueryScope.EMPLOYER)
        self.consent = consent(PERSON, self.city, by=self.clerks[0])
        self.entry = honour(self.city, PERSON)
        self.answer(Conclusion.CLEAR)
        for number, move in enumerate(("vet", "publicise", "enlist")[:depth]):
            self.day += timedelta(days=15 * (number == 2))
            with self.now():
                perform(self.entry, move, by=self.clerks[number == 2])

    def now(self):
        return clock.pretend(self.day)

    @rule(clerk=st.integers(0, 1), choice=st.integers(0, 5))
    def make_a_move(self, clerk, choice):
        with self.now():
            entry, by = RedListEntry.objects.get(pk=self.entry.pk), self.clerks[clerk]
            ways = [step for step in steps(entry, by) if step.permitted]
            if not ways:
                return
            step = ways[choice % len(ways)]
            try:
                perform(entry, step.name, by=by, note="理由")
            except TransitionBlocked:
                assert not step.ok
            else:
                assert step.ok

    @rule(conclusion=st.sampled_from([Conclusion.CLEAR, Conclusion.CLEAR, Conclusion.ADVERSE]))
    def answer(self, conclusion):
        with self.now():
            query = queries.ask(PERSON, committee=self.city, authorisation="1号", by=self.clerks[0])
            queries.record_answer(query, conclusion, by=self.clerks[0])

    @rule(days=st.sampled_from([1, 15, 200, 700]))
    def days_pass(self, days):
        self.day += timedelta(days=days)
        with self.now():
            calendar.expire_due(clock.today())
            for entry in calendar.due_for_retest(clock.today()):
                calendar.retest(entry, clock.today())

    @rule()
    def lose_the_honour(self):
        with self.now():
            red_list.suspend_honour("test:1", "荣誉已撤销")

    @rule(really=st.sampled_from([True, False, False, False]))
    def take_the_consent_back(self, really):
        if really:
            with self.now():
                consents.withdraw(self.consent)

    @invariant()
    def nobody_is_shown_without_reason(self):
        if not hasattr(self, "entry"):
            return
        with self.now():
            entry = RedListEntry.objects.get(pk=self.entry.pk)
            self.consent.refresh_from_db()
            self.reached.add(str(entry.state))
            shown = entry in public.red_list()
            assert shown == (entry.state == EntryState.LISTED)
            if shown:
                assert self.consent.is_in_force
                assert not entry.honour_fault
                assert entry.valid_until >= clock.today()
                assert entry.listed_by_id != entry.checked_by_id
            last = entry.history.last()
            assert last is None or last.target in ("", entry.state)


@pytest.mark.django_db
def test_random_walks_show_nobody_who_may_not_be_shown():
    run_state_machine_as_test(
        EntryWalk,
        settings=settings(
            max_examples=20,
            stateful_step_count=22,
            deadline=None,
            derandomize=True,
            database=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert {"listed", "suspended", "removed"} <= EntryWalk.reached
