"""Long work: claimed by one, one chunk one transaction, resumed at the checkpoint."""

from datetime import date, timedelta

import pytest
from celery import current_app
from django.db import OperationalError, transaction
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from core.models import Holiday, Job
from core.services import jobs
from core.tasks import run_job, sweep_jobs

pytestmark = pytest.mark.django_db
State = Job.State


@pytest.fixture(autouse=True)
def registry(monkeypatch):
    """The kinds and hooks of one test; the portal's own come back afterwards."""
    autodiscover_modules("tasks")  # now, so that the portal's own kinds land in the true registry
    monkeypatch.setattr(jobs, "_kinds", {})
    monkeypatch.setattr(jobs, "_finished_hooks", [])


@pytest.fixture
def sent():
    """The ids that reached the (in-memory) broker since the test began or since last asked."""

    def drain() -> list[int]:
        ids = []
        with current_app.connection_for_read() as connection, connection.SimpleQueue("celery") as queue:
            while len(queue):
                message = queue.get_nowait()
                message.ack()
                assert message.headers["task"] == "core.run_job"
                ids += message.payload[0]
        return ids

    drain()
    return drain


def count_to(total, *, name="count", after_chunk=lambda job: None):
    """Register a kind that adds one Holiday row for each number, three to a chunk."""

    @jobs.job_kind(name, title="逐个登记")
    def step(job):
        first = job.checkpoint.get("next", 0)
        last = min(first + 3, total)
        for number in range(first, last):
            Holiday.objects.create(
                date=date(2030, 1, 1) + timedelta(number), name="测试", published_year=2030
            )
        job.advance(last - first, checkpoint={"next": last})
        after_chunk(job)
        return last < total

    return step


def counted() -> int:
    return Holiday.objects.filter(published_year=2030).count()


def started(**fields) -> Job:
    return Job.objects.create(**{"kind": "count", "title": "逐个登记", "total": 8, **fields})


def make_stale(job) -> None:
    Job.objects.filter(pk=job.pk).update(heartbeat=timezone.now() - timedelta(minutes=5))


# Starting


def test_the_id_is_sent_when_the_transaction_commits(sent, django_capture_on_commit_callbacks):
    count_to(8)
    with django_capture_on_commit_callbacks(execute=True):
        job = jobs.start("count", by=None, arguments={"round": 7}, total=8)
        assert sent() == []
    assert sent() == [job.pk]
    job.refresh_from_db()
    assert (job.state, job.title, job.arguments) == (State.QUEUED, "逐个登记", {"round": 7})


def test_an_unknown_kind_is_refused_at_once():
    with pytest.raises(KeyError):
        jobs.start("no_such_kind", by=None)
    assert not Job.objects.exists()


def test_two_steps_cannot_share_a_name():
    count_to(8)
    with pytest.raises(ValueError, match="two steps"):
        jobs.job_kind("count", title="另一个")(lambda job: False)


@pytest.mark.django_db(transaction=True)
def test_a_dead_broker_does_not_break_the_request(monkeypatch, caplog):
    count_to(8)
    monkeypatch.setattr(current_app, "send_task", lambda *args, **kwargs: 1 / 0)
    with transaction.atomic():
        job = jobs.start("count", by=None)
    assert "division by zero" in caplog.text
    assert Job.objects.get().pk == job.pk


# Running


def test_a_job_runs_chunk_by_chunk_to_its_end():
    seen = []
    count_to(8, after_chunk=lambda job: seen.append(job.done))
    job = started()
    run_job(job.pk)
    job.refresh_from_db()
    assert seen == [3, 6, 8]
    assert (job.state, job.done, job.percent, counted()) == (State.DONE, 8, 100, 8)
    assert job.finished_at is not None


def test_running_an_ended_job_again_does_nothing():
    count_to(8)
    job = started()
    jobs.run(job.pk)
    jobs.run(job.pk)
    assert counted() == 8


def test_an_error_undoes_its_chunk_only_and_retry_goes_on_there(sent, django_capture_on_commit_callbacks):
    def break_in_second(job):
        if job.done == 6:
            raise ZeroDivisionError("secret detail")

    count_to(8, after_chunk=break_in_second)
    job = started()
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, job.checkpoint, counted()) == (State.FAILED, 3, {"next": 3}, 3)
    assert job.error == "处理中发生意外错误（ZeroDivisionError），已完成的部分均已保存"

    jobs._kinds.clear()
    count_to(8)
    with django_capture_on_commit_callbacks(execute=True):
        assert jobs.retry(job.pk)
    assert sent() == [job.pk]
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error, job.done, counted()) == (State.DONE, "", 8, 8)
    assert not jobs.retry(job.pk)


def test_a_step_can_say_in_its_own_words_why_it_cannot_go_on():
    @jobs.job_kind("count", title="逐个登记")
    def step(job):
        raise jobs.JobFailed("第 3 行缺少集体名称")

    job = started()
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == (State.FAILED, "第 3 行缺少集体名称")


@pytest.mark.parametrize(("answer", "error"), [(None, "TypeError"), (True, "RuntimeError")])
def test_a_careless_step_fails_instead_of_running_for_ever(answer, error):
    jobs.job_kind("count", title="逐个登记")(lambda job: answer)
    job = started()
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, error in job.error) == (State.FAILED, True)


def test_a_kind_that_left_the_code_fails_with_a_sentence():
    job = started(kind="forgotten")
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == (State.FAILED, "系统不认识任务类型“forgotten”，请联系系统管理员")


def test_a_database_that_went_away_leaves_the_job_to_the_sweeper():
    def lock(job):
        raise OperationalError("database is locked")

    count_to(8, after_chunk=lock)
    job = started()
    with pytest.raises(OperationalError):
        jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts, counted()) == (State.RUNNING, 1, 0)


# Claims


def test_a_running_job_is_not_run_twice():
    count_to(8, after_chunk=lambda job: jobs.run(job.pk))
    job = started()
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, counted()) == (State.DONE, 8)


def test_a_silent_job_is_taken_over_at_its_checkpoint():
    count_to(8)
    job = started(state=State.RUNNING, claim="0" * 32, done=3, checkpoint={"next": 3})
    jobs.run(job.pk)
    assert counted() == 0
    make_stale(job)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, job.claimed_done, counted()) == (State.DONE, 8, 3, 5)


def test_who_lost_the_claim_stops_before_the_next_chunk():
    count_to(8, after_chunk=lambda job: Job.objects.update(claim="1" * 32))
    job = started()
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, counted()) == (State.RUNNING, 3)


def test_cancelling_stops_after_the_present_chunk():
    count_to(8, after_chunk=lambda job: jobs.cancel(job.pk))
    job = started()
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, counted()) == (State.CANCELLED, 3, 3)
    assert not jobs.cancel(job.pk)


def test_a_chunk_that_kills_every_worker_is_given_up():
    count_to(8)
    job = started(state=State.RUNNING, claim="0" * 32, attempts=jobs.MAX_FRUITLESS_ATTEMPTS)
    make_stale(job)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, counted()) == (State.FAILED, 0)
    assert job.error == "连续 5 次在同一处异常退出，已停止，请联系系统管理员"


def test_progress_forgives_earlier_attempts():
    count_to(8)
    job = started(attempts=jobs.MAX_FRUITLESS_ATTEMPTS - 1)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.DONE, 0)


def test_the_sweeper_sends_only_what_shows_no_sign_of_life(sent):
    lost, dead = started(), started(state=State.RUNNING, claim="0" * 32)
    make_stale(lost)
    make_stale(dead)
    make_stale(started(state=State.DONE))
    make_stale(started(state=State.CANCELLED))
    started()
    started(state=State.RUNNING, claim="0" * 32)
    sweep_jobs()
    assert sent() == [lost.pk, dead.pk]


# Ending


def test_hooks_hear_of_every_end_that_the_owner_did_not_choose():
    heard = []
    jobs.on_finished(lambda job: heard.append((job.pk, job.state, job.error)))
    count_to(8)
    done, failed, cancelled = started(), started(kind="forgotten"), started()
    jobs.cancel(cancelled.pk)
    for job in (done, failed, cancelled):
        jobs.run(job.pk)
    failed.refresh_from_db()
    assert heard == [(done.pk, State.DONE, ""), (failed.pk, State.FAILED, failed.error)]


def test_a_broken_hook_does_not_undo_the_end(caplog):
    def broken(job):
        Holiday.objects.create(date=date(2031, 1, 1), name="半途", published_year=2031)
        raise ZeroDivisionError

    jobs.on_finished(broken)
    count_to(8)
    job = started()
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == State.DONE
    assert not Holiday.objects.filter(published_year=2031).exists()
    assert f"job {job.pk}: a hook failed" in caplog.text
