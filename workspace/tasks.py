"""What the workspace does without a person: drawing thumbnails, reminding of duties."""

from celery import shared_task

from core import clock
from core.models import Job
from core.services.jobs import job_kind
from workspace.models import ActivityFile
from workspace.services import reminders, thumbnails, votes


@job_kind(thumbnails.KIND, title="生成缩略图")
def draw_thumbnails(job: Job) -> bool:
    """One file a step: a video's first frame may take a second. Files dropped meanwhile are passed over."""
    position = job.checkpoint.get("position", 0)
    ids = job.arguments["ids"]
    file = ActivityFile.objects.filter(pk=ids[position]).first()
    if file and thumbnails.draw(file).failure:
        job.note_failure(f"文件 {file.key}：{file.failure}")
    job.advance(1, checkpoint={"position": position + 1})
    return position + 1 < len(ids)


@shared_task(name="workspace.remind_of_duties")
def remind_of_duties() -> None:
    """Every morning: what comes, ends soon or was missed, into the inbox. Safe to run twice."""
    reminders.remind(clock.today())


@shared_task(name="workspace.close_votes")
def close_votes() -> None:
    """After midnight: votes whose last day is over are counted, their slips destroyed. Safe to run twice."""
    votes.close_due(clock.today())
