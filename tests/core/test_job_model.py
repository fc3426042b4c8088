"""What a job's row says about itself, and to whom."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from core.models import Job


def test_failures_are_counted_all_and_kept_up_to_a_limit():
    job = Job()
    for number in range(250):
        job.note_failure(f"第 {number} 行")
    assert (job.failed, len(job.failures), job.failures[-1]) == (250, 200, "第 199 行")


@pytest.mark.parametrize(
    ("since", "done", "words"),
    [
        (timedelta(seconds=10), 50, "不到1分钟"),
        (timedelta(minutes=3), 40, "约5分钟"),
        (timedelta(hours=2), 50, "约2小时"),
    ],
)
def test_the_estimate_goes_by_the_present_pace(since, done, words):
    now = timezone.now()
    job = Job(state=Job.State.RUNNING, total=100, done=done, claimed_at=now - since, heartbeat=now)
    assert job.remaining_words == words


def test_no_estimate_before_there_is_a_pace():
    now = timezone.now()
    resumed = Job(state=Job.State.RUNNING, total=9, done=5, claimed_done=5, claimed_at=now, heartbeat=now)
    assert resumed.remaining is None
    assert (resumed.percent, Job(total=0).percent) == (55, 0)


@pytest.mark.django_db
def test_everybody_sees_his_own_jobs_and_a_superuser_all():
    users = get_user_model().objects
    owner, other = (users.create_user(name, name=name) for name in ("owner", "other"))
    root = users.create_superuser("root", name="root")
    gone = users.create_user("gone", name="gone", is_active=False)
    mine, orphan, _ = (
        Job.objects.create(kind="count", title="登记", created_by=u) for u in (owner, None, gone)
    )
    assert list(Job.objects.visible_to(owner)) == [mine]
    assert list(Job.objects.visible_to(other)) == []
    assert list(Job.objects.visible_to(gone)) == []
    assert orphan in Job.objects.visible_to(root)
