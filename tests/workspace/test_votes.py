"""Anonymous votes: each slip once, only totals, and nothing by which a ballot could be found again."""

from datetime import timedelta

import pytest
import time_machine
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from core import clock
from core.models import LedgerEntry
from tests.workspace.growth_world import make_world
from workspace.enums import VoteGrade
from workspace.models import Vote, VoteTotal, VotingSlip
from workspace.queries.growth import published_results
from workspace.queries.growth_votes import results, turnout
from workspace.services import votes
from workspace.tasks import close_votes

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world(members=5)


def start(world, **values):
    given = {"title": "上半年阶段评估", "closes_on": clock.today(), "cards": world.cards[:2], **values}
    return votes.start(world.unit, by=world.captain, **given)


def totals(vote) -> dict[tuple[str, str], int]:
    return {(total.card.member.name, total.grade): total.count for total in vote.totals.all() if total.count}


def dump() -> dict[tuple[str, int], dict]:
    """Every row of every table, by table and key."""
    return {
        (model._meta.label, row["pk"]): row
        for model in apps.get_models(include_auto_created=True)
        for row in model._base_manager.values(*[f.attname for f in model._meta.concrete_fields], "pk")
    }


def test_a_vote_has_one_slip_a_member_and_totals_from_the_start(world):
    vote, codes = start(world)
    assert (vote.voters, len(codes), len(set(codes))) == (5, 5, 5)
    assert vote.slips.count() == 5
    assert vote.totals.count() == 2 * len(VoteGrade)
    assert all(len(code) == 10 and set(code) <= set(votes.ALPHABET) for code in codes)


def test_no_code_is_stored_anywhere(world):
    _, codes = start(world)
    stored = " ".join(str(value) for row in dump().values() for value in row.values())
    assert [code for code in codes if code in stored] == []


def test_slips_are_stored_in_the_order_of_their_digests(world):
    vote, codes = start(world)
    stored = list(vote.slips.order_by("pk").values_list("code_digest", flat=True))
    assert stored == sorted(votes.digest(code) for code in codes)
    assert codes == sorted(codes), "the paper has an order of its own"


def test_a_ballot_changes_one_flag_and_the_totals_and_not_a_row_more(world):
    first, second = world.cards[:2]
    _, codes = start(world)
    votes.cast(codes[0], grades={first.pk: "good"})
    before = dump()
    votes.cast(codes[3], grades={first.pk: "excellent", second.pk: "weak"})
    after = dump()
    assert before.keys() == after.keys()
    changed = sorted(
        (key[0], name, before[key][name], after[key][name])
        for key in after
        for name in after[key]
        if before[key][name] != after[key][name]
    )
    assert changed == [
        ("workspace.VoteTotal", "count", 0, 1),
        ("workspace.VoteTotal", "count", 0, 1),
        ("workspace.VotingSlip", "is_used", False, True),
    ]


def test_no_column_of_the_votes_tables_could_hold_a_time_or_a_person():
    kinds = {
        (model.__name__, field.name): field.get_internal_type()
        for model in (VoteTotal, VotingSlip)
        for field in model._meta.concrete_fields
    }
    assert kinds == {
        ("VoteTotal", "id"): "BigAutoField",
        ("VoteTotal", "vote"): "ForeignKey",
        ("VoteTotal", "card"): "ForeignKey",
        ("VoteTotal", "grade"): "CharField",
        ("VoteTotal", "count"): "PositiveIntegerField",
        ("VotingSlip", "id"): "BigAutoField",
        ("VotingSlip", "vote"): "ForeignKey",
        ("VotingSlip", "code_digest"): "CharField",
        ("VotingSlip", "is_used"): "BooleanField",
    }


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_row_versions_of_postgresql_show_no_ballot_either():
    """`xmin` is the transaction that wrote a row last: after a ballot it is one and the same for all of them."""
    world = make_world(members=5)
    vote, codes = start(world)
    for code, grade in zip(codes[:3], ("good", "weak", "good"), strict=True):
        with transaction.atomic():
            votes.cast(code, grades={world.card.pk: grade})
    with connection.cursor() as cursor:
        cursor.execute("SELECT xmin FROM workspace_votingslip UNION SELECT xmin FROM workspace_votetotal")
        assert len(cursor.fetchall()) == 1
    assert totals(vote) == {("成员1", "good"): 2, ("成员1", "weak"): 1}


@pytest.mark.parametrize("typed", ["{code}", " {lower} ", "{code:.5} {rest}", "{code:.5}-{rest}", "{wide}"])
def test_codes_may_be_typed_as_people_type(world, typed):
    vote, (code, *_) = start(world)
    wide = "".join(chr(ord(character) + 0xFEE0) for character in code)
    votes.cast(
        typed.format(code=code, lower=code.lower(), rest=code[5:], wide=wide), grades={world.card.pk: "good"}
    )
    assert totals(vote) == {("成员1", "good"): 1}


def test_a_slip_counts_once_and_unknown_ones_never(world):
    vote, (code, *_) = start(world)
    votes.cast(code, grades={world.card.pk: "good"})
    for again, kind in ((code, "used"), ("AAAAAAAAAA", "unknown"), ("", "unknown")):
        with pytest.raises(ValidationError) as refused:
            votes.cast(again, grades={world.card.pk: "weak"})
        assert refused.value.code == kind
    assert totals(vote) == {("成员1", "good"): 1}


def test_cards_that_are_not_voted_on_and_invented_grades_count_nowhere(world):
    vote, (code, *_) = start(world)
    for grades in ({}, {world.cards[4].pk: "good"}, {world.card.pk: "superb"}):
        with pytest.raises(ValidationError) as refused:
            votes.cast(code, grades=grades)
        assert refused.value.code == "empty"
    assert not vote.slips.filter(is_used=True).exists()


def test_nothing_is_shown_while_it_is_open(world):
    vote, codes = start(world)
    for code in codes:
        votes.cast(code, grades={world.card.pk: "good"})
    assert (results(vote), turnout(vote), published_results(world.card)) == ([], None, [])


def test_closing_counts_the_slips_destroys_them_and_shows_the_totals(world):
    first = world.card
    vote, codes = start(world)
    for code, grade in zip(codes[:3], ("good", "good", "weak"), strict=True):
        votes.cast(code, grades={first.pk: grade})
    vote = votes.finish(vote, by=world.captain)
    again = votes.finish(vote, by=world.captain)
    assert again.closed_at == vote.closed_at
    assert (vote.ballots, turnout(vote), vote.slips.count()) == (3, 3, 0)
    assert [(result.card, result.counts) for result in results(vote)] == [
        (first, (0, 2, 0, 1)),
        (world.cards[1], None),
    ]
    assert published_results(first) == [("上半年阶段评估", "优秀 0 票，良好 2 票，合格 0 票，需要努力 1 票")]
    assert published_results(world.cards[1]) == [("上半年阶段评估", "票数不足，不显示")]
    with pytest.raises(ValidationError) as refused:
        votes.cast(codes[4], grades={first.pk: "good"})
    assert refused.value.code == "unknown"


@pytest.mark.parametrize(("ballots", "shown"), [(0, False), (2, False), (3, True), (5, True)])
def test_fewer_than_three_ballots_are_not_shown(world, ballots, shown):
    vote, codes = start(world)
    for code in codes[:ballots]:
        votes.cast(code, grades={world.card.pk: "good"})
    result = results(votes.finish(vote, by=world.captain))[0]
    assert (result.counts is not None) == shown


def test_the_last_day_counts_and_the_day_after_closes_by_itself(world):
    vote, codes = start(world)
    with time_machine.travel(clock.now() + timedelta(days=1)):
        with pytest.raises(ValidationError) as refused:
            votes.cast(codes[0], grades={world.card.pk: "good"})
        assert refused.value.code == "over"
        assert turnout(vote) == 0
        close_votes()
        close_votes()
    vote.refresh_from_db()
    assert (vote.ballots, vote.slips.count()) == (0, 0)
    last = LedgerEntry.objects.of(world.unit).last()
    assert (last.note, last.actor_name) == ("结束“上半年阶段评估”，收回 0 张", "系统")


def test_one_vote_at_a_time_and_the_next_one_closes_what_is_overdue(world):
    start(world)
    with pytest.raises(ValidationError, match="已有一次进行中的阶段评估"):
        start(world, title="第二次")
    assert Vote.objects.count() == 1
    with time_machine.travel(clock.now() + timedelta(days=1)):
        start(world, title="第二次")
    assert list(Vote.objects.order_by("pk").values_list("title", "ballots")) == [
        ("上半年阶段评估", 0),
        ("第二次", None),
    ]


def test_a_cancelled_vote_leaves_no_totals_and_a_closed_one_stays(world):
    vote, codes = start(world)
    votes.cast(codes[0], grades={world.card.pk: "good"})
    votes.discard(vote, by=world.captain)
    assert (Vote.objects.count(), VoteTotal.objects.count(), VotingSlip.objects.count()) == (0, 0, 0)
    vote = votes.finish(start(world)[0], by=world.captain)
    with pytest.raises(ValidationError, match="不能作废"):
        votes.discard(vote, by=world.captain)


def test_the_ledger_knows_votes_and_no_ballot(world):
    vote, codes = start(world)
    for code in codes:
        votes.cast(code, grades={world.card.pk: "good"})
    votes.finish(vote, by=world.captain)
    notes = LedgerEntry.objects.of(world.unit).filter(move="vote").values_list("note", flat=True)
    assert list(notes) == ["发起“上半年阶段评估”，选票 5 张", "结束“上半年阶段评估”，收回 5 张"]


@given(st.text(max_size=40))
def test_no_text_is_mistaken_for_a_slip(typed):
    assert len(votes.digest(typed)) == 64
