"""年度报告: every figure is counted from records, nothing is typed."""

from datetime import date

import pytest
import time_machine

from tests import factories as make
from tests.workspace import records
from tests.workspace.log_world import make_log_world
from units.enums import UnitRole
from workspace.models import Activity
from workspace.queries.year_report import report_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_november")]


@pytest.fixture
def _november():
    with time_machine.travel("2026-11-20T10:00:00+08:00", tick=False):
        yield


@pytest.fixture
def world(client):
    world = make_log_world()
    client.force_login(world.captain)
    return world


def log_three(world) -> None:
    world.record(day=date(2026, 1, 1), people=8, served=20)
    world.record(day=date(2026, 11, 20), people=5, theme="练兵二")
    world.record(day=date(2026, 3, 5), people=9, served=30, activity_type=world.kind("volunteering"))


def test_figures_by_kind_and_month(world):
    log_three(world)
    report = report_of(world.unit, 2026)
    by_type = [(bar.label, bar.times, bar.people, bar.served) for bar in report.by_type]
    assert by_type == [("岗位练兵", 2, 13, 20), ("志愿服务", 1, 9, 30)]
    assert [bar.times for bar in report.by_month] == [1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0]
    assert (report.total.times, report.total.people, report.total.served) == (3, 22, 50)
    assert (report.longest_type, report.busiest_month) == (2, 1)


def test_only_the_units_own_kept_records_of_the_year_count(world):
    world.record(day=date(2025, 12, 31))
    other = make.make_unit(world.county)
    world.record(unit=other, by=make.make_captain(other), day=date(2026, 2, 1))
    taken_back = world.record(day=date(2026, 2, 1), theme="撤下的")
    Activity.objects.filter(pk=taken_back.pk).update(removed_at="2026-03-01T00:00:00Z")
    kept = world.record(day=date(2026, 2, 2), theme="留下的")
    report = report_of(world.unit, 2026)
    assert (list(report.activities), report.total.times) == ([kept], 1)
    assert [row.day.year for row in report_of(world.unit, 2025).activities] == [2025]


def test_innovations_care_links_and_duties_are_the_same_records(world):
    work = records.make_work(world.unit, world.captain, submitted_on=date(2026, 3, 5))
    records.make_work(world.unit, world.captain, submitted_on=date(2025, 3, 5), name="去年的")
    records.make_visit(records.make_target(world.unit, world.captain), world.captain)
    neighbour = make.make_unit(world.county)
    partner = make.make_captain(neighbour, UnitRole.DEPUTY)
    link = records.make_confirmed_link(world.unit, world.captain, neighbour, partner)
    world.record(day=date(2026, 5, 4), duties=[world.practice])
    report = report_of(world.unit, 2026)
    assert (list(report.innovations), report.care.visits, list(report.links)) == ([work], 1, [link])
    assert [(line.duty, line.count, line.status) for line in report.duties] == [(world.practice, 1, "done")]


def test_the_page_shows_and_sums_up_everything(client, world):
    log_three(world)
    page = client.get(f"/desk/units/{world.unit.pk}/report/2026/")
    text = page.content.decode()
    assert "2026 年创建工作报告" in text
    assert [figure in text for figure in ("<dd>3</dd>", "<dd>22</dd>", "<dd>50</dd>")] == [True] * 3
    assert '<progress value="2" max="2" aria-label="岗位练兵">' in text


def test_care_appears_as_numbers_only(client, world):
    records.make_visit(records.make_target(world.unit, world.captain), world.captain, text="送去课本")
    text = client.get(f"/desk/units/{world.unit.pk}/report/2026/").content.decode()
    assert "帮扶 1 个对象，共 1 次" in text
    assert "送去课本" not in text


def test_an_empty_year_says_so(client, world):
    text = client.get(f"/desk/units/{world.unit.pk}/report/2026/").content.decode()
    assert text.count("这一年还没有活动记录。") == 3


@pytest.mark.parametrize(
    ("year", "status"), [(2026, 200), (1994, 200), (2027, 404), (1993, 404), (99999, 404)]
)
def test_years_that_can_be_reported(client, world, year, status):
    assert client.get(f"/desk/units/{world.unit.pk}/report/{year}/").status_code == status


def test_the_tab_leads_to_the_present_year(client, world):
    assert client.get(f"/desk/units/{world.unit.pk}/report/").url.endswith("/report/2026/")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_report_costs_the_same_for_one_record_and_three(client, world, rows, django_assert_num_queries):
    for number in range(rows):
        world.record(theme=f"第{number}次", duties=[world.practice], day=date(2026, 1, 1 + number))
        records.make_work(world.unit, world.captain, name=f"作品{number}")
    address = f"/desk/units/{world.unit.pk}/report/2026/"
    client.get(address)
    with django_assert_num_queries(23):
        client.get(address)
