"""What somebody was judged by stays as it was; the rest may still be corrected (STYLE 10)."""

import pytest
from django.core.exceptions import ValidationError

from core import clock
from core.lifecycle import perform
from creation_cycle.models import SelfAssessmentEntry
from reviews.models import Rectification
from reviews.services import rectifications
from tests.workspace import records
from tests.workspace.log_world import log_of_journey
from tests.workspace.media_files import photo
from workspace.media.images import clean_image
from workspace.services import activities, care, innovations

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(journey):
    return log_of_journey(journey)


@pytest.fixture
def entry(journey) -> SelfAssessmentEntry:
    """One item of a self-assessment that went with an application."""
    journey.candidacy("applied")
    return SelfAssessmentEntry.objects.filter(assessment__completed_at__isnull=False).first()


def reopen(entry) -> None:
    """As while it was being written."""
    version = entry.assessment
    type(version).objects.filter(pk=version.pk).update(completed_at=None, completed_by=None, total=None)


def test_what_was_judged_is_not_rewritten_and_its_photos_are_not_dropped(world, entry):
    activity = world.record(media=[clean_image(photo())], duties=[world.practice], is_public=True)
    entry.activities.add(activity)
    by = {"by": world.captain}
    with pytest.raises(ValidationError, match="主题不能再改动"):
        activities.change(activity, theme="另一件事", **by)
    with pytest.raises(ValidationError, match="文件不能再改动"):
        activities.change(activity, dropped=activity.files.all(), **by)
    activity.refresh_from_db()
    assert (activity.theme, activity.files.count()) == ("岗位练兵比武", 1)
    more = clean_image(photo("b.jpg", size=(80, 50)))
    activities.change(activity, text="补记简述", is_public=False, duties=[], media=[more], **by)
    activity.refresh_from_db()
    assert (activity.text, activity.is_public, activity.files.count()) == ("补记简述", False, 2)


def test_while_a_self_assessment_is_written_its_records_are_corrected(world, entry):
    activity = world.record()
    entry.activities.add(activity)
    reopen(entry)
    activities.change(activity, by=world.captain, theme="岗位练兵决赛")
    with pytest.raises(ValidationError, match="请先在那里取消引用"):
        activities.take_back(activity, by=world.captain)


def test_the_form_says_what_cannot_be_changed(client, world, entry):
    activity = world.record(place="一楼大厅")
    entry.activities.add(activity)
    client.force_login(world.captain)
    page = client.post(f"{activity.get_absolute_url()}edit/", world.typed(theme="另一件事", people=9))
    assert "是自查自评的依据（第 1 版自评），已经提交：" in page.content.decode()


def test_works_and_visits_that_were_judged_stay_too(client, journey, entry):
    by = {"by": journey.captain}
    work = records.make_work(journey.unit, journey.captain)
    visit = records.make_visit(records.make_target(journey.unit, journey.captain), journey.captain)
    entry.innovations.add(work)
    entry.care_visits.add(visit)
    for refused in (
        lambda: innovations.take_back(work, **by),
        lambda: innovations.change_work(work, name="另一件作品", **by),
        lambda: care.take_back_visit(visit, **by),
        lambda: care.change_visit(visit, text="另一次", **by),
    ):
        with pytest.raises(ValidationError, match="是自查自评的依据"):
            refused()
    innovations.change_work(work, adopted_on=work.submitted_on, **by)
    client.force_login(journey.captain)
    here = {"unit_pk": journey.unit.pk}
    for url in (
        f"/desk/units/{here['unit_pk']}/innovations/{work.pk}/remove/",
        f"/desk/units/{here['unit_pk']}/care/{visit.target_id}/visits/{visit.pk}/remove/",
    ):
        assert "不能撤下" in client.post(url, follow=True).content.decode()
    work.refresh_from_db()
    visit.refresh_from_db()
    assert (work.removed_at, visit.removed_at) == (None, None)


def test_records_behind_an_answer_to_a_notice_stay_from_the_day_it_is_handed_in(world, journey):
    activity = world.record()
    notice = rectifications.issue(
        Rectification(
            committee=journey.city,
            unit=journey.unit,
            problem="公示牌未更新。",
            clause="示例条款",
            due_on=clock.today(),
        ),
        by=journey.officer,
    )
    rectifications.save_answer(notice, by=journey.captain, answer="已更新。", evidence=[activity])
    activities.change(activity, by=world.captain, theme="更新公示牌")
    perform(notice, "hand_in", by=journey.captain)
    with pytest.raises(ValidationError, match="是整改反馈的依据"):
        activities.change(activity, by=world.captain, theme="另一件事")
    with pytest.raises(ValidationError, match=notice.number):
        activities.take_back(activity, by=world.captain)
