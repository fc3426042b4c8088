"""What runs without a person: drawing certificates, the cycle's dates, the notices' clocks, the nightly seal."""

from datetime import timedelta

from celery import shared_task

from core import clock
from core.models import Job
from core.services import ledger
from core.services.jobs import job_kind
from creation_cycle.models import Certificate
from creation_cycle.services import (
    adjustments,
    certificates,
    cycles,
    notices,
    objections,
    recheck_calendar,
    recheck_opening,
    self_assessments,
)

CHUNK = 20


@job_kind("issue_certificates", title="制发证书")
def issue_certificates(job: Job) -> bool:
    """Draw the next chunk of the certificates named in the job's arguments."""
    position = job.checkpoint.get("position", 0)
    ids = job.arguments["ids"][position : position + CHUNK]
    for certificate in Certificate.objects.filter(pk__in=ids).order_by("pk"):
        drawn = certificates.draw(certificate)
        if drawn.failure:
            job.note_failure(f"{drawn.number}：{drawn.failure}")
    job.advance(len(ids), checkpoint={"position": position + len(ids)})
    return position + len(ids) < len(job.arguments["ids"])


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


@shared_task(name="creation_cycle.seal_yesterday")
def seal_yesterday() -> None:
    """Every night: seal the finished days of the ledger. Safe to run twice."""
    ledger.seal_through(clock.today() - timedelta(days=1))
