"""What takes longer than a click, and what runs on its day."""

from celery import shared_task

from core import clock
from core.models import Job
from core.services import jobs
from core.services.jobs import job_kind
from credit.services import asking, calendar

CHUNK = 50


@job_kind("ask_providers", title="查询信用")
def ask_providers(job: Job) -> bool:
    """One attempt at one query a chunk; what fails comes around again, at most MOST_ATTEMPTS times in this run."""
    after, turn = job.checkpoint.get("after", 0), job.checkpoint.get("turn", 1)
    query = asking.askable().filter(pk__gt=after).first()
    if query is None:
        if turn >= asking.MOST_ATTEMPTS or not asking.askable().exists():
            job.failed = asking.askable().count()
            return False
        job.advance(0, checkpoint={"after": 0, "turn": turn + 1})
        return True
    answered = asking.ask_once(query)
    job.advance(int(answered), checkpoint={"after": query.pk, "turn": turn})
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
