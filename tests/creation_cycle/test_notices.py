"""公示 from draft to taking down: its list, its names, its clock."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError

from core import clock
from core.lifecycle import TransitionBlocked, perform
from core.models import Holiday
from creation_cycle.enums import CandidacyState, NoticeState
from creation_cycle.models import Notice
from creation_cycle.services import notices
from creation_cycle.tasks import follow_the_calendar
from tests import factories as make
from tests.honor_roll.world import make_candidacy

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 5, 8)


class World:
    """A city in the stage of certification, on a Friday."""

    def __init__(self):
        _, self.city, self.county = make.make_line()
        self.cycle = make.make_cycle(self.city)
        self.officer = make.make_officer(self.city)

    def nominated(self, name: str = ""):
        return make_candidacy(make.make_unit(self.county, name), self.cycle, CandidacyState.NOMINATED)

    def draft(self, candidacies=()) -> Notice:
        return notices.draft_notice(self.cycle, by=self.officer, title="公示", candidacies=candidacies)

    def opened(self, candidacies=()) -> Notice:
        return perform(self.draft(candidacies or [self.nominated()]), "open", by=self.officer)


@pytest.fixture
def world():
    with time_machine.travel("2026-05-08T10:00:00+08:00", tick=False):
        yield World()


def arrange(year: int, **days: bool) -> None:
    """The arrangement of a year: `may9=True` makes that Saturday a working day."""
    Holiday.objects.create(date=date(year, 10, 1), is_workday=False, published_year=year, name="国庆节")
    for name, works in days.items():
        day = date(year, 5, int(name.removeprefix("may")))
        Holiday.objects.create(date=day, is_workday=works, published_year=year, name="调休")


# The list


def test_one_notice_takes_everything_that_is_nominated(world):
    early, other = world.nominated(), world.nominated()
    notice, elsewhere = world.draft([early]), world.draft([other])
    late = world.nominated()
    assert notices.list_all(notice, by=world.officer) == 1
    assert {entry.candidacy for entry in notice.entries.all()} == {early, late}
    assert [entry.candidacy for entry in elsewhere.entries.all()] == [other], "another draft keeps its own"
    assert notice.history.last().note == "新增 1 个"
    assert notices.list_all(notice, by=world.officer) == 0
    assert notice.history.count() == 2, "nothing added, nothing recorded"


def test_nothing_is_added_to_a_published_list(world):
    notice = world.opened()
    late = world.nominated()
    with pytest.raises(TransitionBlocked, match="已经发布"):
        notices.list_all(notice, by=world.officer)
    assert not late.notice_entries.exists()


def test_the_name_stands_as_it_was_published(world, client):
    candidacy = world.nominated("示例办税服务厅")
    notice = world.draft([candidacy])
    rename(candidacy.unit, "示例办税服务厅一科")
    assert notice.entries.get().name == "示例办税服务厅一科", "a draft follows the unit"
    perform(notice, "open", by=world.officer)
    rename(candidacy.unit, "改名后的集体")
    assert notice.entries.get().name == "示例办税服务厅一科"
    for address in (notice.get_absolute_url(), f"{notice.get_absolute_url()}object/"):
        page = client.get(address).content.decode()
        assert "示例办税服务厅一科" in page
        assert "改名后的集体" not in page


def rename(unit, name: str) -> None:
    unit.name = name
    unit.save()


# Its clock


@pytest.mark.parametrize(
    ("days", "last"),
    [
        ({}, date(2026, 5, 15)),
        ({"may9": True}, date(2026, 5, 14)),
        ({"may11": False}, date(2026, 5, 18)),
        ({"may15": False}, date(2026, 5, 18)),
        ({"may9": True, "may11": False}, date(2026, 5, 15)),
    ],
)
def test_the_last_day_is_the_fifth_working_day(world, days, last):
    arrange(2026, **days)
    notice = world.opened()
    assert (notice.closes_on, notice.is_provisional) == (last, False)


def test_the_scheduler_closes_it_on_the_day_after_and_no_earlier(world):
    notice = world.opened()
    for moment, state in (
        ("2026-05-15T23:59:59", NoticeState.OPEN),
        ("2026-05-16T00:00:00", NoticeState.CLOSED),
    ):
        with time_machine.travel(f"{moment}+08:00", tick=False):
            follow_the_calendar()
            follow_the_calendar()
        assert Notice.objects.get(pk=notice.pk).state == state
    assert list(notice.history.values_list("move", flat=True)) == ["create", "open", "close"]


def test_a_guess_is_counted_again_when_the_arrangement_is_known(world):
    notice = world.opened()
    assert notice.is_provisional
    taken_down = notice.taken_down_on
    arrange(2026, may11=False, may12=False)
    follow_the_calendar()
    follow_the_calendar()
    counted = Notice.objects.get(pk=notice.pk)
    assert (counted.closes_on, counted.is_provisional) == (date(2026, 5, 19), False)
    assert counted.taken_down_on == taken_down + timedelta(days=4)
    assert counted.history.filter(label="核对公示期").count() == 1


def test_a_period_that_the_public_has_read_never_becomes_shorter(world):
    notice = world.opened()
    arrange(2026, may9=True)
    follow_the_calendar()
    counted = Notice.objects.get(pk=notice.pk)
    assert (counted.closes_on, counted.is_provisional) == (date(2026, 5, 15), False)


# Taking down


def test_the_day_of_taking_down_follows_from_the_cycle(world, client):
    world.cycle.notice_days_up = 10
    world.cycle.save()
    notice = world.opened()
    assert notice.taken_down_on == date(2026, 5, 26)
    url = notice.get_absolute_url()
    with time_machine.travel("2026-05-25T23:59:59+08:00", tick=False):
        answer = client.get(url)
        assert answer.status_code == 200
        assert answer["X-Robots-Tag"] == "noarchive, unavailable_after: 2026-05-26"
    with time_machine.travel("2026-05-26T00:00:00+08:00", tick=False):
        answer = client.get(url)
    assert (answer.status_code, answer["X-Robots-Tag"]) == (410, "noindex")
    page = answer.content.decode()
    assert "公示已撤下" in page
    assert notice.entries.get().name not in page


def test_an_officer_may_set_another_day_but_none_inside_the_period(world):
    notice = world.opened()
    notice.taken_down_on = notice.closes_on + timedelta(days=1)
    notice.full_clean()
    notice.taken_down_on = notice.closes_on
    with pytest.raises(ValidationError, match="公示期内不能撤下"):
        notice.full_clean()


@pytest.mark.parametrize(
    "name", ["publicity_workdays", "notice_days_up", "objection_accept_workdays", "objection_days"]
)
def test_a_period_has_at_least_a_day(world, name):
    setattr(world.cycle, name, 0)
    with pytest.raises(ValidationError) as refused:
        world.cycle.full_clean()
    assert list(refused.value.message_dict) == [name]


def test_a_notice_that_never_goes_stands_as_before(world, client):
    """Notices of earlier versions have no day."""
    notice = world.opened()
    Notice.objects.filter(pk=notice.pk).update(taken_down_on=None)
    with time_machine.travel(clock.now() + timedelta(days=900), tick=False):
        answer = client.get(notice.get_absolute_url())
    assert answer.status_code == 200
    assert "X-Robots-Tag" not in answer
