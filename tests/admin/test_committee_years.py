"""年度任务 of a committee: progress, records with five fields, corrections, and who may do what."""

import html
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from core.models import LedgerEntry
from tests.workspace.duties_world import make_activity, make_duty, make_type
from workspace.models import Activity
from workspace.queries.duties import YEARS_SHOWN

pytestmark = pytest.mark.django_db


@pytest.fixture
def kind():
    return make_type("committee-training", committees=True)


@pytest.fixture
def duty(kind):
    found = make_duty(
        "d1", subject="committee", counter="committee_activities", clause="工作指引 二.5（五个一）"
    )
    found.activity_types.add(kind)
    return found


def year_page(committee, year=None) -> str:
    return reverse("admin:workspace_duty_year", args=[committee.pk, year or clock.today().year])


def new_record(committee) -> str:
    return reverse("admin:workspace_duty_record_new", args=[committee.pk, clock.today().year])


def typed(kind, **values) -> dict:
    day = clock.today().isoformat()
    return {"activity_type": kind.pk, "day": day, "theme": "号长培训班", "people": "40", "text": "", **values}


def test_a_record_of_five_fields_counts_for_every_duty_of_its_kind(journey, duty, kind, as_user):
    also = make_duty(
        "d2", subject="grassroots", counter="committee_activities", period="cycle", ticked_by_type=False
    )
    also.activity_types.add(kind)
    client = as_user(journey.recommender)
    response = client.get(f"{new_record(journey.county)}?duty={duty.pk}")
    assert len(response.context["form"].fields) == 5
    assert response.context["form"]["activity_type"].value() == kind.pk
    assert client.post(new_record(journey.county), typed(kind)).url == year_page(journey.county)
    activity = Activity.objects.get()
    assert (activity.committee, activity.created_by) == (journey.county, journey.recommender)
    assert set(activity.duties.all()) == {duty, also}
    lines = client.get(year_page(journey.county)).context["lines"]
    assert [(line.duty, line.status.label) for line in lines] == [(duty, "已完成"), (also, "已完成")]
    assert LedgerEntry.objects.of(activity).get().move == "create"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"theme": ""}, "theme"),
        ({"theme": "题" * 61}, "theme"),
        ({"day": (clock.today() + timedelta(days=1)).isoformat()}, "day"),
        ({"day": "2026-02-30"}, "day"),
        ({"people": "-1"}, "people"),
        ({"people": "100001"}, "people"),
        ({"text": "字" * 601}, "text"),
        ({"activity_type": "0"}, "activity_type"),
    ],
)
def test_bad_input_is_refused_at_its_field(journey, duty, kind, as_user, wrong, field):
    response = as_user(journey.officer).post(new_record(journey.city), typed(kind, **wrong))
    assert list(response.context["form"].errors) == [field]
    assert Activity.objects.count() == 0


def test_a_kind_for_units_is_not_on_offer(journey, duty, as_user):
    response = as_user(journey.officer).post(new_record(journey.city), typed(make_type("units-only")))
    assert list(response.context["form"].errors) == ["activity_type"]


def test_correcting_writes_what_was_changed_and_says_so(journey, duty, kind, as_user):
    activity = make_activity(journey.city, clock.today(), duty, activity_type=kind, theme="旧主题", people=3)
    url = reverse("admin:workspace_duty_record", args=[activity.pk])
    other = make_type("committee-meeting", committees=True)
    client = as_user(journey.officer)
    assert client.post(url, typed(other, people="3")).url == year_page(journey.city)
    activity.refresh_from_db()
    assert (activity.theme, activity.activity_type, activity.people) == ("号长培训班", other, 3)
    assert activity.duties.count() == 0
    assert LedgerEntry.objects.of(activity).get().note == "类型、主题"


def opened(client, url) -> dict:
    """The form as a browser would send it back untouched."""
    form = client.get(url).context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def test_what_a_colleague_changed_meanwhile_stays(journey, duty, kind, as_user):
    activity = make_activity(journey.city, clock.today(), activity_type=kind, theme="号长培训班", people=3)
    url, client = reverse("admin:workspace_duty_record", args=[activity.pk]), as_user(journey.officer)
    shown = opened(client, url)
    Activity.objects.filter(pk=activity.pk).update(text="同事补充的简述")
    assert client.post(url, shown | {"people": "40"}).status_code == 302
    activity.refresh_from_db()
    assert (activity.people, activity.text) == (40, "同事补充的简述")


def test_two_officers_at_one_text_are_asked_and_nothing_is_overwritten(journey, duty, kind, as_user):
    activity = make_activity(journey.city, clock.today(), activity_type=kind, theme="号长培训班", people=3)
    url, client = reverse("admin:workspace_duty_record", args=[activity.pk]), as_user(journey.officer)
    shown = opened(client, url)
    Activity.objects.filter(pk=activity.pk).update(text="同事写的")
    page = client.post(url, shown | {"text": "我写的"})
    assert page.status_code == 200
    for said in ("同事写的", "我写的", "您和他人都修改了"):
        assert said in page.content.decode()
    activity.refresh_from_db()
    assert activity.text == "同事写的"


def test_a_record_stands_on_a_page_that_can_be_opened(journey, duty, kind, as_user):
    client, year = as_user(journey.officer), clock.today().year - YEARS_SHOWN + 1
    response = client.post(new_record(journey.city), typed(kind, day=f"{year - 1}-12-31"))
    assert list(response.context["form"].errors) == ["day"]
    response = client.post(new_record(journey.city), typed(kind, day=f"{year}-01-01"))
    assert client.get(response.url).status_code == 200


def test_taking_back_and_bringing_back(journey, duty, as_user):
    activity = make_activity(journey.city, clock.today(), duty)
    client = as_user(journey.officer)
    for name, count in (("remove", 0), ("remove", 0), ("restore", 1), ("restore", 1)):
        assert (
            client.get(reverse(f"admin:workspace_duty_record_{name}", args=[activity.pk])).status_code == 405
        )
        client.post(reverse(f"admin:workspace_duty_record_{name}", args=[activity.pk]))
        response = client.get(year_page(journey.city))
        assert response.context["lines"][0].count == count
        assert list(response.context["removed"]) == ([] if count else [activity])
    assert [entry.label for entry in LedgerEntry.objects.of(activity)] == ["撤下", "恢复"]


@pytest.mark.parametrize(
    ("role", "page", "write"),
    [("officer", 200, 200), ("approver", 200, 403), ("auditor", 200, 403), ("county", 404, 404),
     ("elsewhere", 404, 404), ("admin", 200, 200), ("captain", 302, 302), ("no_office", 302, 302)],
)  # fmt: skip
def test_who_reads_and_who_writes(journey, people, duty, as_user, role, page, write):
    client = as_user(people[role])
    activity = make_activity(journey.city, clock.today(), duty)
    record = reverse("admin:workspace_duty_record", args=[activity.pk])
    assert client.get(year_page(journey.city)).status_code == page
    assert [client.get(url).status_code for url in (new_record(journey.city), record)] == [write, write]
    removing = client.post(reverse("admin:workspace_duty_record_remove", args=[activity.pk])).status_code
    assert removing == (302 if write == 200 else write)


def test_an_office_above_reads_what_a_committee_below_did_and_changes_nothing(journey, duty, as_user):
    activity = make_activity(journey.county, clock.today(), duty, theme="街道培训班")
    client = as_user(journey.officer)
    text = client.get(year_page(journey.county)).content.decode()
    assert "街道培训班" in text
    assert new_record(journey.county) not in text
    assert client.post(new_record(journey.county), {}).status_code == 403
    assert client.post(reverse("admin:workspace_duty_record_remove", args=[activity.pk])).status_code == 403
    activity.refresh_from_db()
    assert activity.removed_at is None


def test_a_units_record_is_no_committees(journey, duty, as_user):
    activity = make_activity(journey.unit, clock.today())
    assert as_user(journey.officer).get(
        reverse("admin:workspace_duty_record", args=[activity.pk])
    ).status_code == 404  # fmt: skip


def test_who_serves_at_one_committee_is_taken_there_others_choose(journey, people, as_user):
    url = reverse("admin:workspace_duty_years")
    assert as_user(people["county"]).get(url).url == year_page(journey.county)
    response = as_user(journey.officer).get(url)
    assert [committee.pk for committee in response.context["page"]] == [journey.city.pk, journey.county.pk]
    assert "本级" in response.content.decode()


def test_the_committees_page_leads_there(journey, people, as_user):
    url = reverse("admin:units_committee_change", args=[journey.city.pk])
    assert year_page(journey.city) in as_user(people["auditor"]).get(url).content.decode()
    assert year_page(journey.city) not in as_user(people["elsewhere"]).get(url).content.decode()


def test_years_that_are_not_on_offer_do_not_exist(journey, as_user):
    assert as_user(journey.officer).get(year_page(journey.city, 1999)).status_code == 404


def test_an_officer_sets_the_own_committees_duty_and_reads_the_frame(journey, kind, as_user):
    national = make_duty("d1", subject="committee", counter="committee_activities")
    client, add = as_user(journey.officer), reverse("admin:workspace_duty_add")
    given = {
        "committee": journey.city.pk, "code": "d1", "name": "两次培训", "subject": "committee", "period": "year",
        "target": 2, "counter": "committee_activities", "activity_types": [kind.pk], "clause": "本市通知",
        "is_active": "on", "order": 0,
    }  # fmt: skip
    response = client.post(add, {**given, "activity_types": [make_type("units-only").pk]})
    assert "与任务对象不符的活动类型：units-only" in response.content.decode()
    assert client.post(add, {**given, "committee": ""}).status_code == 200
    assert client.post(add, {**given, "committee": journey.county.pk}).status_code == 200
    assert client.post(add, given).status_code == 302
    [line] = client.get(year_page(journey.city)).context["lines"]
    assert (line.duty.name, line.goal) == ("两次培训", 2)
    assert client.post(reverse("admin:workspace_duty_change", args=[national.pk]), given).status_code == 403


@pytest.mark.parametrize("ticked", [True, False])
def test_an_own_duty_begins_with_what_the_frame_says(journey, as_user, ticked):
    duty, kind = make_duty("d17", target=2, ticked_by_type=ticked), make_type("inspection")
    duty.activity_types.add(kind)
    client = as_user(journey.officer)
    page = client.get(reverse("admin:workspace_duty_change", args=[duty.pk])).content.decode()
    [way] = re.findall(r'href="(/admin/workspace/duty/add/\?[^"]+)"', page)
    form = client.get(html.unescape(way)).context["adminform"].form
    assert (form["code"].value(), form["target"].value()) == ("d17", "2")
    assert [box.data["selected"] for box in form["activity_types"]] == [True]
    assert form["ticked_by_type"].subwidgets[0].data["attrs"].get("checked", False) is ticked


def test_lists_of_records_cost_the_same_for_three_as_for_one(
    journey, duty, as_user, django_assert_num_queries
):
    client = as_user(journey.officer)
    make_activity(journey.city, clock.today(), duty)
    client.get(year_page(journey.city))
    with django_assert_num_queries(17):
        client.get(year_page(journey.city))
    for _ in range(2):
        make_activity(journey.city, clock.today(), duty, activity_type=make_type("more", committees=True))
    with django_assert_num_queries(17):
        client.get(year_page(journey.city))
