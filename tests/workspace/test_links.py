"""号号联创、新老结对、互学互访: proposed by one captain, real when the other one says so."""

import time
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts.models import Message
from core import clock
from core.lifecycle import TransitionBlocked, blockers, declared_moves, perform, steps
from tests import factories as make
from tests.workspace import records
from units.enums import UnitRole
from workspace.models import UnitLink
from workspace.queries.links import LABEL, held_links, search_units, unit_label, waiting_links
from workspace.services.links import AlreadyProposed

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(journey):
    """Another unit with its captain."""
    unit = make.make_unit(journey.county, "示例大厅")
    return unit, make.make_captain(unit)


@pytest.fixture
def link(journey, pair):
    return records.make_link(journey.unit, journey.captain, pair[0])


def letters(user) -> list[tuple[str, str, str]]:
    return list(Message.objects.filter(recipient=user).order_by("pk").values_list("title", "body", "url"))


# Proposing


def test_the_other_sides_keepers_are_asked(journey, pair):
    other, captain = pair
    filler = make.make_captain(other, UnitRole.FILLER)
    link = records.make_link(journey.unit, journey.captain, other)
    letter = (f"{journey.unit}发起号号联创，请确认", "互看流程", f"/desk/units/{other.pk}/links/{link.pk}/")
    assert letters(captain) == letters(filler) == [letter]
    assert letters(journey.captain) == []
    assert waiting_links([other, journey.unit]) == {other.pk: [link]}
    assert [(entry.move, entry.target) for entry in link.history] == [("create", "proposed")]


@pytest.mark.parametrize(("role", "may"), [(UnitRole.DEPUTY, True), (UnitRole.FILLER, False)])
def test_who_speaks_for_a_unit(journey, pair, role, may):
    helper = journey.helper(role)
    if may:
        assert records.make_link(journey.unit, helper, pair[0]).proposed_by == helper
    else:
        with pytest.raises(PermissionDenied):
            records.make_link(journey.unit, helper, pair[0])


def test_strangers_and_staff_do_not_propose_for_a_unit(journey, pair):
    for user in (pair[1], journey.officer, journey.recommender):
        with pytest.raises(PermissionDenied):
            records.make_link(journey.unit, user, pair[0])


def test_the_same_is_not_proposed_twice_but_another_kind_may_be(journey, pair, link):
    with pytest.raises(ValidationError) as refused:
        records.make_link(journey.unit, journey.captain, pair[0])
    assert refused.value.messages == ["与示例大厅已有一项号号联创（待确认）。"]
    assert records.make_link(journey.unit, journey.captain, pair[0], kind="exchange").state == "proposed"


def test_two_proposals_that_cross_become_one_to_confirm(journey, pair, link):
    other, captain = pair
    with pytest.raises(AlreadyProposed) as crossing:
        records.make_link(other, captain, journey.unit)
    assert crossing.value.link == link
    perform(link, "confirm", by=captain)
    with pytest.raises(ValidationError) as refused:
        records.make_link(other, captain, journey.unit)
    assert refused.value.code == "one_live_link"


@pytest.mark.parametrize("move", ["withdraw", "decline"])
def test_what_came_to_nothing_may_be_proposed_again_from_either_side(journey, pair, link, move):
    other, captain = pair
    by, given = (journey.captain, {}) if move == "withdraw" else (captain, {"note": "今年不行"})
    perform(link, move, by=by, **given)
    assert records.make_link(other, captain, journey.unit).state == "proposed"


def test_the_database_holds_one_live_link_of_a_kind_between_two_and_none_with_oneself(journey, pair, link):
    values = {"kind": "joint", "topic": "x", "proposed_by": journey.captain}
    for ends in (
        {"proposer": pair[0], "partner": journey.unit},
        {"proposer": journey.unit, "partner": pair[0]},
        {"proposer": pair[0], "partner": pair[0]},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            UnitLink.objects.create(**values, **ends)


def test_a_unit_that_is_gone_is_not_linked(journey, pair):
    other, captain = pair
    link = records.make_link(journey.unit, journey.captain, other)
    other.dissolved_on = clock.today()
    other.save()
    found = blockers(UnitLink.objects.get(), "confirm", captain)
    assert [finding.text for finding in found] == ["示例大厅已撤并，不能结对"]
    with pytest.raises(ValidationError) as refused:
        records.make_link(journey.unit, journey.captain, other, kind="exchange")
    assert refused.value.code == "dissolved"
    assert link.state == "proposed"


# Answering


def test_confirmed_it_holds_on_both_sides_and_the_proposer_hears_of_it(journey, pair, link):
    other, captain = pair
    link = perform(link, "confirm", by=captain)
    today = clock.today()
    assert (link.state, link.confirmed_by, link.confirmed_on) == ("confirmed", captain, today)
    assert (
        list(UnitLink.objects.of(journey.unit).current())
        == list(UnitLink.objects.of(other).current())
        == [link]
    )
    assert letters(journey.captain) == [
        ("示例大厅已同意号号联创", "互看流程", f"/desk/units/{journey.unit.pk}/links/{link.pk}/")
    ]


def test_declined_it_says_why_and_needs_a_reason(journey, pair, link):
    with pytest.raises(TransitionBlocked):
        perform(link, "decline", by=pair[1])
    link = perform(link, "decline", by=pair[1], note="今年已有安排")
    assert link.reason == "今年已有安排"
    assert letters(journey.captain) == [
        (
            "示例大厅未同意号号联创",
            "互看流程\n今年已有安排",
            f"/desk/units/{journey.unit.pk}/links/{link.pk}/",
        )
    ]


def test_withdrawn_the_other_side_has_nothing_left_to_answer(journey, pair, link):
    perform(link, "withdraw", by=journey.captain)
    assert waiting_links([pair[0]]) == {}
    assert letters(pair[1])[-1][0] == f"{journey.unit}已撤回号号联创"


def test_either_side_ends_it_and_both_hear_of_it(journey, pair, link):
    captain = pair[1]
    link = perform(link, "confirm", by=captain)
    link = perform(link, "end", by=captain)
    assert (link.state, link.ends_on) == ("ended", clock.today())
    assert letters(journey.captain)[-1][0] == "与示例大厅的号号联创已结束"
    assert letters(captain)[-1][0] == f"与{journey.unit}的号号联创已结束"


def test_one_that_was_to_begin_later_has_never_held(journey, pair):
    later = clock.today() + timedelta(days=30)
    link = records.make_link(journey.unit, journey.captain, pair[0], starts_on=later)
    link = perform(perform(link, "confirm", by=pair[1]), "end", by=pair[1])
    assert link.ends_on == clock.today()
    assert list(held_links(journey.unit, clock.today(), later)) == []


def test_one_whose_time_is_over_stands_in_nobodys_way(journey, pair):
    first, last = clock.today() - timedelta(days=90), clock.today() - timedelta(days=30)
    old = records.make_link(journey.unit, journey.captain, pair[0], starts_on=first, ends_on=last)
    perform(old, "confirm", by=pair[1])
    new = records.make_link(pair[0], pair[1], journey.unit)
    old.refresh_from_db()
    assert (old.state, old.ends_on, new.state) == ("ended", last, "proposed")


def test_a_label_of_brackets_is_read_in_no_time():
    """The pattern that reads suggestions must not try every pair of brackets with every other."""
    before = time.process_time()
    assert LABEL.fullmatch("（" * 200_000) is None
    assert time.process_time() - before < 2


def test_nobody_types_more_than_a_name(client, journey):
    client.force_login(journey.captain)
    page = client.post(f"/desk/units/{journey.unit.pk}/links/new/", {"partner": "（" * 201})
    assert "200" in str(page.context["form"].errors["partner"])


def test_whoever_keeps_both_units_does_not_confirm_the_own_proposal(journey, pair):
    other, captain = pair
    both = journey.helper(UnitRole.DEPUTY)
    other.posts.create(user=both, role=UnitRole.DEPUTY, starts_on=date(2020, 1, 1))
    link = records.make_link(journey.unit, both, other)
    found = blockers(link, "confirm", both)
    assert [finding.text for finding in found] == [
        "这项结对由您本人发起，须由对方集体的另一位号长或副号长确认"
    ]
    assert perform(link, "confirm", by=captain).state == "confirmed"


def test_a_superuser_does_not_confirm_an_own_proposal_either(journey, pair):
    root = make.make_user(is_superuser=True)
    link = records.make_link(journey.unit, root, pair[0])
    assert blockers(link, "confirm", root)


# Who may do what

ROLES = (
    "captain",
    "deputy",
    "filler",
    "other_captain",
    "other_filler",
    "stranger",
    "county",
    "officer",
    "superuser",
)
MATRIX = {
    # move          capt   deputy filler other  oth_fi strang county office super
    "confirm":     (False, False, False, True, False, False, False, False, True),
    "decline":     (False, False, False, True, False, False, False, False, True),
    "withdraw":    (True, True, False, False, False, False, False, False, True),
    "end":         (True, True, False, True, False, False, False, False, True),
}  # fmt: skip


def test_every_move_by_every_role(journey, pair, link):
    other, other_captain = pair
    people = {
        "captain": journey.captain,
        "deputy": journey.helper(UnitRole.DEPUTY),
        "filler": journey.helper(UnitRole.FILLER),
        "other_captain": other_captain,
        "other_filler": make.make_captain(other, UnitRole.FILLER),
        "stranger": make.make_captain(make.make_unit(journey.county)),
        "county": journey.recommender,
        "officer": journey.officer,
        "superuser": make.make_user(is_superuser=True),
    }
    confirmed = records.make_confirmed_link(
        journey.unit, journey.captain, other, other_captain, kind="exchange"
    )
    found = {
        step.name: tuple(
            next(s.permitted for s in steps(record, people[role]) if s.name == step.name) for role in ROLES
        )
        for record in (link, confirmed)
        for step in steps(record, journey.captain)
    }
    assert found == MATRIX
    assert {edge.name for edge in declared_moves(UnitLink)} == set(MATRIX)


def test_scope_follows_the_units(journey, pair, link):
    elsewhere = make.make_committee("邻市", "city", parent=journey.province)
    sees = {
        "captain": journey.captain,
        "other": pair[1],
        "officer": journey.officer,
        "elsewhere": make.make_officer(elsewhere),
        "gone": make.make_captain(journey.unit, UnitRole.FILLER, is_active=False),
    }
    found = {role: UnitLink.objects.visible_to(user).exists() for role, user in sees.items()}
    assert found == {"captain": True, "other": True, "officer": True, "elsewhere": False, "gone": False}


# Reading


@pytest.mark.parametrize(
    ("starts", "ends", "held"),
    [
        (date(2026, 1, 1), None, True),
        (date(2026, 12, 31), None, True),
        (date(2027, 1, 1), None, False),
        (date(2025, 1, 1), date(2026, 1, 1), True),
        (date(2025, 1, 1), date(2025, 12, 31), False),
    ],
)
def test_links_of_a_year_are_those_that_held_on_one_of_its_days(journey, pair, starts, ends, held):
    records.make_confirmed_link(
        journey.unit, journey.captain, pair[0], pair[1], starts_on=starts, ends_on=ends
    )
    records.make_link(journey.unit, journey.captain, pair[0], kind="exchange", starts_on=starts, ends_on=ends)
    found = held_links(journey.unit, date(2026, 1, 1), date(2026, 12, 31))
    assert found.count() == held


def test_units_are_found_by_name_and_named_unmistakably(journey, pair):
    unit = pair[0]
    twin_region = make.make_region("440600", "佛山市")
    twin = make.make_unit(journey.county, "示例大厅", region=twin_region)
    gone = make.make_unit(journey.county, "示例大厅旧址", dissolved_on=clock.today())
    assert set(search_units("例大")) == {unit, twin}
    assert gone not in search_units("旧址")
    assert unit_label(twin) == "示例大厅（佛山市440600）"
    assert search_units(unit_label(twin)) == [twin]
    assert search_units(unit_label(unit)) == [unit]
    assert search_units("  ") == search_units("没有这个") == []


def test_a_name_with_brackets_is_found_too(journey):
    unit = make.make_unit(journey.county, "示例班组（夜班）")
    assert search_units("示例班组（夜班）") == search_units(unit_label(unit)) == [unit]
