"""The job page in a browser: the bar moves by itself and comes to rest when the job has ended."""

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils import timezone

from core.models import Job
from tests.accessibility import assert_accessible

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def job(client, live_server, phone) -> Job:
    """A running job whose owner is signed in on the phone."""
    owner = get_user_model().objects.create_user("owner", name="号长")
    client.force_login(owner)
    cookie = {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
    }
    phone.context.add_cookies([cookie | {"url": live_server.url}])
    return Job.objects.create(
        kind="export",
        title="导出名册",
        created_by=owner,
        total=1200,
        done=300,
        state="running",
        claim="0" * 32,
        claimed_at=timezone.now(),
    )


def test_progress_arrives_without_reloading_and_stops_at_the_end(phone, job):
    phone.goto(job.get_absolute_url())
    bar = phone.get_by_role("progressbar", name="进度")
    assert bar.get_attribute("value") == "300"
    Job.objects.filter(pk=job.pk).update(done=900)
    phone.locator('progress[value="900"]').wait_for()
    Job.objects.filter(pk=job.pk).update(done=1200, state="done", finished_at=timezone.now())
    phone.get_by_text("任务已完成。").wait_for()
    assert phone.locator("[hx-trigger]").count() == 0


def test_the_owner_cancels_by_the_button(phone, job):
    phone.goto(job.get_absolute_url())
    phone.get_by_role("button", name="取消任务").click()
    phone.get_by_text("任务已取消").wait_for()
    job.refresh_from_db()
    assert job.state == Job.State.CANCELLED


@pytest.mark.parametrize("state", ["running", "done", "failed"])
def test_every_face_of_the_page_is_accessible(phone, job, state):
    Job.objects.filter(pk=job.pk).update(state=state, error="第 7 行缺少名称", failed=1, failures=["第 3 行"])
    phone.goto(job.get_absolute_url())
    assert_accessible(phone)
