"""What the calendar does with complaints: each thing once."""

from contextlib import closing
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from accounts.models import Message
from core import clock
from core.lifecycle import perform
from core.models import AccessRecord
from reviews.models import Complaint
from reviews.services.complaint_calendar import follow
from reviews.tasks import follow_complaints
from tests.reviews.complaint_world import ComplaintWorld
from tests.workspace.media_files import photo
from workspace.media.images import clean_image

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    with time_machine.travel("2026-05-11T10:00:00+08:00", tick=False) as traveller:
        world = ComplaintWorld()
        world.travel = traveller
        yield world


def later(world, days: int) -> None:
    world.travel.shift(timedelta(days=days))
    for _ in range(2):
        follow_complaints()


def told(user) -> list[str]:
    return list(Message.objects.filter(recipient=user).order_by("pk").values_list("title", flat=True))


def test_who_owes_a_step_is_reminded_once_for_each_deadline(world):
    complaint = world.complain()
    later(world, 3)
    assert sum("前办理" in title for title in told(world.officer)) == 1
    world.take(complaint, "forwarded")
    later(world, 5)
    assert told(world.captain)[-1] == f"投诉 {complaint.number}：请在2026年5月21日前办理"
    assert sum("前办理" in title for title in told(world.captain)) == 1


def test_what_is_overdue_comes_to_the_body_above_which_may_then_act(world):
    complaint = world.complain()
    with pytest.raises(PermissionDenied):
        perform(complaint, "accept", by=world.upper)
    later(world, 8)
    assert told(world.upper) == [f"下级超期未办的投诉：{complaint.number}"]
    assert Complaint.objects.get().escalated_on == clock.today()
    assert perform(complaint, "accept", by=world.upper).state == "accepted"


def test_a_unit_that_says_nothing_is_no_fault_of_the_handling_body(world):
    world.take(world.complain(), "forwarded")
    later(world, 9)
    assert Complaint.objects.get().escalated_on is None


def test_answered_and_declined_ones_are_filed_away_when_the_days_are_over(world):
    world.take(world.complain(), "answered")
    perform(world.complain(), "decline", by=world.officer, note="没有写明事实")
    later(world, 15)
    assert set(Complaint.objects.values_list("state", flat=True)) == {"answered", "declined"}
    later(world, 1)
    assert set(Complaint.objects.values_list("state", flat=True)) == {"archived"}


def test_the_complainant_is_forgotten_and_the_case_stays(world, django_capture_on_commit_callbacks, tmp_path):
    with closing(clean_image(photo())) as picture:
        complaint = world.complain(name="欧阳询问", contact="13800001111", evidence=[picture])
    still_open = world.complain(name="欧阳询问", contact="13800001111")
    world.take(complaint, "archived")
    with django_capture_on_commit_callbacks(execute=True):
        later(world, 181)
    complaint, still_open = Complaint.objects.get(pk=complaint.pk), Complaint.objects.get(pk=still_open.pk)
    assert (complaint.name, complaint.contact, complaint.contact_index) == ("", "", None)
    assert (complaint.is_anonymous, complaint.files.get().name) == (False, "附件1")
    assert complaint.history.last().label == "删除投诉人信息"
    assert still_open.contact == "13800001111"
    assert [path for path in (tmp_path / "private").rglob("*") if path.is_file()] == []


def test_all_of_it_is_safe_on_an_empty_table(db):
    follow(clock.today())
    assert not AccessRecord.objects.exists()
