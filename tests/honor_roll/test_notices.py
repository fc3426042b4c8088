"""公示 before the public: which notices exist, and what their clock says."""

from datetime import date, timedelta

import pytest
import time_machine

from core.models import Holiday
from creation_cycle.enums import CandidacyState, NoticeState
from tests import factories as make
from tests.honor_roll.world import make_candidacy, make_notice, make_public_world, make_title

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 5, 11)


@pytest.fixture
def world():
    with time_machine.travel("2026-05-11T10:00:00+08:00", tick=False):
        yield make_public_world()


def listed(client) -> list[str]:
    return [clock.notice.title for clock in client.get("/notices/").context["clocks"]]


def test_drafts_and_notices_taken_down_do_not_exist_for_the_public(client, world):
    cycle, _, candidacy, notice = world
    draft = make_notice(cycle, [candidacy], state=NoticeState.DRAFT)
    gone = make_notice(cycle, [candidacy], state=NoticeState.CLOSED, days=-5, taken_down_on=MONDAY)
    going = make_notice(
        cycle, [candidacy], state=NoticeState.CLOSED, days=-5, taken_down_on=MONDAY + timedelta(days=1)
    )
    assert listed(client) == [notice.title, going.title]
    for hidden, status in ((draft, 404), (gone, 410)):
        assert client.get(f"/notices/{hidden.pk}/").status_code == status
        assert client.get(f"/notices/{hidden.pk}/object/").status_code == status
    assert client.get(f"/notices/{going.pk}/").status_code == 200


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (7, "还剩 5 个工作日"),
        (1, "还剩 1 个工作日"),
        (0, "今天截止"),
        (-1, "公示期已满，不再受理异议"),
    ],
)
def test_the_clock_counts_working_days_to_the_end_of_the_last_day(client, world, days, sentence):
    cycle, _, candidacy, _ = world
    notice = make_notice(cycle, [candidacy], days=days)
    text = client.get(f"/notices/{notice.pk}/").content.decode()
    assert sentence in text
    assert f'<dd><time datetime="2026-05-{11 + days}"' in text


def test_holidays_do_not_count(client, world):
    Holiday.objects.create(
        date=MONDAY + timedelta(days=1), is_workday=False, published_year=2026, name="示例"
    )
    assert "还剩 4 个工作日" in client.get(world[3].get_absolute_url()).content.decode()


@pytest.mark.parametrize("provisional", [True, False])
def test_a_guess_about_holidays_is_marked(client, world, provisional):
    cycle, _, candidacy, _ = world
    notice = make_notice(cycle, [candidacy], is_provisional=provisional)
    assert (
        "节假日安排未公布，暂按周末计算" in client.get(notice.get_absolute_url()).content.decode()
    ) is provisional
    assert ("暂按周末计算" in client.get("/notices/").content.decode()) is provisional


def test_contested_units_are_marked_and_the_rest_is_not(client, world):
    cycle, unit, _, notice = world
    other = make.make_unit(unit.committee, "有异议的集体")
    notice.entries.create(candidacy=make_candidacy(other, cycle, CandidacyState.CONTESTED), star=2)
    text = client.get(notice.get_absolute_url()).content.decode()
    assert text.count("异议核查中") == 1
    assert text.index("有异议的集体") < text.index("异议核查中")
    assert "二星级" in text


def test_a_recognised_unit_leads_to_its_plaque(client, world):
    cycle, unit, _, notice = world
    approver = make.make_officer(cycle.committee)
    decision = {"decision_number": "示例", "decided_on": MONDAY, "certified_by": approver}
    recognised = make.make_unit(unit.committee, "已认定的集体")
    make_title(recognised)
    entry = make_candidacy(recognised, cycle, CandidacyState.CERTIFIED, **decision)
    notice.entries.create(candidacy=entry, star=1)
    text = client.get(notice.get_absolute_url()).content.decode()
    assert f'href="{recognised.get_absolute_url()}"' in text
    assert unit.get_absolute_url() not in text


def test_markup_in_a_notice_is_shown_as_text(client, world):
    cycle, _, candidacy, _ = world
    notice = make_notice(
        cycle, [candidacy], title="<script>alert(1)</script>", body="<script>alert(2)</script>"
    )
    for address in ("/", "/notices/", notice.get_absolute_url(), f"{notice.get_absolute_url()}object/"):
        assert "<script>alert" not in client.get(address).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("address", "queries"), [("/notices/", 3), ("notice", 3)])
def test_the_number_of_queries_does_not_grow(
    client, world, django_assert_num_queries, address, queries, rows
):
    cycle, unit, _, notice = world
    for number in range(rows - 1):
        other = make.make_unit(unit.committee, region=make.make_region(f"44200{number}", f"区{number}"))
        candidacy = make_candidacy(other, cycle)
        notice.entries.create(candidacy=candidacy, star=1)
        make_notice(make.make_cycle(make.make_committee(f"委{number}", "city")), [candidacy], days=3 + number)
    with django_assert_num_queries(queries):
        client.get(notice.get_absolute_url() if address == "notice" else address)


def test_no_notice_at_all_is_said(client):
    assert "目前没有公示" in client.get("/notices/").content.decode()
