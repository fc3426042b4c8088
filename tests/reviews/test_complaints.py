"""投诉 as a case: its days, its two checkers, what founds a sanction, and what it may not skip."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.models import Message
from core import clock
from core.lifecycle import TransitionBlocked, blockers, declared_moves, perform
from reviews.contributions import complaints_settled
from reviews.models import Complaint, ComplaintTerms
from reviews.services import complaints
from reviews.services.complaint_checks import assign_checkers, record_check
from tests import factories as make
from tests.honor_roll.world import make_candidacy
from tests.reviews.complaint_world import WAY, ComplaintWorld
from units.models import Affiliation

pytestmark = pytest.mark.django_db
MACHINE = {
    "accept": (["received"], "accepted"),
    "decline": (["received"], "declined"),
    "forward": (["accepted"], "forwarded"),
    "hand_in_statement": (["forwarded"], "stated"),
    "check_facts": (["forwarded", "stated"], "checking"),
    "conclude": (["checking"], "concluded"),
    "feed_back": (["concluded"], "answered"),
    "ask_review": (["answered"], "reviewing"),
    "review": (["reviewing"], "answered"),
    "archive": (["answered", "declined"], "archived"),
    "file_away": (["answered", "declined"], "archived"),
}


@pytest.fixture
def world():
    with time_machine.travel("2026-05-11T10:00:00+08:00", tick=False):
        yield ComplaintWorld()


def test_the_machine_has_these_moves_and_no_others():
    edges = {}
    for edge in declared_moves(Complaint):
        edges.setdefault(edge.name, ([], str(edge.target)))[0].append(str(edge.source))
    assert {name: (sorted(sources), target) for name, (sources, target) in edges.items()} == MACHINE


def test_the_whole_way(world):
    complaint = world.take(world.complain(), "archived")
    moves = [entry.move for entry in complaint.history if entry.move != "edit"]
    assert moves == [
        "create",
        "accept",
        "forward",
        "hand_in_statement",
        "check_facts",
        "conclude",
        "feed_back",
        "archive",
    ]
    assert complaint.archived_on == clock.today()
    assert complaint.number.startswith("TS")


def test_the_days_of_a_complaint_are_those_of_its_committee_or_the_nearest_above(world):
    complaint = world.complain()
    assert (complaint.accept_by, complaint.finish_by) == (date(2026, 5, 18), date(2026, 6, 10))
    ComplaintTerms.objects.create(committee=world.province, accept_workdays=2, total_days=60)
    complaint = world.complain()
    assert (complaint.accept_by, complaint.finish_by) == (date(2026, 5, 13), date(2026, 7, 10))
    ComplaintTerms.objects.create(committee=world.city, accept_workdays=1)
    assert world.complain().accept_by == date(2026, 5, 12)


def test_the_light_turns_with_the_working_days(world):
    complaint = world.complain()
    seen = []
    for day in range(11, 20):
        with time_machine.travel(f"2026-05-{day}T10:00:00+08:00", tick=False):
            seen.append(complaint.light.value)
            lit = {light: Complaint.objects.lit(light).exists() for light in ("green", "yellow", "red")}
            assert [light for light, here in lit.items() if here] == [seen[-1]]
    assert seen == ["green", "green", "green", "yellow", "yellow", "yellow", "yellow", "yellow", "red"]
    assert world.take(complaint, "answered").light is None


def test_it_is_not_forwarded_without_a_summary_or_to_those_it_is_about(world):
    complaint = world.take(world.complain(), "accepted")
    with pytest.raises(TransitionBlocked, match="尚未填写转办摘要"):
        perform(complaint, "forward", by=world.officer)
    complaint.summary, complaint.forwarded_to = "请说明", world.county
    complaint.save()
    make.make_captain(world.unit, role="filler")
    keeper = world.unit.posts.get(role="filler").user
    make.make_office(keeper, world.county)
    with pytest.raises(TransitionBlocked, match="同时管理该集体"):
        perform(complaint, "forward", by=world.officer)
    keeper.posts.update(ends_on=date(2021, 1, 1))
    assert perform(complaint, "forward", by=world.officer).state_by == date(2026, 5, 18)


def test_the_unit_is_heard_or_lets_its_days_pass(world):
    complaint = world.take(world.complain(), "forwarded")
    world.assign(complaint)
    with pytest.raises(TransitionBlocked, match="单位说明的期限"):
        perform(complaint, "check_facts", by=world.officer)
    with time_machine.travel("2026-05-19T09:00:00+08:00", tick=False):
        assert perform(complaint, "check_facts", by=world.officer).state == "checking"


def test_two_different_untied_people_look_into_it_and_each_writes_down_their_own(world):
    complaint = world.take(world.complain(), "stated")
    first, second = world.checkers
    with pytest.raises(TransitionBlocked, match="2 名以上不同"):
        assign_checkers(complaint, [first, first], by=world.officer)
    Affiliation.objects.create(user=second, employer=world.unit.employer)
    with pytest.raises(TransitionBlocked, match="须回避"):
        assign_checkers(complaint, [first, second], by=world.officer)
    Affiliation.objects.all().delete()
    one, other = world.assign(complaint)
    complaint = perform(complaint, "check_facts", by=world.officer)
    with pytest.raises(TransitionBlocked, match="本人记录"):
        record_check(one, outcome="true", finding="看过", by=second)
    record_check(one, outcome="true", finding="看过", by=first)
    with pytest.raises(TransitionBlocked, match="不能再修改"):
        record_check(one, outcome="untrue", finding="又看过", by=first)
    with pytest.raises(TransitionBlocked, match=f"{second}尚未记录"):
        perform(complaint, "conclude", by=world.officer, outcome="true", note="监控")
    record_check(other, outcome="true", finding="看过", by=second)
    assert perform(complaint, "conclude", by=world.officer, outcome="true", note="监控").state == "concluded"


def test_nobody_tied_to_the_unit_sees_or_handles_it(world):
    complaint = world.complain()
    Affiliation.objects.create(user=world.officer, employer=world.unit.employer)
    assert not Complaint.objects.visible_to(world.officer).exists()
    with pytest.raises(TransitionBlocked, match="须回避"):
        perform(complaint, "accept", by=world.officer)
    other = make.make_officer(world.city)
    assert Complaint.objects.visible_to(other).get() == complaint


@pytest.mark.parametrize("role", ["approver", "auditor", "credit"])
def test_only_officers_of_the_handling_body_act(world, role):
    complaint = world.complain()
    for user in (make.make_officer(world.city, role), world.upper, world.checkers[1], world.captain):
        with pytest.raises(PermissionDenied):
            perform(complaint, "accept", by=user)


def test_a_verified_one_is_not_answered_with_words_alone(world):
    complaint = world.take(world.complain(), "concluded")
    with pytest.raises(TransitionBlocked, match="尚未填写处理情况"):
        perform(complaint, "feed_back", by=world.officer, reply="属实")
    unfounded = world.take(world.complain(), "concluded", outcome="untrue")
    assert perform(unfounded, "feed_back", by=world.officer, reply="不属实").state == "answered"


def test_a_verified_unsettled_one_stands_in_the_way_of_recognition(world):
    cycle = make.make_cycle(world.city)
    candidacy = make_candidacy(world.unit, cycle, "met")
    complaint = world.take(world.complain(), "checking")
    assert [found.blocks for found in complaints_settled(candidacy, world.officer)] == [False]
    assert "正在办理" in complaints_settled(candidacy, world.officer)[0].text
    assert "正在办理" not in complaints_settled(candidacy, world.captain)[0].text
    world.take(complaint, "concluded")
    for move in ("nominate",):
        texts = [found.text for found in blockers(candidacy, move, world.officer)]
        assert f"投诉 {complaint.number} 经查属实，尚未办结" in texts
    world.take(Complaint.objects.get(), "archived")
    assert all(found.ok for found in complaints_settled(candidacy, world.officer))


# Satisfaction and the one review


def test_satisfaction_is_said_once(world):
    complaint = world.take(world.complain(), "answered")
    complaints.rate(complaint, satisfaction="acceptable")
    with pytest.raises(TransitionBlocked, match="只能提交一次"):
        complaints.rate(complaint, satisfaction="dissatisfied", wants_review=True)
    assert Complaint.objects.get().satisfaction == "acceptable"


def test_satisfaction_has_its_days(world):
    complaint = world.complain()
    with pytest.raises(TransitionBlocked, match="反馈后才可以评价"):
        complaints.rate(complaint, satisfaction="satisfied")
    complaint = world.take(complaint, "answered")
    with pytest.raises(TransitionBlocked, match="评价"):
        perform(complaint, "archive", by=world.officer)
    with (
        time_machine.travel("2026-05-27T09:00:00+08:00", tick=False),
        pytest.raises(TransitionBlocked, match="已经结束"),
    ):
        complaints.rate(complaint, satisfaction="satisfied")


def test_the_body_above_reviews_once_by_somebody_new(world):
    complaint = world.take(world.complain(), "answered", outcome="untrue")
    complaint = complaints.rate(
        complaint, satisfaction="dissatisfied", wants_review=True, review_reason="没有查监控"
    )
    assert complaint.state == "reviewing"
    assert Message.objects.filter(recipient=world.upper, title__startswith="申请复查").exists()
    given = {"outcome": "true", "note": "调取监控", "reply": "复查属实"}
    with pytest.raises(PermissionDenied):
        perform(complaint, "review", by=world.officer, **given)
    make.make_office(world.checkers[0], world.province)
    with pytest.raises(TransitionBlocked, match="参与过"):
        perform(complaint, "review", by=world.checkers[0], **given)
    complaint = perform(complaint, "review", by=world.upper, **given)
    assert (complaint.first_outcome, complaint.outcome, complaint.is_verified) == ("untrue", "true", True)
    with pytest.raises(TransitionBlocked, match="尚未填写处理情况"):
        perform(complaint, "archive", by=world.officer)
    with pytest.raises(TransitionBlocked, match="只能提交一次"):
        complaints.rate(complaint, satisfaction="dissatisfied", wants_review=True)


# Behind the guards


def test_the_database_holds_what_the_guards_say(world):
    complaint = world.take(world.complain(), "concluded")
    rows = Complaint.objects.filter(pk=complaint.pk)
    for wrong in ({"outcome": ""}, {"summary": ""}, {"name": "上官某"}, {"satisfaction": "satisfied"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)


def test_one_contact_sends_three_a_day(world):
    for number in ("13800001111", "138 0000 1111", "１３８００００１１１１"):
        world.complain(contact=number, name="上官某")
    with pytest.raises(TransitionBlocked, match="一天内最多"):
        world.complain(contact="13800001111")
    world.complain()
    with time_machine.travel(clock.now() + timedelta(hours=25), tick=False):
        world.complain(contact="13800001111")


def test_the_code_opens_the_case_and_is_not_stored(world):
    complaint = world.complain()
    stored = str(Complaint.objects.filter(pk=complaint.pk).values().get())
    assert world.code not in stored
    assert complaints.tracked(world.code.lower()) == complaint
    assert complaints.tracked("A" * 12) is None


def test_states_along_the_way(world):
    complaint = world.complain()
    for state in WAY:
        complaint = world.take(complaint, state)
        assert complaint.state == state
