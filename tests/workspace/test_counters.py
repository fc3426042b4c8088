"""What counts for a duty: each kind of record, inside and outside of its days, kept and taken back."""

from datetime import date, timedelta

import pytest

from core import clock
from core.lifecycle import perform
from tests import factories as make
from tests.workspace.duties_world import make_activity, make_bare_unit, make_duty, make_type, on_day
from tests.workspace.records import (
    make_confirmed_link,
    make_link,
    make_look_back,
    make_target,
    make_visit,
    make_work,
)
from workspace import counters
from workspace.models import GrowthCard, Innovation, UnitLink, WallPosting
from workspace.periods import month_of, node_of, year_of

pytestmark = pytest.mark.django_db
YEAR = year_of(date(2026, 1, 1))
LAST_YEAR = year_of(date(2025, 1, 1))


@pytest.fixture
def unit():
    return make_bare_unit()


def counted(code: str, unit, *spans, duty: str = "") -> list[int]:
    """How many in each period; the year 2026 when none is named."""
    counter, spans = counters.get(code), spans or (YEAR,)
    answer = counter.count([unit.pk], [duty], spans)
    return [counter.of(answer, unit.pk, duty, span) for span in spans]


def test_activities_that_name_the_duty(unit):
    duty, other = make_duty("d"), make_duty("other")
    for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1)):
        make_activity(unit, day, duty)
    make_activity(unit, date(2026, 5, 4), other)
    make_activity(unit, date(2026, 5, 4), duty, removed_at=clock.now())
    assert counted("activities", unit, LAST_YEAR, YEAR, duty="d") == [1, 2]
    assert counted("activities", unit, month_of(date(2026, 1, 9)), duty="d") == [1]


def test_an_activity_may_satisfy_several_duties(unit):
    both = make_duty("a"), make_duty("b")
    make_activity(unit, date(2026, 5, 4), *both)
    answer = counters.get("activities").count([unit.pk], ["a", "b"], [YEAR])
    assert answer == {(unit.pk, "a", YEAR): 1, (unit.pk, "b", YEAR): 1}


def test_a_node_counts_from_its_offer_to_its_last_day(unit):
    duty = make_duty(period="node", node_month=3, node_day=5, node_days=7)
    for day in (date(2026, 2, 18), date(2026, 2, 19), date(2026, 3, 11), date(2026, 3, 12)):
        make_activity(unit, day, duty)
    assert counted("activities", unit, node_of(duty, 2026), duty="d") == [2]


def test_a_committees_activities_are_no_units(unit):
    duty = make_duty(subject="committee", counter="committee_activities")
    make_activity(unit.committee, date(2026, 5, 4), duty)
    make_activity(unit, date(2026, 5, 4), duty)
    answer = counters.get("committee_activities").count([unit.committee.pk], ["d"], [YEAR])
    assert answer == {(unit.committee.pk, "d", YEAR): 1}


def test_sessions_are_volunteering_at_the_youth_home_while_it_was_paired(unit):
    home = unit.youth_homes.get()
    home.starts_on, home.ends_on = date(2026, 3, 1), date(2026, 6, 30)
    home.save()
    kind = {"activity_type": make_type("volunteering")}
    for day in (date(2026, 2, 28), date(2026, 3, 1), date(2026, 6, 30), date(2026, 7, 1)):
        make_activity(unit, day, youth_home=home, **kind)
    make_activity(unit, date(2026, 5, 4), youth_home=home, activity_type=make_type("meeting"))
    make_activity(unit, date(2026, 5, 5), youth_home=home, removed_at=clock.now(), **kind)
    make_activity(unit, date(2026, 5, 6), **kind)
    assert counted("youth_home_sessions", unit, LAST_YEAR, YEAR) == [0, 2]
    home.ends_on = None
    home.save()
    assert counted("youth_home_sessions", unit) == [3]


def test_innovations_and_their_follow_ups(unit):
    captain = make.make_captain(unit)
    work, lost = make_work(unit, captain), make_work(unit, captain, name="另一件")
    make_look_back(work, captain)
    make_look_back(lost, captain)
    assert counted("innovations", unit, LAST_YEAR, YEAR) == [0, 2]
    assert counted("innovation_follow_ups", unit) == [2]
    Innovation.objects.filter(pk=lost.pk).update(removed_at=clock.now())
    assert counted("innovations", unit) == [1]
    assert counted("innovation_follow_ups", unit) == [1]


def fill(card: GrowthCard) -> None:
    """With all that S4 二(一) asks for."""
    card.goals.create(text="考取职称")
    for kind in ("partner", "fan"):
        card.supporters.create(kind=kind, name=kind)


def test_a_card_counts_with_its_goal_its_partner_and_its_fan(unit):
    card = GrowthCard.objects.create(
        member=unit.members.first(), starts_on=date(2026, 1, 1), ends_on=date(2027, 1, 1),
        created_by=make.make_captain(unit),
    )  # fmt: skip
    assert counted("growth_cards", unit) == [0]
    fill(card)
    assert counted("growth_cards", unit) == [1]
    card.supporters.filter(kind="fan").update(withdrawn_at=clock.now())
    assert counted("growth_cards", unit) == [0]
    card.supporters.update(withdrawn_at=None)
    card.goals.all().delete()
    assert counted("growth_cards", unit) == [0]


def test_members_of_today_who_have_a_card(unit):
    captain = make.make_captain(unit)
    first, second, third = unit.members.all()
    for member, starts, ends in (
        (first, date(2025, 1, 1), date(2026, 1, 1)),
        (first, date(2026, 1, 2), date(2027, 1, 1)),
        (second, date(2027, 1, 1), date(2028, 1, 1)),
        (third, date(2026, 6, 1), date(2027, 6, 1)),
    ):
        fill(GrowthCard.objects.create(member=member, starts_on=starts, ends_on=ends, created_by=captain))
    assert counted("growth_cards", unit, LAST_YEAR, YEAR) == [1, 2]
    third.left_on = clock.today() - timedelta(days=1)
    third.save()
    assert counted("growth_cards", unit) == [1]


def test_wall_sheets_count_for_their_month_whenever_they_were_put_up(unit):
    WallPosting.objects.create(
        unit=unit, month=date(2026, 9, 1), posted_on=date(2026, 10, 3), posted_by=make.make_captain(unit)
    )
    assert counted("wall_postings", unit, month_of(date(2026, 9, 9)), month_of(date(2026, 10, 9))) == [1, 0]


def test_care_visits(unit):
    captain = make.make_captain(unit)
    target = make_target(unit, captain)
    make_visit(target, captain)
    visit = make_visit(target, captain, day=date(2026, 3, 6))
    visit.removed_at = clock.now()
    visit.save()
    assert counted("care_visits", unit, LAST_YEAR, YEAR) == [0, 1]


def test_care_for_employees_and_others_does_not_stand_for_a_family_or_student(unit):
    captain = make.make_captain(unit)
    for kind in ("worker", "other"):
        make_visit(make_target(unit, captain, kind=kind), captain)
    assert counted("care_visits", unit) == [0]
    make_visit(make_target(unit, captain, kind="student"), captain)
    assert counted("care_visits", unit) == [1]


def test_links_that_held_count_at_both_ends(unit):
    partner, captain = make.make_unit(unit.committee), make.make_captain(unit)
    other = make.make_captain(partner)
    make_confirmed_link(unit, captain, partner, other, starts_on=date(2026, 5, 4))
    make_link(unit, captain, partner, kind="exchange", starts_on=date(2026, 5, 4))
    for end in (unit, partner):
        assert counted("confirmed_links", end, LAST_YEAR, YEAR) == [0, 1]


def test_a_link_counts_for_the_time_that_was_agreed_and_not_when_it_never_began(unit):
    partner, captain = make.make_unit(unit.committee), make.make_captain(unit)
    pair = unit, captain, partner, make.make_captain(partner)
    short = make_confirmed_link(*pair, starts_on=date(2025, 1, 1), ends_on=date(2025, 6, 30))
    never = make_confirmed_link(*pair, kind="exchange", starts_on=date(2026, 12, 20))
    assert counted("confirmed_links", unit, LAST_YEAR, YEAR) == [1, 1]
    with on_day(date(2026, 11, 24)):
        for link in (short, never):
            perform(link, "end", by=captain)
    assert counted("confirmed_links", unit, LAST_YEAR, YEAR) == [1, 0]
    assert set(UnitLink.objects.held(date(2025, 1, 1), date(2026, 12, 31))) == {short}


def test_each_counter_asks_once_for_all_periods_and_units(unit, django_assert_num_queries):
    units = [unit.pk, make.make_unit(unit.committee).pk]
    spans = [LAST_YEAR, YEAR, month_of(date(2026, 5, 1))]
    for code, _ in counters.choices():
        with django_assert_num_queries(2 if code == "confirmed_links" else 1):
            counters.get(code).count(units, ["d"], spans)


def test_every_counter_says_what_it_counts():
    assert {code for code, _ in counters.choices()} == {
        "activities", "committee_activities", "youth_home_sessions", "innovations", "innovation_follow_ups",
        "growth_cards", "wall_postings", "care_visits", "confirmed_links", "self_assessments",
    }  # fmt: skip
    assert all(label and counters.get(code).word for code, label in counters.choices())
