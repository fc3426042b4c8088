"""Starting, running, resuming and ending jobs. Nothing else writes `Job.state`.

A kind of job is one *step* function, kept in an app's `tasks.py`, that does one chunk of the work:

    @job_kind("issue_certificates", title="签发证书")
    def issue_certificates(job: Job) -> bool:
        queued = Certificate.objects.queued().filter(pk__gt=job.checkpoint.get("after", 0)).order_by("pk")
        chunk = list(queued[:20])
        ...
        if chunk:
            job.advance(len(chunk), checkpoint={"after": chunk[-1].pk})
        return len(chunk) == 20

It is called until it returns False (nothing is left) and learns where to go on from `job.checkpoint` alone.
Each call and its checkpoint are one transaction, so a worker killed at any moment loses only the chunk it was
in, and no chunk counts twice. What a step does outside of the database (files, mail) must bear repetition.
Keep a chunk under two seconds: on SQLite every other writer waits for it. What takes long and writes no rows can be
done before that, in a function of its own, whose answer the step gets beside the job:

    @job_kind("issue_certificates", title="签发证书", prepare=draw_next)
    def issue_certificates(job: Job, drawn: list[Drawn]) -> bool: ...
"""

import copy
import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from celery import current_app
from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from core import clock
from core.models.job import Job, JobState

logger = logging.getLogger(__name__)

MAX_FRUITLESS_ATTEMPTS = 5
"""Starts without one finished chunk after which a job is given up: its next chunk kills every worker."""
STEP_FIELDS = ["checkpoint", "total", "done", "failed", "failures", "result_file", "result_url"]
"""What a step may change."""

Step = Callable[..., bool]
Prepare = Callable[[Job], object]
Hook = Callable[[Job], None]
Download = Callable[[Job, object], bool]


class JobFailed(Exception):
    """Raised by a step that cannot go on; the message is the sentence that the owner reads."""


@dataclass(frozen=True)
class Kind:
    step: Step
    title: str
    on_download: Download | None = None
    prepare: Prepare | None = None


_kinds: dict[str, Kind] = {}
_finished_hooks: list[Hook] = []


def job_kind(
    name: str, *, title: str, on_download: Download | None = None, prepare: Prepare | None = None
) -> Callable[[Step], Step]:
    """Register a step function under `name`; `title` is the job's sentence where `start` gives none.

    `prepare(job)` does a chunk's slow part outside of its transaction; the step is then called with its answer.
    `on_download(job, user)` is asked before each download of the result: it writes it down, or refuses with False.
    """

    def register(step: Step) -> Step:
        if name in _kinds and _kinds[name].step.__qualname__ != step.__qualname__:
            raise ValueError(f"two steps for the job kind {name}")
        _kinds[name] = Kind(step, title, on_download, prepare)
        return step

    return register


def on_finished(hook: Hook) -> Hook:
    """Register what happens when a job is done or has failed; houses above core do so in `AppConfig.ready`.

    Called with the ended job inside the transaction that ends it, so its effect and the end are one. An
    exception in a hook is logged and undone alone: the job's own end stands.
    """
    _finished_hooks.append(hook)
    return hook


def start(kind: str, *, by, arguments: dict | None = None, title: str = "", total: int = 0) -> Job:
    """Create a job and send its id when the present transaction commits; KeyError for an unknown kind."""
    registered = _registered(kind)
    job = Job.objects.create(
        kind=kind,
        title=title or registered.title,
        arguments=arguments or {},
        total=total,
        created_by=by,
    )
    _send_on_commit(job.pk)
    return job


def run(job_id: int) -> None:
    """Do all that is left of a job; does nothing when it has ended or another process is at it."""
    claim = _claim(job_id)
    if claim is None:
        return
    try:
        while _run_chunk(job_id, claim, _prepared(job_id, claim)):
            pass
    except OperationalError:
        raise  # the database was away or busy: the row keeps its checkpoint and `sweep` tries again
    except JobFailed as failure:
        _fail(job_id, claim, str(failure))
    except Exception as error:
        logger.exception("job %s failed", job_id)
        _fail(job_id, claim, f"处理中发生意外错误（{type(error).__name__}），已完成的部分均已保存")


def may_download(job: Job, user) -> bool:
    """What the kind says of a download, and its record of it; a kind that is not known any more says nothing."""
    try:
        asked = _registered(job.kind).on_download
    except KeyError:
        return True
    return asked is None or asked(job, user)


def sweep() -> list[int]:
    """Send the ids of jobs without a sign of life again: a killed worker, a lost message, a dead broker."""
    with transaction.atomic():
        stale = Job.objects.stale(_stale_before()).order_by("pk")
        if connection.features.has_select_for_update_skip_locked:
            stale = stale.select_for_update(skip_locked=True)  # a locked row is amid a chunk: alive
        ids = [job.pk for job in stale.only("pk")]
    for job_id in ids:
        _send(job_id)
    return ids


def cancel(job_id: int) -> bool:
    """Stop a live job after its present chunk; False when it had already ended."""
    live = Job.objects.live().filter(pk=job_id)
    return bool(live.update(state=JobState.CANCELLED, claim=None, finished_at=clock.now()))


def retry(job_id: int) -> bool:
    """Let a failed or cancelled job go on at its checkpoint; False when it is in neither state."""
    ended = Job.objects.filter(pk=job_id, state__in=[JobState.FAILED, JobState.CANCELLED])
    won = ended.update(
        state=JobState.QUEUED, error="", attempts=0, claim=None, finished_at=None, heartbeat=timezone.now()
    )
    if won:
        _send_on_commit(job_id)
    return bool(won)


def _registered(kind: str) -> Kind:
    """Imports the apps' `tasks` when first needed, for they draw in slow libraries; raises KeyError."""
    if kind not in _kinds:
        autodiscover_modules("tasks")
    return _kinds[kind]


def _claim(job_id: int) -> uuid.UUID | None:
    """Take a waiting or abandoned job; of several processes at most one gets a claim."""
    claim, now = uuid.uuid4(), timezone.now()
    abandoned = Q(state=JobState.RUNNING, heartbeat__lt=_stale_before())
    won = Job.objects.filter(Q(state=JobState.QUEUED) | abandoned, pk=job_id).update(
        state=JobState.RUNNING,
        claim=claim,
        claimed_at=now,
        claimed_done=F("done"),
        heartbeat=now,
        attempts=F("attempts") + 1,
    )
    return claim if won else None


def _prepared(job_id: int, claim: uuid.UUID) -> tuple:
    """The slow part of the next chunk, with no lock held: what the step is called with beside the job."""
    job = Job.objects.filter(pk=job_id, claim=claim, state=JobState.RUNNING).first()
    if job is None or job.attempts > MAX_FRUITLESS_ATTEMPTS:
        return ()  # the chunk itself finds out, and says so
    try:
        prepare = _registered(job.kind).prepare
    except KeyError:
        return ()
    return (prepare(job),) if prepare else ()


@transaction.atomic
def _run_chunk(job_id: int, claim: uuid.UUID, prepared: tuple) -> bool:
    """One step with its checkpoint; False when nothing is left, or the claim is lost or cancelled."""
    job = _held(job_id, claim)
    if job is None:
        return False
    more = _step(job, prepared)
    job.heartbeat, job.attempts = timezone.now(), 0
    job.save(update_fields=[*STEP_FIELDS, "heartbeat", "attempts"])
    if not more:
        _end(job, JobState.DONE)
    return more


def _step(job: Job, prepared: tuple) -> bool:
    """Call the step and hold it to its contract, so that a careless one fails instead of running for ever."""
    if job.attempts > MAX_FRUITLESS_ATTEMPTS:
        raise JobFailed(f"连续 {MAX_FRUITLESS_ATTEMPTS} 次在同一处异常退出，已停止，请联系系统管理员")
    try:
        kind = _registered(job.kind)
    except KeyError:
        raise JobFailed(f"系统不认识任务类型“{job.kind}”，请联系系统管理员") from None
    before = copy.deepcopy(job.checkpoint)
    more = kind.step(job, *prepared)
    if not isinstance(more, bool):
        raise TypeError(f"the step of {job.kind} must return True (more is left) or False, not {more!r}")
    if more and job.checkpoint == before:
        raise RuntimeError(f"the step of {job.kind} wants to be called again but moved no checkpoint")
    return more


@transaction.atomic
def _fail(job_id: int, claim: uuid.UUID, sentence: str) -> None:
    job = _held(job_id, claim)
    if job is not None:
        _end(job, JobState.FAILED, error=sentence)


def _held(job_id: int, claim: uuid.UUID) -> Job | None:
    """The locked row while the claim stands; None when it was cancelled or taken over."""
    held = Job.objects.select_for_update().filter(pk=job_id, claim=claim, state=JobState.RUNNING)
    return held.first()


def _end(job: Job, state: JobState, *, error: str = "") -> None:
    changes = {"state": state, "error": error, "finished_at": clock.now()}
    Job.objects.filter(pk=job.pk, claim=job.claim, state=JobState.RUNNING).update(**changes)
    for name, value in changes.items():
        setattr(job, name, value)
    for hook in _finished_hooks:
        try:
            with transaction.atomic():
                hook(job)
        except Exception:
            logger.exception("job %s: a hook failed", job.pk)


def _stale_before() -> datetime:
    return timezone.now() - timedelta(seconds=settings.JOB_STALE_SECONDS)


def _send_on_commit(job_id: int) -> None:
    """Robust: with the broker down the request still succeeds, and `sweep` sends the id later."""
    transaction.on_commit(lambda: _send(job_id), robust=True)


def _send(job_id: int) -> None:
    current_app.send_task("core.run_job", args=[job_id])
