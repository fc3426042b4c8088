"""Two people at once, on PostgreSQL with real threads: one conclusion, one word on the reply, one complaint."""

import pytest

from core.form_stamps import new_stamp, read_stamp
from core.lifecycle import perform
from reviews.models import Complaint
from reviews.services import complaints
from reviews.services.complaint_checks import record_check
from tests import factories as make
from tests.creation_cycle.test_candidacy_races import outcome, race
from tests.reviews.complaint_world import ComplaintWorld

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world() -> ComplaintWorld:
    return ComplaintWorld()


def test_two_officers_conclude_at_once_and_one_does(world):
    complaint = world.take(world.complain(), "checking")
    for check in complaint.checks.all():
        record_check(check, outcome="true", finding="看过监控", by=check.checker)
    other = make.make_officer(world.city)
    acts = [
        lambda by=by, found=found: perform(complaint, "conclude", by=by, outcome=found, note="依据")
        for by, found in ((world.officer, "true"), (other, "untrue"))
    ]
    won, told = outcome(race(*acts))
    assert len(won) == 1
    assert told == [["当前状态为“已有结论，待反馈”，不能作出结论"]]
    concluded = Complaint.objects.get()
    assert concluded.history.filter(move="conclude").count() == 1
    assert concluded.concluded_by == {"true": world.officer, "untrue": other}[concluded.outcome]


def test_satisfaction_twice_at_once_is_kept_once(world):
    complaint = world.take(world.complain(), "answered")
    acts = [
        lambda word=word: complaints.rate(complaint, satisfaction=word, wants_review=True)
        for word in ("satisfied", "dissatisfied")
    ]
    won, told = outcome(race(*acts))
    assert len(won) == 1
    assert told == [["您已经评价过这件投诉，评价只能提交一次"]]
    assert Complaint.objects.get().history.filter(label="投诉人评价").count() == 1


def test_two_clicks_at_once_are_one_complaint(world):
    code = read_stamp(new_stamp()).code(12)
    said = {"category": "service", "content": "窗口无人值守", "code": code}
    race(*[lambda: complaints.complain(world.unit, **said)] * 2)
    assert Complaint.objects.count() == 1
