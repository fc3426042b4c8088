"""The log, one record, and who reads them: keepers, those who oversee, reviewers of the unit, nobody else."""

from datetime import date, timedelta

import pytest

from core.models import LedgerEntry
from creation_cycle.models import SelfAssessmentEntry
from tests import factories as make
from tests.workspace.log_world import log_of_journey, make_log_world
from units.enums import OfficeRole, UnitRole
from workspace import readers
from workspace.models import Activity
from workspace.services import activities

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(client):
    world = make_log_world()
    client.force_login(world.captain)
    return world


def themes(response) -> list[str]:
    return [activity.theme for activity in response.context["page"].rows]


# The list


def test_newest_first_by_month(client, world):
    for day in (date(2026, 3, 5), date(2026, 5, 4), date(2026, 3, 20)):
        world.record(day=day, theme=f"{day:%m-%d}")
    page = client.get(world.url)
    text = page.content.decode()
    assert themes(page) == ["05-04", "03-20", "03-05"]
    assert text.index("2026年5月") < text.index("2026年3月")
    assert text.count('class="log-month"') == 2


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "练兵"}, ["练兵 甲", "练兵 乙"]),
        ({"q": "练兵 乙"}, ["练兵 乙"]),
        ({"type": "meeting"}, ["会议"]),
        ({"year": "2025"}, ["练兵 乙"]),
        ({"public": "1"}, ["会议"]),
        ({"duty": "practice"}, ["练兵 甲"]),
        ({"q": "没有"}, []),
        ({"year": "1990"}, []),
        ({"type": "x"}, []),
        ({"q": "\u202e"}, []),
    ],
)
def test_filters(client, world, query, found):
    world.record(theme="练兵 甲", duties=[world.practice], day=date(2026, 6, 2))
    world.record(theme="练兵 乙", day=date(2025, 6, 1))
    world.record(theme="会议", activity_type=world.kind("meeting"), is_public=True, day=date(2026, 5, 1))
    keys = {"meeting": world.kind("meeting").pk, "practice": world.practice.pk}
    page = client.get(world.url, {name: keys.get(value, value) for name, value in query.items()})
    assert (page.status_code, themes(page)) == (200, found)


def test_pages_go_on_after_the_last_row(client, world):
    for number in range(23):
        world.record(theme=f"第{number}次", day=date(2026, 1, 1) + timedelta(days=number // 3))
    first = client.get(world.url)
    second = client.get(world.url, {"after": first.context["page"].after})
    back = client.get(world.url, {"before": second.context["page"].before})
    expected = [f"第{number}次" for number in reversed(range(23))]
    assert themes(first) + themes(second) == expected
    assert (len(themes(first)), themes(back), first.context["count"]) == (20, themes(first), 23)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_log_costs_the_same_for_one_record_and_three(client, world, rows, django_assert_num_queries):
    for number in range(rows):
        world.record(theme=f"第{number}次", duties=[world.practice])
    client.get(world.url)
    with django_assert_num_queries(22):
        client.get(world.url)


def test_an_empty_log_invites_and_an_empty_search_does_not_blame(client, world):
    assert "活动记一次" in client.get(world.url).content.decode()
    assert "没有符合条件的记录" in client.get(world.url, {"q": "练兵"}).content.decode()


# Taking back


def test_taken_back_and_brought_back(client, world):
    activity = world.record()
    there = client.post(f"{activity.get_absolute_url()}remove/", follow=True)
    assert (themes(there), [row.pk for row in there.context["removed"]]) == ([], [activity.pk])
    assert client.get(activity.get_absolute_url()).status_code == 404
    assert client.get(f"{activity.get_absolute_url()}edit/").status_code == 404
    back = client.post(f"{activity.get_absolute_url()}restore/", follow=True)
    assert back.context["activity"] == activity
    assert themes(client.get(world.url)) == ["岗位练兵比武"]


def test_taking_back_twice_keeps_the_first_time_and_one_line(client, world):
    activity = world.record()
    first = activities.take_back(activity, by=world.captain).removed_at
    second = activities.take_back(activity, by=world.captain).removed_at
    assert first == second
    assert [entry.label for entry in LedgerEntry.objects.of(activity)] == ["建立", "撤下"]


def test_evidence_of_a_self_assessment_stays(client, journey):
    """What was judged must be found again (STYLE 10)."""
    world = log_of_journey(journey)
    activity = world.record()
    journey.candidacy("applied")
    entry = SelfAssessmentEntry.objects.first()
    entry.activities.add(activity)
    client.force_login(journey.captain)
    answer = client.post(f"{activity.get_absolute_url()}remove/", follow=True)
    assert "是自查自评的依据" in answer.content.decode()
    assert "自评 1 处" in answer.content.decode()
    assert Activity.objects.kept().filter(pk=activity.pk).exists()


# One record


def test_a_record_says_where_it_counts(client, world):
    activity = world.record(
        activity_type=world.kind("volunteering"), duties=[world.practice],
        youth_home=world.unit.youth_homes.get(), day=date(2026, 5, 4), is_public=True,
    )  # fmt: skip
    assert client.get(activity.get_absolute_url()).context["uses"] == [
        "创建任务 1 项", "青少年之家志愿服务 1 场", "2026 年年度报告",
    ]  # fmt: skip


def people(world) -> dict:
    """Everybody who might ask for a record, by what they are."""
    return {
        "captain": world.captain,
        "deputy": make.make_captain(world.unit, UnitRole.DEPUTY),
        "filler": make.make_captain(world.unit, UnitRole.FILLER),
        "county": make.make_officer(world.county),
        "city": make.make_officer(world.city),
        "auditor": make.make_officer(world.city, OfficeRole.AUDITOR),
        "superuser": make.make_user(is_superuser=True),
        "other captain": make.make_captain(make.make_unit(world.county)),
        "elsewhere": make.make_officer(make.make_committee("邻市团委", "city")),
        "nobody": make.make_user(),
    }


READ = {
    "captain": (200, True), "deputy": (200, True), "filler": (200, True), "county": (200, False),
    "city": (200, False), "auditor": (200, False), "superuser": (200, False), "other captain": (404, None),
    "elsewhere": (404, None), "nobody": (404, None),
}  # fmt: skip


def test_who_reads_a_record_and_who_may_change_it(client, world):
    activity = world.record()
    found = {}
    for name, person in people(world).items():
        client.force_login(person)
        page = client.get(activity.get_absolute_url())
        found[name] = (page.status_code, page.context.get("keeps") if page.status_code == 200 else None)
        if found[name] != (200, True):
            assert client.get(f"{activity.get_absolute_url()}edit/").status_code == 404
            assert client.post(f"{activity.get_absolute_url()}remove/").status_code == 404
    assert found == READ


def test_the_address_of_another_unit_finds_nothing(client, world):
    other = make.make_unit(world.county)
    make.make_captain(other)
    activity = world.record()
    assert client.get(f"/desk/units/{other.pk}/log/{activity.pk}/").status_code == 404
    theirs = Activity.objects.create(
        unit=other, activity_type=world.kind(), theme="他人的", people=1, created_by=world.captain
    )
    for end in ("", "edit/"):
        assert client.get(f"{world.url}{theirs.pk}/{end}").status_code == 404
    assert client.get(f"{world.url}new/", {"copy": theirs.pk}).context["form"].initial["theme"] == ""


def test_reviewers_read_the_units_they_are_to_assess(client, journey):
    world = log_of_journey(journey)
    activity = world.record()
    client.force_login(journey.reviewer)
    assert client.get(activity.get_absolute_url()).status_code == 404
    candidacy = journey.candidacy("assessing")
    assert client.get(activity.get_absolute_url()).status_code == 200
    journey.reviewer.is_active = False
    assert not Activity.objects.filter(readers.read_by(journey.reviewer)).exists()
    journey.to_met(candidacy, journey.captain)
    assert client.get(activity.get_absolute_url()).status_code == 404, "the round is over"


def test_unknown_units_have_no_log_and_visitors_sign_in_first(client, world):
    assert client.get("/desk/units/999999/log/").status_code == 404
    client.logout()
    assert client.get(world.url).status_code == 302


# What nobody types


@pytest.mark.parametrize(
    "sent",
    [{"day": "9999-12-31"}, {"day": "0001-01-01"}, {"activity_type": "9" * 5000}, {"duties": "9" * 5000},
     {"duties": "9" * 30}, {"drop": "9" * 30}, {"duties_for": "9" * 5000}],
)  # fmt: skip
def test_impossible_days_and_keys_are_no_errors_of_ours(client, world, sent):
    page = client.post(f"{world.url}new/", world.typed() | {"theme": ""} | sent)
    assert page.status_code == 200
    kind = {"activity_type": world.kind().pk, "day": "2026-05-04"}
    assert client.get(f"{world.url}duties/", kind | sent).status_code == 200


def test_records_that_were_taken_back_have_pages_of_their_own(client, world):
    for number in range(21):
        activities.take_back(world.record(theme=f"第{number}次"), by=world.captain)
    page = client.get(world.url)
    assert "已撤下（21）" in page.content.decode()
    assert len(page.context["removed"]) == 20
    assert [row.theme for row in client.get(f"{world.url}?removed=2").context["removed"]] == ["第0次"]
