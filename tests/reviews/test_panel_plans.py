"""Plans made of real rows: what is proposed, why a unit stays short, and taking all of it up or nothing."""

from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Message
from core.lifecycle import TransitionBlocked, perform
from core.models import Job, LedgerEntry
from core.services import jobs
from reviews.models import Assignment, PanelPlan, Round
from reviews.queries.staffing import Situation
from reviews.services import panel_plans, rounds
from tests import factories as make
from tests.reviews.panels_world import PanelsWorld, make_reviewer
from units.models import Affiliation, Industry
from units.queries.conflicts import conflicts_of, ties_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def panels() -> PanelsWorld:
    return PanelsWorld(units=3)


def seats(plan) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for seat in plan.proposed:
        found.setdefault(seat["candidacy"], set()).add(seat["reviewer"])
    return found


def test_all_panels_are_filled_and_nobody_is_proposed_who_has_a_conflict(panels):
    first, second, _ = panels.candidacies
    colleague = make_reviewer(panels.city, employer=first.unit.employer).user
    comrade = make_reviewer(panels.city, branch=second.unit.league_branch).user
    panels.pool(2)
    plan = panel_plans.compute(panels.plan(per_unit=2))
    found = seats(plan)
    assert {key: len(users) for key, users in found.items()} == {c.pk: 2 for c in panels.candidacies}
    assert colleague.pk not in found[first.pk]
    assert comrade.pk not in found[second.pk]
    assert plan.is_ready
    assert plan.unstaffed == []
    assert Assignment.objects.count() == 0


def test_who_stays_short_is_told_why_and_the_numbers_add_up(panels):
    first = panels.candidacies[0]
    for _ in range(3):
        make_reviewer(panels.city, employer=first.unit.employer)
    make_reviewer(panels.city, most_units=2)
    plan = panel_plans.compute(panels.plan(per_unit=2))
    short = {row["candidacy"]: row["reasons"] for row in plan.unstaffed}
    assert short == {first.pk: ["4 名评审人员中 3 名须回避，1 名已在本组，缺 1 名"]}

    full = make_reviewer(panels.city, most_units=1).user
    other = panels.candidacies[1]
    rounds.assign(panels.round, other, full, by=panels.officer)
    again = panel_plans.compute(panels.plan(per_unit=2))
    assert [row["reasons"] for row in again.unstaffed] == [
        ["5 名评审人员中 3 名须回避，1 名已满，1 名已在本组，缺 1 名"]
    ]


def test_an_empty_pool_is_said_to_be_empty(panels):
    plan = panel_plans.compute(panels.plan())
    assert plan.proposed == []
    assert {row["reasons"][0] for row in plan.unstaffed} == {"评审人员库中没有可指派的人员，缺 2 名"}


def test_whoever_stepped_back_is_not_asked_again(panels):
    [one, two] = [entry.user for entry in panels.pool(2)]
    gone = rounds.assign(panels.round, panels.candidacies[0], one, by=panels.officer)
    perform(gone, "decline", by=one, note="考核期间出差")
    plan = panel_plans.compute(panels.plan(per_unit=2))
    assert seats(plan)[panels.candidacies[0].pk] == {two.pk}
    assert plan.unstaffed[0]["reasons"] == ["2 名评审人员中 1 名已退出，1 名已在本组，缺 1 名"]


def test_what_is_assigned_stays_and_only_the_rest_is_proposed(panels):
    entries = panels.pool(3)
    candidacy = panels.candidacies[0]
    rounds.assign(panels.round, candidacy, entries[0].user, by=panels.officer)
    plan = panel_plans.compute(panels.plan(per_unit=2))
    assert len(seats(plan)[candidacy.pk]) == 1
    assert entries[0].user_id not in seats(plan)[candidacy.pk]


def test_experts_are_preferred(panels):
    industry = Industry.objects.create(code="x", name="别的行业")
    own = panels.candidacies[0].unit.industry
    experts = {entry.user_id for entry in panels.pool(2, expertise=[own])}
    panels.pool(2, expertise=[industry])
    plan = panel_plans.compute(panels.plan(per_unit=1))
    proposed = {seat["reviewer"] for seat in plan.proposed}
    assert proposed <= experts


def test_inactive_entries_accounts_and_other_pools_are_left_out(panels):
    panels.pool(1, is_active=False)
    left = panels.pool(1)[0].user
    left.is_active = False
    left.save()
    make_reviewer(panels.journey.county)
    assert Situation(panels.round, panels.part).people == {}


def test_a_delegated_round_draws_on_the_pools_of_the_recommending_bodies(panels):
    panels.pool(2)
    own = {make_reviewer(panels.journey.county).user_id for _ in range(2)}
    Round.objects.filter(pk=panels.round.pk).update(mode="delegated")
    panels.round.refresh_from_db()
    plan = panel_plans.compute(panels.plan(per_unit=2))
    assert {seat["reviewer"] for seat in plan.proposed} == own
    assert len(plan.proposed) == 6


def test_the_same_unit_in_another_form_takes_no_room(panels):
    """Both forms of one unit are one unit: somebody who takes one unit may assess it on paper and on site."""
    site = panels.add_part("site")
    for number, candidacy in enumerate(panels.candidacies):
        entry = make_reviewer(panels.city, f"评审{number}", most_units=1)
        rounds.assign(panels.round, candidacy, entry.user, by=panels.officer, part=panels.part)
    plan = panel_plans.compute(panels.plan(per_unit=1, part=site))
    before = {(a.candidacy_id, a.reviewer_id) for a in Assignment.objects.all()}
    assert {(s["candidacy"], s["reviewer"]) for s in plan.proposed} == before


# Taking it up


def test_a_plan_is_taken_up_by_its_job_and_each_reviewer_is_told_once(panels):
    panels.pool(2)
    plan = panel_plans.start(panels.round, panels.part, per_unit=2, by=panels.officer)
    jobs.run(plan.job_id)
    plan.refresh_from_db()
    Message.objects.all().delete()
    jobs.run(panel_plans.start_applying(plan, by=panels.officer).pk)
    plan.refresh_from_db()

    assert plan.applied_at
    assert Counter(a.candidacy_id for a in Assignment.objects.all()) == {c.pk: 2 for c in panels.candidacies}
    assert all(a.sheet.is_draft for a in Assignment.objects.all())
    assert LedgerEntry.objects.of(Assignment.objects.first()).get().actor == panels.officer
    told = Counter(message.recipient_id for message in Message.objects.filter(title__startswith="请评审"))
    assert told == dict.fromkeys(Assignment.objects.values_list("reviewer", flat=True), 1)
    assert Message.objects.filter(title__contains="等 3 个集体").count() == 2


def test_a_plan_whose_ground_has_moved_assigns_nobody(panels):
    entries = panels.pool(2)
    plan = panel_plans.compute(panels.plan(per_unit=2))
    place = Affiliation(user=entries[0].user, employer=panels.candidacies[0].unit.employer)
    place.save()
    with pytest.raises(TransitionBlocked, match="须回避或已退出；请重新计算方案"):
        panel_plans.apply(plan, by=panels.officer)
    assert Assignment.objects.count() == 0

    place.delete()
    panels.pool(1)
    type(entries[1]).objects.filter(pk=entries[1].pk).update(most_units=2)
    with pytest.raises(TransitionBlocked, match="评审的集体已满"):
        panel_plans.apply(plan, by=panels.officer)
    type(entries[1]).objects.filter(pk=entries[1].pk).update(is_active=False)
    with pytest.raises(TransitionBlocked, match="不在评审人员库中"):
        panel_plans.apply(plan, by=panels.officer)
    assert Assignment.objects.count() == 0


def test_the_job_of_a_plan_that_cannot_be_taken_up_says_so(panels):
    entries = panels.pool(2)
    plan = panel_plans.compute(panels.plan(per_unit=2))
    job = panel_plans.start_applying(plan, by=panels.officer)
    Affiliation.objects.create(user=entries[0].user, employer=panels.candidacies[0].unit.employer)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == "failed"
    assert job.error.startswith("没有指派任何人：")
    assert Assignment.objects.count() == 0


def test_a_plan_is_taken_up_once_and_not_after_the_round(panels):
    panels.pool(2)
    plan = panel_plans.compute(panels.plan(per_unit=2))
    late = panel_plans.compute(panels.plan(per_unit=2))
    panel_plans.apply(plan, by=panels.officer)
    with pytest.raises(TransitionBlocked, match="已经采用"):
        panel_plans.apply(plan, by=panels.officer)
    with pytest.raises(TransitionBlocked, match="已经采用，不能放弃"):
        panel_plans.discard(plan)
    Round.objects.filter(pk=panels.round.pk).update(state="closed")
    late.refresh_from_db()
    with pytest.raises(TransitionBlocked, match="本轮考核已结束"):
        panel_plans.start_applying(late, by=panels.officer)


def test_a_discarded_plan_is_gone_and_its_job_says_so(panels):
    plan = panel_plans.start(panels.round, panels.part, per_unit=2, by=panels.officer)
    panel_plans.discard(plan)
    assert not PanelPlan.objects.exists()
    jobs.run(plan.job_id)
    assert Job.objects.get(pk=plan.job_id).error == "方案已经放弃"


# Facts in bulk


def test_ties_say_of_many_what_conflicts_say_of_one(panels):
    first = panels.candidacies[0].unit
    users = [
        panels.journey.captain, make.make_user(), make_reviewer(panels.city, employer=first.employer).user,
        make_reviewer(panels.city, branch=first.league_branch).user, make_reviewer(panels.city).user,
    ]  # fmt: skip
    ties = ties_of([user.pk for user in users])
    for candidacy in panels.candidacies:
        for user in users:
            assert ties.with_unit(user.pk, candidacy.unit) == conflicts_of(user, candidacy.unit)


def test_a_plan_asks_as_often_for_many_units_as_for_few(panels):
    def queries() -> int:
        plan = panels.plan(per_unit=2)
        plan = PanelPlan.objects.select_related("round__cycle", "part__round").get(pk=plan.pk)
        with CaptureQueriesContext(connection) as asked:
            panel_plans.compute(plan)
        return len(asked)

    panels.pool(2)
    few = queries()
    panels.pool(4)
    panels.journey.candidacy("applied", **panels.journey.another_team())
    panels.journey.candidacy("applied", **panels.journey.another_team())
    assert queries() == few
