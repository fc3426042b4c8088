"""What runs without a person: drawing certificates, the cycle's dates, the notices' clocks, the nightly seal."""

from datetime import timedelta

from celery import shared_task

from core import clock
from core.models import Job
from core.services import ledger
from core.services.jobs import job_kind
from creation_cycle.services import (
    adjustment_messages,
    adjustments,
    cycles,
    issuing,
    notices,
    objections,
    recheck_calendar,
    recheck_opening,
    self_assessments,
)


def draw_next(job: Job) -> dict[int, issuing.Drawn]:
    """The slow half of the next chunk, with no lock held."""
    return issuing.draw_next(_next_ids(job))


@job_kind(issuing.KIND, title="制发证书", prepare=draw_next)
def issue_certificates(job: Job, drawn: dict[int, issuing.Drawn]) -> bool:
    """Issue the next chunk of the certificates named in the job's arguments."""
    for certificate in issuing.issue(drawn):
        if certificate.failure:
            job.note_failure(f"{certificate.number}：{certificate.failure}")
    ids = _next_ids(job)
    position = job.checkpoint.get("position", 0) + len(ids)
    job.advance(len(ids), checkpoint={"position": position})
    return position < len(job.arguments["ids"])


def _next_ids(job: Job) -> list[int]:
    position = job.checkpoint.get("position", 0)
    return job.arguments["ids"][position : position + issuing.CHUNK]


@shared_task(name="creation_cycle.follow_the_calendar")
def follow_the_calendar() -> None:
    """Every few minutes: move cycles, close notices whose day has come, forget old objectors. Safe to run twice."""
    today = clock.today()
    cycles.advance_due(today)
    notices.recount(today)
    notices.close_due(today)
    objections.forget_objectors(today)
    adjustments.carry_out_due()
    adjustments.outlast_warnings(today)


@shared_task(name="creation_cycle.ask_for_self_assessments")
def ask_for_self_assessments() -> None:
    """Every morning: open the half-year's versions and remind of those that are due. Safe to run twice."""
    today = clock.today()
    self_assessments.ask_by(today)
    self_assessments.remind(today)


@job_kind(recheck_opening.KIND, title="发起年度复核")
def open_rechecks(job: Job) -> bool:
    """One recheck for each of the next titles."""
    return recheck_opening.open_chunk(job)


@shared_task(name="creation_cycle.follow_rechecks")
def follow_rechecks() -> None:
    """Every hour: open the year's rechecks, remind, hand up what is overdue. Safe to run twice."""
    recheck_calendar.follow(clock.today())


@shared_task(name="creation_cycle.remind_of_adjustments")
def remind_of_adjustments() -> None:
    """Every morning: periods of 动态调整 that end. Safe to run twice."""
    adjustment_messages.remind(clock.today())


@shared_task(name="creation_cycle.seal_yesterday")
def seal_yesterday() -> None:
    """Every night: seal the finished days of the ledger. Safe to run twice."""
    ledger.seal_through(clock.today() - timedelta(days=1))
