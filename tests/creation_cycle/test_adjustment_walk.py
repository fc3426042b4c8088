"""Random walks over adjustments of one title: whoever tries whatever on whatever day, the promises hold."""

from datetime import timedelta
from typing import ClassVar

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from core import clock
from core.lifecycle import TransitionBlocked, perform
from core.services import ledger
from creation_cycle.enums import AdjustmentKind, AdjustmentState
from creation_cycle.models import Adjustment, Title
from creation_cycle.services import adjustments
from tests import factories as make
from tests.creation_cycle.adjustment_world import ANSWER, DECISION, AdjustmentWorld

REFUSALS = (TransitionBlocked, PermissionDenied)
ROLES = ("captain", "officer", "other_officer", "approver", "upper_officer", "upper_approver", "superuser")
MOVES = ("notify", "hand_in_statement", "decide", "dismiss", "appeal", "uphold", "overturn")
GIVEN = {
    **DECISION, **ANSWER, "statement": "情况如下。", "appeal_reasons": "不服。", "note": "理由",
}  # fmt: skip
GOOD_WAY = {
    "proposed": ("notify", "officer"),
    "notified": ("hand_in_statement", "captain"),
    "in_effect": ("appeal", "captain"),
}
kinds = st.sampled_from(AdjustmentKind.ladder())
picks = st.integers(0, 3)
answers = st.sampled_from(["uphold", "overturn"])
DEEP = {"in_effect", "appealed", "dismissed"}


class Walk(RuleBasedStateMachine):
    """One title of two stars; four people of the city, two of the province, the captain, and the clock."""

    reached: ClassVar[set[str]] = set()

    @initialize(star=st.integers(1, 3), kind=kinds, depth=st.integers(0, 5), answer=answers)
    def begin(self, star, kind, depth, answer):
        """`depth`: how many steps a first adjustment has already gone on the good way."""
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.traveller = time_machine.travel(clock.now(), tick=False)
        self.clock = self.traveller.start()
        self.world = AdjustmentWorld(star=star)
        self.world.superuser = make.make_user(is_superuser=True)
        self.propose(kind, "officer")
        for _ in range(depth):
            self.go_the_good_way(0, answer)

    def teardown(self):
        if hasattr(self, "savepoint"):
            self.traveller.stop()
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    def attempt(self, act, *args, **given):
        try:
            with transaction.atomic():
                return act(*args, **given)
        except REFUSALS:
            return None

    def pick(self, number) -> Adjustment | None:
        rows = list(Adjustment.objects.order_by("-pk")[:4])
        return rows[number % len(rows)] if rows else None

    @rule(kind=kinds, role=st.sampled_from(("officer", "other_officer", "approver", "clock")))
    def propose(self, kind, role):
        """By hand, or by the portal itself."""
        by = getattr(self.world, role, None)
        said = {"basis": "other", "basis_key": "", "facts": "台账不实。", "clause": "工作指引 二.3"}
        self.attempt(adjustments.propose, self.world.title, kind, by=by, **said)

    @rule(number=picks, move=st.sampled_from(MOVES), role=st.sampled_from(ROLES))
    def try_move(self, number, move, role):
        if adjustment := self.pick(number):
            self.attempt(perform, adjustment, move, by=getattr(self.world, role), **GIVEN)

    @rule(number=picks, answer=answers)
    def go_the_good_way(self, number, answer):
        """Chance alone would seldom come to an appeal."""
        adjustment = self.pick(number)
        if adjustment is None:
            return
        if adjustment.state == "notified" and adjustment.statement_on:
            self.attempt(adjustments.decide, adjustment, by=self.world.approver, **DECISION)
        elif adjustment.state == "appealed":
            self.attempt(perform, adjustment, answer, by=self.world.upper_approver, **GIVEN)
        elif step := GOOD_WAY.get(adjustment.state):
            self.attempt(perform, adjustment, step[0], by=getattr(self.world, step[1]), **GIVEN)

    @rule(number=picks)
    def dismiss(self, number):
        if adjustment := self.pick(number):
            self.attempt(perform, adjustment, "dismiss", by=self.world.approver, note="事实不足")

    @rule(days=st.sampled_from([1, 8, 25, 200]))
    def time_passes(self, days):
        self.clock.shift(timedelta(days=days))
        adjustments.carry_out_due()
        adjustments.outlast_warnings(clock.today())

    @rule()
    def the_clock_carries_out(self):
        adjustments.carry_out_due()

    @invariant()
    def promises_hold(self):
        if not hasattr(self, "world"):
            return
        title = Title.objects.get(pk=self.world.title.pk)
        assert 1 <= title.star <= 3
        rows = list(Adjustment.objects.all())
        Walk.reached |= {row.state for row in rows}
        for row in rows:
            assert row.decided_by_id is None or row.decided_by_id not in (
                row.proposed_by_id, row.notified_by_id
            )  # fmt: skip
            assert row.appeal_decided_by_id is None or row.appeal_decided_by_id not in (
                row.proposed_by_id, row.notified_by_id, row.decided_by_id
            )  # fmt: skip
            if row.state in AdjustmentState.decided():
                assert row.statement_on or row.decided_on > row.statement_until
            assert (row.effective_on is not None) == (
                row.state in (*AdjustmentState.standing(), AdjustmentState.OVERTURNED)
            )
        self.title_agrees(title, rows)

    def title_agrees(self, title, rows):
        standing = [row for row in rows if row.state in AdjustmentState.standing()]
        revoked = [row for row in standing if row.kind == AdjustmentKind.REVOKE]
        assert (title.state == "revoked") == bool(revoked)
        if title.state == "warned":
            assert [row for row in standing if row.kind == AdjustmentKind.WARN and row.ended_on is None]
        appeals = ledger_moves(rows, "appeal")
        assert all(count <= 1 for count in appeals)
        held = Title.objects.in_force().filter(unit=title.unit_id, level=title.level)
        assert held.count() <= 1


def ledger_moves(rows, move: str) -> list[int]:
    return [row.history.filter(move=move).count() for row in rows]


@pytest.mark.django_db
def test_no_walk_breaks_a_promise():
    Walk.reached = set()
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=12,
            stateful_step_count=18,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
        ),
    )
    assert Walk.reached >= DEEP
    assert Walk.reached & {"upheld", "overturned"}, "an appeal is answered; how, is chance"
    assert list(ledger.broken_entries()) == []
