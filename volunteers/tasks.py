"""What the register does without a person."""

from celery import shared_task

from core.models import Job
from core.services.jobs import job_kind
from volunteers.services import exporting, importing, retention


@job_kind(importing.CHECK, title="核对志愿者名册")
def check_volunteers(job: Job) -> bool:
    return importing.check_step(job)


@job_kind(importing.WRITE, title="导入志愿者名册")
def write_volunteers(job: Job) -> bool:
    return importing.write_step(job)


@job_kind(exporting.KIND, title="导出志愿者名册")
def export_volunteers(job: Job) -> bool:
    return exporting.step(job)


@shared_task(name="volunteers.forget_exports")
def forget_exports() -> None:
    """Every night: exported files are deleted after `EXPORT_DAYS`. Safe to run twice."""
    exporting.forget_old()


@shared_task(name="volunteers.forget_imports")
def forget_imports() -> None:
    """Every hour: what was uploaded and not confirmed within a day is forgotten. Safe to run twice."""
    importing.forget_left_lying()


@shared_task(name="volunteers.delete_due")
def delete_due() -> None:
    """Every night: personal data whose time is over goes, unless the law keeps it. Safe to run twice."""
    retention.delete_due()
