"""A job's page, file and buttons, for owners and for strangers."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.utils import timezone

from core.models import Job

pytestmark = pytest.mark.django_db
REFRESH = '<noscript><meta http-equiv="refresh" content="5"></noscript>'
POLL = 'hx-trigger="every 2s"'


@pytest.fixture
def owner():
    return get_user_model().objects.create_user("owner", name="号长")


@pytest.fixture
def private_files(monkeypatch, tmp_path):
    monkeypatch.setattr(Job._meta.get_field("result_file"), "storage", FileSystemStorage(tmp_path))


@pytest.fixture
def job(owner, private_files):
    return Job.objects.create(
        kind="export", title="导出名册", created_by=owner, total=1200, done=300, failed=1
    )


@pytest.fixture
def page(client, owner):
    """The text of a job's page as its owner sees it."""
    client.force_login(owner)
    return lambda job, **headers: client.get(job.get_absolute_url(), headers=headers).content.decode()


def addresses(job):
    page = job.get_absolute_url()
    return {"get": [page, f"{page}file/"], "post": [f"{page}cancel/", f"{page}retry/"]}


def test_a_stranger_gets_404_everywhere_and_changes_nothing(client, job):
    client.force_login(get_user_model().objects.create_user("stranger", name="路人", is_staff=True))
    for method, paths in addresses(job).items():
        for path in paths:
            assert getattr(client, method)(path).status_code == 404, path
    job.refresh_from_db()
    assert job.state == Job.State.QUEUED


def test_a_visitor_is_sent_to_the_login(client, job):
    for method, paths in addresses(job).items():
        for path in paths:
            answer = getattr(client, method)(path)
            assert (answer.status_code, answer.url) == (302, f"/accounts/login/?next={path}")


def test_a_superuser_sees_every_job(client, job):
    client.force_login(get_user_model().objects.create_superuser("root", name="root"))
    assert client.get(job.get_absolute_url()).status_code == 200


def test_a_live_job_shows_its_progress_and_refreshes_itself_with_and_without_scripts(page, job):
    now = timezone.now()
    values = {
        "state": "running",
        "claim": "0" * 32,
        "claimed_at": now - timedelta(minutes=1),
        "heartbeat": now,
    }
    Job.objects.filter(pk=job.pk).update(**values)
    text = page(job)
    assert REFRESH in text
    assert f'hx-get="{job.get_absolute_url()}" {POLL}' in text
    assert "进行中" in text
    assert 'value="300" max="1200"' in text
    assert "预计还需约3分钟" in text
    assert "取消任务" in text


def test_htmx_gets_the_moving_part_alone(page, job):
    text = page(job, hx_request="true")
    assert text.strip().startswith('<section id="job-progress"')
    assert POLL in text
    assert "<html" not in text


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("done", "任务已完成，其中有未成功的项目，原因见下。"),
        ("failed", "第 7 行缺少名称"),
        ("cancelled", "任务已取消，取消前完成的部分已保存。"),
    ],
)
def test_an_ended_job_says_how_and_asks_no_more(page, job, state, sentence):
    Job.objects.filter(pk=job.pk).update(state=state, error="第 7 行缺少名称", finished_at=timezone.now())
    text = page(job)
    assert sentence in text
    assert REFRESH not in text
    assert POLL not in text
    assert "取消任务" not in text
    assert ("从中断处继续" in text) == (state != "done")


def test_what_failed_is_listed_and_escaped(page, job):
    Job.objects.filter(pk=job.pk).update(
        failed=3, failures=["<b>窗口</b>：缺少字形 䶮"], title="<script>1</script>"
    )
    text = page(job)
    assert "<li>&lt;b&gt;窗口&lt;/b&gt;：缺少字形 䶮</li>" in text
    assert "只列出前 1 项" in text
    assert "<script>1" not in text


def test_the_result_is_downloaded_under_the_jobs_title(client, owner, job):
    client.force_login(owner)
    assert client.get(f"{job.get_absolute_url()}file/").status_code == 404
    job.result_file.save("x.csv", ContentFile("名称\n".encode()))
    Job.objects.filter(pk=job.pk).update(state="done", result_url="/desk/")
    answer = client.get(f"{job.get_absolute_url()}file/")
    assert b"".join(answer.streaming_content).decode() == "名称\n"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%E5%AF%BC%E5%87%BA")
    assert answer["Content-Disposition"].endswith(".csv")
    assert answer["Cache-Control"] == "private, no-store"
    text = client.get(job.get_absolute_url()).content.decode()
    assert f'href="{job.get_absolute_url()}file/"' in text
    assert 'href="/desk/"' in text
    job.result_file.storage.delete(job.result_file.name)
    assert client.get(f"{job.get_absolute_url()}file/").status_code == 404


def test_the_owner_cancels_and_lets_go_on(client, owner, job):
    client.force_login(owner)
    for step, state in [("cancel", "cancelled"), ("retry", "queued")]:
        answer = client.post(f"{job.get_absolute_url()}{step}/", follow=True)
        job.refresh_from_db()
        assert (answer.status_code, job.state) == (200, state)
    assert client.get(f"{job.get_absolute_url()}cancel/").status_code == 405


def test_a_button_pressed_too_late_says_so(client, owner, job):
    client.force_login(owner)
    Job.objects.filter(pk=job.pk).update(state="done")
    answer = client.post(f"{job.get_absolute_url()}cancel/", follow=True)
    assert "任务已经结束，无需取消" in answer.content.decode()
    answer = client.post(f"{job.get_absolute_url()}retry/", follow=True)
    assert "任务没有中断，无需继续" in answer.content.decode()
    job.refresh_from_db()
    assert job.state == Job.State.DONE
