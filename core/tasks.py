"""Celery's side of jobs: messages carry an id, the database row carries everything else."""

from celery import shared_task

from core.services import jobs


@shared_task(name="core.run_job", acks_late=True)
def run_job(job_id: int) -> None:
    """Safe to deliver twice: only the process that wins the claim works."""
    jobs.run(job_id)


@shared_task(name="core.sweep_jobs")
def sweep_jobs() -> None:
    """Every minute, see CELERY_BEAT_SCHEDULE."""
    jobs.sweep()
