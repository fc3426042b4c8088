"""Random walks: whoever tries whatever in whatever order, the promises to the units hold."""

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
from creation_cycle.enums import CandidacyState
from creation_cycle.models import Candidacy, Certificate, RosterSnapshot, RuleSetting
from creation_cycle.services import cycles, notices
from creation_cycle.services.filing import open_candidacy
from creation_cycle.services.objections import object_to
from reviews.services import rounds
from tests import factories as make
from tests.creation_cycle.objections import conclude
from tests.journey import PREPARATIONS, Journey

MOVES = sorted({edge.name for edge in declared_moves(Candidacy)})
ROLES = ("captain", "recommender", "officer", "approver", "auditor", "reviewer", "superuser", "clock")
REFUSALS = (TransitionBlocked, PermissionDenied)
PLACES, UNITS = 2, 4
SMALL = {"members": 6, "young": 6}
RATIO = 2
DEEP = {"met", "nominated", "contested", "certified", "rejected", "lapsed"}
"""States that chance alone would hardly reach; walks that never got there would prove little."""
picks = st.integers(0, UNITS - 1)
losses = st.sampled_from([1, 1, 5])
objections = st.sampled_from([None, None, "dismiss", "uphold", "pending"])
NEXT = {
    "draft": ("submit", "captain"),
    "returned": ("submit", "captain"),
    "submitted": ("recommend", "recommender"),
    "recommended": ("file", "officer"),
    "creating": ("apply", "captain"),
    "not_met": ("apply", "captain"),
    "met": ("nominate", "officer"),
}


class Walk(RuleBasedStateMachine):
    """Four units compete for two places of one recommending body and a cap of one in two."""

    reached: ClassVar[set[str]] = set()
    """The states that any walk came to."""

    @initialize(
        depths=st.lists(st.integers(0, 14), min_size=UNITS, max_size=UNITS), lost=losses, objection=objections
    )
    def begin_world(self, depths, lost, objection):
        """`depths`: how many steps each unit has already gone on the good way; the others as in `go_on`."""
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.traveller = time_machine.travel(clock.now(), tick=False)
        self.clock = self.traveller.start()
        self.world = Journey(**SMALL)
        self.world.rule_set.settings.filter(rule="new_per_body").update(limit=PLACES)
        RuleSetting.objects.create(
            rule_set=self.world.rule_set, rule="filed_per_recognised", limit=RATIO, clause="示例条款"
        )
        units = [self.world.unit, *(make.make_unit(self.world.county, **SMALL) for _ in range(UNITS - 1))]
        captains = [self.world.captain, *(make.make_captain(unit) for unit in units[1:])]
        self.teams = list(zip(units, captains, strict=True))
        self.superuser = make.make_user(is_superuser=True)
        for step in range(max(depths)):
            for number, depth in enumerate(depths):
                self.go_on(number, int(step < depth), lost, objection)

    def teardown(self):
        if not hasattr(self, "savepoint"):
            return
        self.traveller.stop()
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    def person(self, role: str, number: int):
        if role == "clock":
            return None
        if role == "captain":
            return self.teams[number][1]
        return self.superuser if role == "superuser" else getattr(self.world, role)

    def candidacy(self, number: int) -> Candidacy | None:
        return self.teams[number][0].candidacies.order_by("-pk").first()

    def attempt(self, act, *args, **kwargs):
        try:
            with transaction.atomic():
                return act(*args, **kwargs)
        except REFUSALS:
            return None

    # What people do

    @rule(number=picks)
    def open_draft(self, number):
        unit, captain = self.teams[number]
        self.attempt(open_candidacy, unit, self.world.cycle, by=captain)

    @rule(
        number=picks,
        move=st.sampled_from(MOVES),
        role=st.sampled_from(ROLES),
        note=st.sampled_from(["", "理由"]),
    )
    def make_any_move(self, number, move, role, note):
        if candidacy := self.candidacy(number):
            by = self.person(role, number)
            self.attempt(
                perform, candidacy, move, by=by, note=note, decision_number=note and "示例发〔2026〕1号"
            )

    @rule(number=picks, steps=st.integers(1, 6), lost=losses, objection=objections)
    def go_on(self, number, steps, lost, objection):
        """On the good way, by whoever makes each step: random moves alone would rarely get far.

        Whoever is assessed meanwhile loses `lost` points an item: with 5 they fall short. Whoever is publicised
        meets an `objection`: none, one that is dismissed or upheld, or one that nobody looks into.
        """
        self.lost, self.objection = lost, objection
        for _ in range(steps):
            candidacy = self.candidacy(number)
            state = candidacy.state if candidacy else None
            if act := getattr(self, f"from_{state}", None):
                act(candidacy)
            elif candidacy is None or not candidacy.is_live:
                self.open_draft(number)
            elif state in NEXT:
                move, role = NEXT[state]
                self.attempt(perform, candidacy, move, by=self.person(role, number))

    def from_filed(self, candidacy):
        for name in PREPARATIONS:
            setattr(candidacy, name, "内容")
        candidacy.save()
        self.attempt(perform, candidacy, "begin", by=candidacy.unit.posts.get().user)
        self.world.open_round()

    def from_creating(self, candidacy):
        captain = candidacy.unit.posts.get().user
        self.attempt(self.world.assess_themselves, candidacy, captain)
        self.attempt(perform, candidacy, "apply", by=captain)

    from_not_met = from_creating

    def from_applied(self, candidacy):
        round_ = self.world.open_round()
        if not candidacy.assignments.filter(round=round_).exists():
            rounds.assign(round_, candidacy, self.world.reviewer, by=self.world.officer)
        self.attempt(perform, candidacy, "assess", by=self.world.officer)

    def from_assessing(self, candidacy):
        if self.world.round is None:
            return
        for assessed in self.world.round.candidacies_under_assessment():
            self.attempt(self.world.score, assessed, lost=self.lost)
        if self.attempt(perform, self.world.round, "close", by=self.world.officer):
            self.world.round = None

    def from_nominated(self, candidacy):
        notice = notices.draft_notice(
            self.world.cycle, by=self.world.officer, title="公示", candidacies=[candidacy]
        )
        self.attempt(perform, notice, "open", by=self.world.officer)

    def from_publicised(self, candidacy):
        if self.objection:
            notice = candidacy.notice_entries.latest("pk").notice
            raised = object_to(notice, candidacy, content="异议")
            if self.objection != "pending":
                self.attempt(conclude, raised, self.objection, by=self.world.officer)
        self.clock.shift(timedelta(days=12))
        self.attempt(
            perform, candidacy, "certify", by=self.world.approver, decision_number="示例发〔2026〕1号"
        )

    @rule()
    def refuse_the_most_advanced(self):
        candidacy = Candidacy.objects.filter(
            state__in=["met", "nominated", "publicised", "contested"]
        ).first()
        if candidacy:
            self.attempt(perform, candidacy, "reject", by=self.world.officer, note="理由")

    @rule(move=st.sampled_from(["return_for_changes", "decline"]))
    def turn_somebody_aside(self, move):
        """Whoever holds it stops it, with a reason."""
        if candidacy := Candidacy.objects.filter(state__in=["submitted", "recommended"]).first():
            holder = self.world.recommender if candidacy.state == "submitted" else self.world.officer
            self.attempt(perform, candidacy, move, by=holder, note="理由")

    @rule(days=st.sampled_from([1, 8, 400]))
    def let_time_pass(self, days):
        self.clock.shift(timedelta(days=days))
        notices.close_due(clock.today())
        cycles.advance_due(clock.today())

    # What must hold whatever they do

    @invariant()
    def certified_means_decided_titled_and_recorded(self):
        for candidacy in Candidacy.objects.filter(state="certified"):
            assert candidacy.decision_number
            assert candidacy.decided_on
            recognition = candidacy.recognition
            title = candidacy.unit.titles.get(level=candidacy.level)
            assert recognition.title == title
            assert title.star == title.recognitions.count()
            assert Certificate.objects.filter(recognition=recognition).count() == 1
            assert candidacy.decided_on > candidacy.notice_entries.latest("pk").notice.closes_on

    @invariant()
    def no_title_without_certification(self):
        titled = Candidacy.objects.filter(recognition__isnull=False)
        assert set(titled.values_list("state", flat=True)) <= {"certified"}

    @invariant()
    def nobody_signs_what_they_proposed(self):
        for candidacy in Candidacy.objects.exclude(certified_by=None):
            assert candidacy.certified_by_id != candidacy.nominated_by_id

    @invariant()
    def places_and_cap_are_kept(self):
        taken = Candidacy.objects.recommended().filter(kind="new", channel="regular")
        assert taken.exclude(state="lapsed", filing_number="").count() <= PLACES
        assert Candidacy.objects.proposed().count() * RATIO <= Candidacy.objects.filed().count()

    @invariant()
    def one_live_candidacy_a_unit(self):
        for unit, _ in getattr(self, "teams", []):
            assert unit.candidacies.live().count() <= 1

    @invariant()
    def what_is_filed_has_number_standard_and_frozen_roster(self):
        for candidacy in Candidacy.objects.filed():
            assert candidacy.standard_id
            assert RosterSnapshot.objects.filter(candidacy=candidacy).count() == 1
        numbers = list(
            Candidacy.objects.filed().order_by("filing_number").values_list("filing_number", flat=True)
        )
        assert [int(number[-4:]) for number in numbers] == list(range(1, len(numbers) + 1))

    @invariant()
    def the_ledger_tells_all(self):
        assert list(ledger.broken_entries()) == []
        for candidacy in Candidacy.objects.all():
            told = list(candidacy.history)
            self.reached.update(entry.target for entry in told)
            assert told[-1].target == candidacy.state
            assert [entry.source for entry in told[1:]] == [entry.target for entry in told[:-1]]
            declared = {(edge.source, edge.name, edge.target) for edge in declared_moves(Candidacy)}
            assert {(entry.source, entry.move, entry.target) for entry in told[1:]} <= declared

    @invariant()
    def states_are_known(self):
        states = set(Candidacy.objects.values_list("state", flat=True))
        assert states <= set(CandidacyState.values)


@pytest.mark.django_db
def test_random_walks_keep_every_promise():
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=15,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            database=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert DEEP - Walk.reached == set()
