"""Evidence is picked from the unit's own records: suggestions on the card, search and pages in the picker."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import clock
from creation_cycle.queries.evidence import Shelf, evidence_of, record_keys
from tests import factories as make
from tests.creation_cycle.self_assessment_world import (
    KindsWorld,
    make_activity,
    make_care_visit,
    make_innovation,
)
from workspace.models import UnitLink

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def world(client) -> KindsWorld:
    world = KindsWorld()
    client.force_login(world.captain)
    return world


def picker(world, item="创建特色") -> str:
    return f"/desk/candidacies/{world.creating.pk}/self-assessment/items/{world.items[item].pk}/evidence/"


def behind(world, item="创建特色") -> set[str]:
    entry = world.entry(item)
    return record_keys([entry])[entry.pk]


def make_link(world, state="confirmed") -> UnitLink:
    other = make.make_unit(world.county)
    decided = {"confirmed_by": world.captain, "confirmed_on": clock.today()} if state == "confirmed" else {}
    return UnitLink.objects.create(
        kind="joint", proposer=other, partner=world.unit, topic="窗口共建", proposed_by=world.captain, state=state,
        **decided,
    )  # fmt: skip


def test_a_card_offers_what_fits_before_what_is_newer(world):
    fitting = make_activity(world.unit, world.captain, "敬老院送温暖", kind="志愿服务", days=90)
    newer = make_activity(world.unit, world.captain, "岗位练兵", kind="岗位练兵", days=1)
    shelf = Shelf(world.unit)
    offered = shelf.suggestions(world.items["志愿服务"], taken=(), most=5)
    assert [record.key for record in offered] == [f"activities-{fitting.pk}", f"activities-{newer.pk}"]


def test_records_are_ticked_on_the_card_without_an_upload(client, world):
    activity = make_activity(world.unit, world.captain)
    address = f"/desk/candidacies/{world.creating.pk}/self-assessment/"
    page = client.get(address).text
    assert f'value="activities-{activity.pk}"' in page
    assert 'type="file"' not in page
    client.post(address, {world.field("创建特色", "records"): [f"activities-{activity.pk}"]})
    assert behind(world) == {f"activities-{activity.pk}"}
    client.post(address, {world.field("创建特色", "records"): []})
    assert behind(world) == set()


def test_records_of_others_and_those_taken_back_are_refused(client, world):
    foreign = make_activity(make.make_unit(world.county), world.captain)
    gone = make_activity(world.unit, world.captain, removed_at=clock.now())
    address = f"/desk/candidacies/{world.creating.pk}/self-assessment/"
    for key in (f"activities-{foreign.pk}", f"activities-{gone.pk}", "activities-x", "posts-1"):
        page = client.post(address, {world.field("创建特色", "records"): [key]}).text
        assert "所选记录已撤下或不属于本集体" in page
        client.post(picker(world), {"chosen": [key]})
        assert behind(world) == set()


def test_the_picker_finds_every_kind(client, world):
    make_innovation(world.unit, world.captain, "错峰叫号")
    make_care_visit(world.unit, world.captain)
    make_link(world)
    make_link(world, state="proposed")
    shown = {
        kind: client.get(f"{picker(world)}?kind={kind}").text
        for kind in ("innovations", "care_visits", "links")
    }
    assert "错峰叫号" in shown["innovations"]
    assert "家庭-01" in shown["care_visits"], "code names only"
    assert shown["links"].count("窗口共建") == 1, "only what both sides confirmed"


def test_the_picker_searches_and_pages_and_saves_what_it_shows(client, world):
    activities = [make_activity(world.unit, world.captain, f"活动{n:02}", days=n) for n in range(23)]
    newest, oldest = activities[0], activities[-1]
    first = client.get(picker(world))
    assert "共 23 条" in first.text
    assert "活动20" not in first.text
    shown = [f"activities-{activity.pk}" for activity in activities[:20]]
    answer = client.post(picker(world), {"chosen": shown[:2], "then": "next"})
    assert answer.headers["Location"] == f"{picker(world)}?page=2"
    second = [f"activities-{activity.pk}" for activity in activities[20:]]
    answer = client.post(f"{picker(world)}?page=2", {"chosen": second[-1:]})
    assert answer.headers["Location"].endswith(f"/self-assessment/#item-{world.items['创建特色'].pk}")
    assert behind(world) == {*shown[:2], f"activities-{oldest.pk}"}
    client.post(picker(world), {"was": shown[:2], "chosen": shown[1:2]}, **HTMX)
    assert f"activities-{newest.pk}" not in behind(world)
    found = client.get(f"{picker(world)}?q=活动 07").text
    assert "共 1 条" in found


def ticked(page) -> list[str]:
    return re.findall(r'name="was" value="([^"]*)"', page.text)


def test_two_people_at_the_picker_both_keep_their_ticks(client, world):
    first, second, third = (
        f"activities-{make_activity(world.unit, world.captain, days=n).pk}" for n in (1, 2, 3)
    )
    client.post(picker(world), {"chosen": [third]})
    was = ticked(client.get(picker(world)))
    assert was == [third]
    answer = client.post(picker(world), {"was": was, "chosen": [first, third]}, **HTMX)
    client.post(picker(world), {"was": was, "chosen": [second]}, **HTMX)
    assert behind(world) == {first, second}
    assert ticked(answer) == [first, third], "what the page has ticked by now, to be unticked"
    client.post(picker(world), {"was": ticked(answer), "chosen": [third]}, **HTMX)
    assert behind(world) == {second}


def test_a_record_that_was_taken_back_meanwhile_does_not_stop_the_page(client, world):
    gone, kept = make_activity(world.unit, world.captain), make_activity(world.unit, world.captain, days=3)
    gone_key, kept_key = f"activities-{gone.pk}", f"activities-{kept.pk}"
    client.post(picker(world), {"chosen": [gone_key]})
    type(gone).objects.filter(pk=gone.pk).update(removed_at=clock.now())
    answer = client.post(picker(world), {"was": [gone_key], "chosen": [gone_key, kept_key]}, **HTMX)
    assert answer.status_code == 200
    assert "没有选用" not in answer.text
    assert behind(world) == {kept_key}
    answer = client.post(picker(world), {"was": [kept_key], "chosen": [gone_key, kept_key]}, **HTMX)
    assert "所选记录已撤下或不属于本集体，没有选用" in answer.text
    assert ticked(answer) == [kept_key]


@pytest.mark.parametrize("query", ["?kind=posts", "?page=x", "?page=999", "?q=" + "长" * 90])
def test_addresses_that_make_no_sense_show_the_log(client, world, query):
    make_activity(world.unit, world.captain)
    page = client.get(f"{picker(world)}{query}")
    assert page.status_code == 200
    assert 'aria-current="page">创建日志</a>' in page.text


def test_without_an_open_version_there_is_nothing_to_pick_for(client, world):
    world.assess_themselves(world.creating, world.captain)
    assert client.get(picker(world)).status_code == 404
    assert client.post(picker(world), {"chosen": []}).status_code == 404


def test_strangers_do_not_find_the_picker(client, world):
    client.force_login(make.make_captain(make.make_unit(world.county)))
    assert client.get(picker(world)).status_code == 404


def test_evidence_of_all_items_is_read_at_once_and_marks_what_was_taken_back(world):
    kept, gone = make_activity(world.unit, world.captain), make_activity(world.unit, world.captain, days=5)
    visit, work, link = (
        make_care_visit(world.unit, world.captain), make_innovation(world.unit, world.captain), make_link(world),
    )  # fmt: skip
    first, second = world.entry("创建特色"), world.entry("志愿服务")
    first.activities.set([kept, gone])
    second.care_visits.add(visit)
    second.innovations.add(work)
    second.links.add(link)
    type(gone).objects.filter(pk=gone.pk).update(removed_at=clock.now())
    with CaptureQueriesContext(connection) as queries:
        found = evidence_of([first, second], world.unit)
    assert [(record.key, record.is_removed) for record in found[first.pk]] == [
        (f"activities-{gone.pk}", True), (f"activities-{kept.pk}", False),
    ]  # fmt: skip
    assert {record.kind for record in found[second.pk]} == {"关爱帮扶", "五小创新", "号号联创"}
    assert len(queries) == 9, "two for each kind, and the duties of activities"
