"""创建任务 of a unit: pages by year, links, what the cycle says about the unit, and who may look."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from core import clock
from core.lifecycle import perform
from creation_cycle.enums import LegacyStarPolicy
from creation_cycle.services import legacy
from tests import factories as make
from tests.workspace.duties_world import everybody_stands, make_activity, make_duty, make_node
from units.enums import Level
from workspace import periods
from workspace.periods import cycle_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, journey):
    """Fetches the unit's page as its captain."""
    client.force_login(journey.captain)
    return lambda query="": client.get(reverse("workspace:duties", args=[journey.unit.pk]) + query)


def test_duties_stand_in_groups_with_bar_words_and_links(page, journey):
    duty = make_duty(target=4, clause="重庆某区通知 一(二)2", suggestion="青春心向党")
    make_activity(journey.unit, clock.today(), duty)
    response = page()
    text = response.content.decode()
    [(status, [line])] = response.context["groups"]
    assert (status.label, line.count, line.goal) == ("进行中", 1, 4)
    assert '<progress aria-label="任务d" value="1" max="4">' in text
    assert "<output>1/4 次</output>" in text
    assert f'href="/desk/units/{journey.unit.pk}/log/new/?duty={duty.pk}"' in text
    assert 'href="/rules/#重庆某区通知-一-二-2"' in text
    assert "主题建议：青春心向党" in text


def test_a_record_made_through_the_link_counts(page, client, journey):
    make_duty()
    [(_, [line])] = page().context["groups"]
    assert client.get(line.place, follow=True).status_code == 200
    make_activity(journey.unit, clock.today(), line.duty)
    [(status, _)] = page().context["groups"]
    assert status.label == "已完成"


@pytest.mark.parametrize("code", ["innovations", "care_visits", "wall_postings", "self_assessments"])
def test_every_place_to_record_opens(page, client, journey, code):
    make_duty(counter=code)
    [(_, [line])] = page().context["groups"]
    assert client.get(line.place, follow=True).status_code == 200


def test_self_assessment_is_asked_of_units_that_create(page, journey):
    """Before 启动创建 and under assessment there is nothing to assess, whatever the calendar says."""
    make_duty(counter="self_assessments", period="half_year")
    idle = ("未到时间", "目前没有需要完成的自评，启动创建后每半年一次", False)

    def said() -> tuple:
        [(status, [line])] = page().context["groups"]
        return status.label, line.sentence, line.asks

    assert said() == idle
    assert "去记录" not in page().content.decode()
    candidacy = journey.candidacy("creating")
    due = periods.half_year_of(clock.today()).last
    candidacy.self_assessments.update(due_on=due + timedelta(days=1))
    assert said() == idle
    candidacy.self_assessments.update(due_on=due)
    assert (said()[0], said()[2]) == ("进行中", True)
    journey.unit.candidacies.update(state="assessing")
    assert said() == idle


def test_an_assessment_that_was_asked_and_missed_is_late(page, journey, monkeypatch):
    make_duty(counter="self_assessments", period="year")
    year = clock.today().year - 1
    everybody_stands(monkeypatch, periods.Standing(None, date(year, 1, 1)))
    candidacy = journey.candidacy("creating")
    candidacy.self_assessments.update(due_on=date(year, 12, 31))
    groups = page(f"?year={year}").context["groups"]
    assert [(status.label, len(lines)) for status, lines in groups] == [("逾期", 1)]
    journey.unit.candidacies.update(state="assessing")
    assert page(f"?year={year}").context["groups"] == []


def test_quiet_groups_are_folded_and_a_node_far_ahead_is_one_of_them(page):
    ahead = clock.today() + timedelta(days=60)
    make_node(month=ahead.month, day=ahead.day, days=1)
    response = page()
    assert [status.label for status, _ in response.context["groups"]] == ["未到时间"]
    assert "<details>" in response.content.decode()


def test_earlier_years_are_shown_open_and_are_chosen_by_tabs(page, journey, monkeypatch):
    year = clock.today().year
    since = clock.today().replace(year=year - 1, month=1, day=1)
    everybody_stands(monkeypatch, periods.Standing(None, since))
    make_duty()
    response = page(f"?year={year - 1}")
    assert response.context["year"] == year - 1
    assert [status.label for status, _ in response.context["groups"]] == ["逾期"]
    assert f'<a href="?year={year - 1}" aria-current="page">' in response.content.decode()
    assert "<details>" not in response.content.decode()


@pytest.mark.parametrize("query", ["?year=1999", "?year=x", "?year=", "?year=99999999999999999999"])
def test_a_year_that_is_not_on_offer_means_the_present_one(page, query):
    assert page(query).context["year"] == clock.today().year


def test_a_missed_month_is_recorded_from_its_button_on_a_day_of_that_month(
    page, client, journey, monkeypatch
):
    since = (clock.today().replace(day=1) - timedelta(days=70)).replace(day=1)
    everybody_stands(monkeypatch, periods.Standing(None, since))
    make_duty(period="month")
    lines = [line for _, group in page().context["groups"] for line in group]
    [place, *_] = [month.place for line in lines for month in line.missed or [line] if month.status == "late"]
    day = client.get(place).context["form"]["day"].value()
    assert since <= day < clock.today().replace(day=1)
    assert (day + timedelta(days=1)).day == 1
    assert "补记" in page().content.decode()


@pytest.mark.parametrize("day", ["2999-01-01", "1900-01-01", "x", "", "2026-02-31"])
def test_a_day_that_cannot_have_been_means_today(page, client, journey, day):
    duty = make_duty()
    address = f"{reverse('workspace:activity_new', args=[journey.unit.pk])}?duty={duty.pk}&day={day}"
    assert client.get(address).context["form"]["day"].value() == clock.today()


def test_without_duties_the_page_says_so(page):
    assert "这一年没有创建任务" in page().content.decode()


def test_strangers_get_404(client, journey):
    url = reverse("workspace:duties", args=[journey.unit.pk])
    for user in (make.make_captain(make.make_unit(journey.county)), journey.officer, journey.reviewer):
        client.force_login(user)
        assert client.get(url).status_code == 404


def test_the_page_costs_the_same_for_three_duties_as_for_one(page, django_assert_num_queries):
    make_duty("a")
    with django_assert_num_queries(19):
        page()
    make_duty("b")
    make_duty("c", period="month")
    with django_assert_num_queries(19):
        page()


# What the cycle says


def test_a_unit_stands_in_the_cycle_it_filed_for_and_owes_from_the_day_it_began(journey):
    assert periods.standings("unit", [journey.unit], clock.today()) == {journey.unit.pk: periods.Standing()}
    journey.candidacy("filed")
    filed = periods.standings("unit", [journey.unit], clock.today())[journey.unit.pk]
    assert (filed.cycle.first, filed.cycle.last) == (journey.cycle.filing_opens_on, journey.cycle.closes_on)
    assert filed.since is None
    journey.take(journey.unit.candidacies.get(), "creating")
    assert periods.standings("unit", [journey.unit], clock.today())[journey.unit.pk].since == clock.today()
    assert cycle_of(journey.unit, journey.cycle.closes_on + timedelta(days=1)) is None


def test_a_withdrawn_filing_binds_nobody(journey):
    perform(journey.candidacy("filed"), "withdraw", by=journey.captain)
    assert cycle_of(journey.unit, clock.today()) is None


def test_a_registered_title_binds_from_the_day_it_was_put_on_record(journey):
    past = legacy.PastTitle(journey.unit.name, Level.CITY, 1, "第1届", 2020, journey.unit.region, "报纸")
    legacy.register(past, committee=journey.city, policy=LegacyStarPolicy.COLLAPSE_TO_ONE, by=journey.officer)
    assert periods.standings("unit", [journey.unit], clock.today())[journey.unit.pk].since == clock.today()


def test_committees_stand_in_the_cycle_of_the_nearest_organizer(journey):
    found = periods.standings("committee", [journey.province, journey.city, journey.county], clock.today())
    cycle = periods.cycle_span(journey.cycle.filing_opens_on, journey.cycle.closes_on)
    assert [found[c.pk].cycle for c in (journey.province, journey.city, journey.county)] == [
        None, cycle, cycle,
    ]  # fmt: skip
    nearer = make.make_cycle(journey.county, filing_opens_on=clock.today() - timedelta(days=320))
    found = periods.standings("committee", [journey.city, journey.county], clock.today())
    assert found[journey.county.pk].cycle.first == nearer.filing_opens_on
    assert found[journey.county.pk].since == nearer.filing_opens_on
    assert found[journey.city.pk].since == journey.cycle.filing_opens_on


def test_standings_cost_the_same_for_three_units_as_for_one(journey, django_assert_num_queries):
    journey.candidacy("creating")
    units = [journey.unit, *(make.make_unit(journey.county) for _ in range(2))]
    with django_assert_num_queries(3):
        periods.standings("unit", units[:1], clock.today())
    with django_assert_num_queries(3):
        periods.standings("unit", units, clock.today())


def test_the_desk_lists_what_comes_up_next(client, journey):
    for number in range(4):
        make_duty(f"d{number}", order=number)
    client.force_login(journey.captain)
    assert "接下来的创建任务" not in client.get("/desk/").content.decode()
    journey.candidacy("creating")
    text = client.get("/desk/").content.decode()
    assert [name for name in ("任务d0", "任务d1", "任务d2", "任务d3") if name in text] == [
        "任务d0",
        "任务d1",
        "任务d2",
    ]


def test_the_public_rules_list_duties_with_their_clauses(client, journey):
    make_duty(target=4, clause="示例文件 一(一)")
    make_duty("own", committee=journey.city, clause="示例文件 一(一)")
    make_duty("off", is_active=False)
    response = client.get("/rules/")
    found = [(line.duty.code, line.clause.anchor) for line in response.context["rules"].duties]
    assert found == [("d", "示例文件-一-一"), ("own", "")]
    assert "每年至少 4 次" in response.content.decode()
