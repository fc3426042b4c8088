"""关爱: codes instead of names, refused numbers, visits that count, and nobody else who reads them."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.models import LedgerEntry
from tests import factories as make
from tests.honor_roll.world import make_title
from tests.workspace import records
from tests.workspace.duties_world import make_duty
from tests.workspace.log_world import log_of_journey
from units.enums import UnitRole
from workspace.enums import CareKind, DutyPeriod, DutySubject
from workspace.forms.care import VisitForm
from workspace.models import CareTarget, CareVisit, Duty
from workspace.queries import care as queries
from workspace.services import activities, care

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(date(2026, 11, 23), tick=False):
        yield


@pytest.fixture
def desk(client, journey):
    client.force_login(journey.captain)
    return client


def page(journey, name="care", *rest) -> str:
    return reverse(f"workspace:{name}", args=[journey.unit.pk, *rest])


def test_no_column_could_hold_a_name():
    columns = {field.name for field in CareTarget._meta.concrete_fields}
    assert columns == {"id", "unit", "kind", "code", "since", "until", "frequency"}


@pytest.mark.parametrize(
    ("kind", "prefix"), [("family", "家庭"), ("student", "学生"), ("worker", "职工"), ("other", "其他")]
)
def test_each_kind_has_a_word_for_its_codes(kind, prefix):
    assert CareKind(kind).prefix == prefix


def test_the_portal_gives_the_codes_by_kind_and_unit(desk, journey):
    for kind in ("family", "family", "student"):
        desk.post(page(journey, "care_target_new"), {"kind": kind, "since": "2026-01-05", "code": "张三家"})
    other = make.make_unit(journey.county)
    records.make_target(other, make.make_captain(other))
    codes = list(journey.unit.care_targets.values_list("code", flat=True))
    assert codes == ["学生-01", "家庭-01", "家庭-02"]
    assert other.care_targets.get().code == "家庭-01"


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("身份证11010519491231002X", "身份证号码"),
        ("电话１３８１２３４５６７８", "电话号码"),
        ("卡6222021234567890123", "银行卡号"),
    ],
)
def test_numbers_of_people_are_refused_at_the_field_and_what_was_typed_stays(desk, journey, text, error):
    target = records.make_target(journey.unit, journey.captain)
    answer = desk.post(page(journey, "care_visit_new", target.pk), {"day": "2026-03-05", "text": text})
    assert answer.context["form"].errors["text"] == [
        f"内容中有{error}，请删去后再保存，对象只写代号，例如“家庭-01”"
    ]
    assert text in answer.content.decode()
    frequency = {"kind": "family", "since": "2026-01-05", "frequency": text}
    assert "frequency" in desk.post(page(journey, "care_target_new"), frequency).context["form"].errors
    assert CareVisit.objects.count() == 0


@pytest.mark.parametrize(
    ("day", "error"),
    [
        ("2026-01-04", "日期不能早于开始帮扶的日期"),
        ("2026-09-01", "帮扶已在此之前结束，如需继续请先修改结束日期"),
        ("2026-08-31x", "输入一个有效的日期。"),
    ],
)
def test_visits_lie_within_the_time_of_help(desk, journey, day, error):
    target = records.make_target(journey.unit, journey.captain, until=date(2026, 8, 31))
    answer = desk.post(page(journey, "care_visit_new", target.pk), {"day": day, "text": "探望"})
    assert answer.context["form"].errors == {"day": [error]}


def test_a_visit_is_written_corrected_taken_back_and_brought_back(desk, journey):
    target = records.make_target(journey.unit, journey.captain)
    desk.post(page(journey, "care_visit_new", target.pk), {"day": "2026-03-05", "text": "送去文具"})
    visit = CareVisit.objects.get()
    assert (visit.target, visit.created_by) == (target, journey.captain)
    desk.post(page(journey, "care_visit", target.pk, visit.pk), {"day": "2026-03-06", "text": "送去文具"})
    desk.post(page(journey, "care_visit_remove", target.pk, visit.pk))
    shown = desk.get(page(journey, "care_target", target.pk)).context
    assert (list(shown["page_obj"]), list(shown["removed"]), shown["target"].times) == ([], [visit], 0)
    desk.post(page(journey, "care_visit_restore", target.pk, visit.pk))
    shown = desk.get(page(journey, "care_target", target.pk)).context
    assert (list(shown["page_obj"]), shown["target"].times) == ([visit], 1)
    assert shown["target"].last_day == date(2026, 3, 6)


def test_the_units_history_says_what_was_done_but_never_for_whom(journey):
    target = records.make_target(journey.unit, journey.captain, frequency="每季度一次")
    visit = records.make_visit(target, journey.captain, text="送去文具和药品")
    care.change_visit(visit, by=journey.captain, text="送去文具")
    care.take_back_visit(visit, by=journey.captain)
    care.change_target(target, by=journey.captain, until=date(2026, 8, 31))
    notes = list(LedgerEntry.objects.of(journey.unit).values_list("note", flat=True))
    assert notes == [
        "新增帮扶对象 1 个", "登记2026年3月5日的关爱记录", "修改2026年3月5日的关爱记录", "撤下2026年3月5日的关爱记录",
        "修改帮扶对象：结束日期",
    ]  # fmt: skip


def test_help_ends_and_two_keepers_do_not_overwrite_each_other(desk, journey):
    target = records.make_target(journey.unit, journey.captain)
    base = desk.get(page(journey, "care_target_edit", target.pk)).context["form"]["base"].value()
    care.change_target(target, by=journey.helper(UnitRole.FILLER), frequency="每月一次")
    mine = {"base": base, "since": "2026-01-05", "frequency": "", "until": "2026-08-31"}
    assert desk.post(page(journey, "care_target_edit", target.pk), mine).status_code == 302
    target.refresh_from_db()
    assert (target.frequency, target.until) == ("每月一次", date(2026, 8, 31))
    backwards = {"since": "2026-01-05", "until": "2026-01-04"}
    answer = desk.post(page(journey, "care_target_edit", target.pk), backwards)
    assert answer.context["form"].errors == {"until": ["结束日期不能早于开始日期"]}


def test_the_years_duty_is_shown_with_its_clause(desk, journey):
    Duty.objects.create(
        code="d13", name="关爱", subject=DutySubject.UNIT, period=DutyPeriod.YEAR, counter="care_visits",
        clause="重庆某区通知 二(三)1",
    )  # fmt: skip
    assert "还需继续" in desk.get(page(journey)).content.decode()
    records.make_visit(records.make_target(journey.unit, journey.captain), journey.captain)
    text = desk.get(page(journey)).content.decode()
    assert "已达到" in text
    assert "重庆某区通知 二(三)1" in text


def test_others_are_told_numbers(journey):
    first = records.make_target(journey.unit, journey.captain)
    second = records.make_target(journey.unit, journey.captain, kind="student")
    for day in (date(2026, 3, 5), date(2026, 6, 1), date(2025, 12, 31)):
        records.make_visit(first, journey.captain, day=day)
    care.take_back_visit(records.make_visit(second, journey.captain), by=journey.captain)
    year = queries.count_care(journey.unit, date(2026, 1, 1), date(2026, 12, 31))
    assert (year.targets, year.visits) == (1, 2)
    assert queries.visits_of(journey.unit).count() == 3


def test_only_keepers_of_the_unit_read_the_records(client, journey):
    target = records.make_target(journey.unit, journey.captain)
    visit = records.make_visit(target, journey.captain)
    readers = {
        "filler": journey.helper(UnitRole.FILLER),
        "other": make.make_captain(make.make_unit(journey.county)),
        "recommender": journey.recommender,
        "officer": journey.officer,
        "reviewer": journey.reviewer,
        "auditor": journey.auditor,
    }
    found = {}
    for role, user in readers.items():
        client.force_login(user)
        pages = [
            page(journey),
            page(journey, "care_target", target.pk),
            page(journey, "care_visit", target.pk, visit.pk),
        ]
        found[role] = {client.get(url).status_code for url in pages}
    assert found.pop("filler") == {200}
    assert set().union(*found.values()) == {404}


def test_nothing_of_it_is_public(client, journey):
    visit = records.make_visit(records.make_target(journey.unit, journey.captain), journey.captain)
    make_title(journey.unit)
    text = client.get(journey.unit.get_absolute_url()).content.decode()
    assert visit.text not in text
    assert "家庭-01" not in text


def test_the_list_costs_the_same_for_one_target_and_three(desk, journey):
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            shown = desk.get(page(journey)).context["page_obj"]
        assert len(shown) == CareTarget.objects.count()
        return len(asked)

    records.make_visit(records.make_target(journey.unit, journey.captain), journey.captain)
    alone = cost()
    for kind in ("student", "worker"):
        records.make_visit(records.make_target(journey.unit, journey.captain, kind=kind), journey.captain)
    assert cost() == alone


def test_a_record_taken_back_stays_where_it_was_chosen(journey):
    world = log_of_journey(journey)
    activity = world.record()
    visit = records.make_visit(
        records.make_target(journey.unit, journey.captain), journey.captain, activity=activity
    )
    activities.take_back(activity, by=journey.captain)
    visit.refresh_from_db()
    form = VisitForm(instance=visit)
    assert [value for value, _, on in form.offered if on] == [str(activity.pk)]
    sent = {"day": visit.day, "text": "改过的文字", "activity": activity.pk}
    form = VisitForm(sent, instance=visit)
    assert form.is_valid()
    assert form.cleaned_data["activity"] == activity
    assert str(activity.pk) not in [
        value for value, _, _ in VisitForm(instance=CareVisit(target=visit.target)).offered
    ]
    assert VisitForm(sent | {"activity": "9" * 5000}, instance=visit).offered


def test_the_duty_is_told_for_its_own_period(client, journey):
    """The shipped duty comes once in a creation cycle, not once a year."""
    make_duty("d13", counter="care_visits", period="cycle")
    journey.candidacy("creating")
    records.make_visit(records.make_target(journey.unit, journey.captain), journey.captain)
    client.force_login(journey.captain)
    page = client.get(f"/desk/units/{journey.unit.pk}/care/")
    assert "年度创建周期" in page.context["goal"].span.label
    assert f"{page.context['goal'].span.label} <strong" in page.content.decode()
