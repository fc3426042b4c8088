"""What takes longer than a click, and what runs on its day."""

from celery import shared_task

from core import clock
from core.models import Job
from core.services import jobs
from core.services.jobs import job_kind
from credit.services import asking, calendar

CHUNK = 50


def ask_next(job: Job) -> asking.Attempt | None:
    """The next question over the network; runs between the transactions of two chunks."""
    query = asking.askable().filter(pk__gt=job.checkpoint.get("after", 0)).first()
    return query and asking.attempt(query)


@job_kind("ask_providers", title="查询信用", prepare=ask_next)
def ask_providers(job: Job, made: asking.Attempt | None) -> bool:
    """One attempt at one query a chunk; what fails comes around again, at most MOST_ATTEMPTS times in this run."""
    turn = job.checkpoint.get("turn", 1)
    if made is None:
        if turn >= asking.MOST_ATTEMPTS or not asking.askable().exists():
            job.failed = asking.askable().count()
            return False
        job.advance(0, checkpoint={"after": 0, "turn": turn + 1})
        return True
    job.advance(int(asking.keep(made)), checkpoint={"after": made.query.pk, "turn": turn})
    return True


@job_kind("retest_red_list", title="红名单定期复核")
def retest_red_list(job: Job) -> bool:
    """The next entries that are due; one note an entry and day, however often it runs."""
    today = clock.today()
    due = calendar.due_for_retest(today).filter(pk__gt=job.checkpoint.get("after", 0))
    chunk = list(due.select_related("policy", "unit__employer", "consent")[:CHUNK])
    for entry in chunk:
        calendar.retest(entry, today)
    if chunk:
        job.advance(len(chunk), checkpoint={"after": chunk[-1].pk})
    return len(chunk) == CHUNK


@shared_task(name="credit.follow_the_calendar")
def follow_the_calendar() -> None:
    """Every night: ends, re-tests, deletions. Safe to run twice."""
    today = clock.today()
    calendar.expire_due(today)
    if total := calendar.due_for_retest(today).count():
        jobs.start("retest_red_list", by=None, total=total)
    calendar.forget(today)


@shared_task(name="credit.ask_again")
def ask_again() -> None:
    """Every hour: queries that still wait for an answer."""
    if total := asking.askable().count():
        jobs.start("ask_providers", by=None, total=total)
