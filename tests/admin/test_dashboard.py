"""The dashboard: what waits for whom, and that each number leads to a list of just so many."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from creation_cycle.services.objections import object_to
from tests import factories as make

pytestmark = pytest.mark.django_db


def tasks(client) -> dict[str, tuple]:
    """Label → (count, address) as the dashboard shows them to the client's user."""
    context = client.get("/admin/").context
    rows = {row["task"].label: (row["task"].count, row["url"]) for row in context["tasks"]}
    return rows | {row["label"]: (row["count"], row["url"]) for row in context["others"]}


def another(journey, state):
    unit = make.make_unit(journey.county)
    return journey.candidacy(state, unit=unit, captain=make.make_captain(unit))


def test_each_desk_sees_its_own_work(journey, people, as_user):
    journey.candidacy("submitted")
    another(journey, "recommended")
    another(journey, "nominated")
    roles = ("county", "officer", "approver", "auditor", "elsewhere")
    assert {role: sorted(tasks(as_user(people[role]))) for role in roles} == {
        "county": ["待推荐"],
        "officer": ["待备案", "拟认定，待公示"],
        "approver": [],
        "auditor": [],
        "elsewhere": [],
    }


def test_approver_sees_what_may_be_certified_once_the_notice_is_over(journey, as_user):
    candidacy = journey.candidacy("publicised")
    with journey.after_notice(candidacy, days=0):
        assert tasks(as_user(journey.approver)) == {}
    with journey.after_notice(candidacy):
        assert list(tasks(as_user(journey.approver))) == ["公示期满，待认定"]


def test_objection_waits_for_the_organizer(journey, as_user):
    candidacy = journey.candidacy("publicised")
    object_to(candidacy.notice_entries.get().notice, candidacy, content="异议")
    assert {label: count for label, (count, _) in tasks(as_user(journey.officer)).items()} == {
        "异议核查中，待决定": 1, "异议，待受理": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("role", "state"), [("county", "submitted"), ("officer", "recommended"), ("officer", "met")]
)
def test_number_and_list_agree(role, state, journey, people, as_user):
    journey.candidacy(state)
    another(journey, state)
    client = as_user(people[role])
    [(count, url)] = tasks(client).values()
    assert client.get(url).context["cl"].result_count == count == 2


def test_what_is_overdue_says_so(journey, as_user):
    journey.candidacy("recommended")
    type(journey.cycle).objects.filter(pk=journey.cycle.pk).update(
        filing_closes_on=journey.cycle.filing_closes_on - timedelta(days=60)
    )
    assert "已逾期" in as_user(journey.officer).get("/admin/").content.decode()


def test_empty_dashboard_has_a_sentence_for_each_list(people, as_user):
    page = as_user(people["elsewhere"]).get("/admin/").content.decode()
    assert len(re.findall(r"目前没有[^<]+。", page)) == 4


def test_queries_do_not_depend_on_how_much_waits(journey, as_user):
    client = as_user(journey.officer)
    journey.candidacy("publicised")
    journey.open_round()
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get("/admin/")
        counts.append(len(queries))
        another(journey, "recommended")
        another(journey, "publicised")
    assert counts[0] == counts[1]


def test_navigation_has_no_empty_group(people, as_user):
    groups = as_user(people["auditor"]).get("/admin/").context["sidebar_navigation"]
    assert [group["title"] for group in groups] == [
        "", "创建管理", "考核", "常态监督", "称号与证书", "志愿服务", "志愿服务活动与项目", "青年信用", "组织与人员",
        "规则与标准", "系统",
    ]  # fmt: skip
    assert all(group["items"] for group in groups)
    links = [str(item["link"]) for group in groups for item in group["items"]]
    assert reverse("admin:accounts_user_changelist") not in links
