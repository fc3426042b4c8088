"""`manage.py run_rechecks --year N`: one recheck for every title in force; safe to kill and to repeat."""

import time

from django.core.management.base import BaseCommand

from core.models import Job
from core.models.job import JobState
from core.services import jobs
from creation_cycle.services import recheck_opening as opening

WATCH_SECONDS = 0.5


class Command(BaseCommand):
    help = "Open the yearly rechecks of every title in force; goes on where an earlier run was stopped."

    def add_arguments(self, parser):
        parser.add_argument("--year", type=int, required=True)

    def handle(self, *, year, **_):
        plans = opening.years_of(year)
        if not plans:
            self.stdout.write("没有有效的称号，无须复核。")
            return
        job = opening.start(year, plans=plans, by=None, after=self._stopped_at(year))
        jobs.run(job.pk)
        job.refresh_from_db()
        while job.state in (JobState.QUEUED, JobState.RUNNING):  # a worker was quicker: it does the rest
            time.sleep(WATCH_SECONDS)
            job.refresh_from_db()
        self.stdout.write(f"{job.title}：{job.get_state_display()}，已处理 {job.done} / {job.total} 个称号。")
        for failure in job.failures:
            self.stdout.write(f"  {failure}")

    def _stopped_at(self, year: int) -> int:
        """Behind which title the last run of this year was stopped; 0 when it had come to its end.

        A run that still lives stops after its present chunk: this one goes on for it.
        """
        last = Job.objects.filter(kind=opening.KIND, arguments__year=year).order_by("pk").last()
        if last is None or last.state == JobState.DONE:
            return 0
        jobs.cancel(last.pk)
        last.refresh_from_db()
        return last.checkpoint.get("after", 0)
