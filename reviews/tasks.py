"""What takes longer than a click, and what runs on its day: computing panels, opening rounds."""

from celery import shared_task
from django.urls import reverse

from core import clock
from core.lifecycle import TransitionBlocked
from core.models import Job
from core.services.jobs import JobFailed, job_kind
from reviews.models import PanelPlan, Round, Selection
from reviews.services import (
    complaint_calendar,
    dossiers,
    exports,
    letters,
    pairing,
    panel_plans,
    quizzes,
    rounds,
    selections,
)
from reviews.services.assigning import assign_all, seats_of


@job_kind("plan_panels", title="计算指派方案")
def plan_panels(job: Job) -> bool:
    """One chunk: the solver answers for the whole round at once, in seconds (docs/decisions/0019-solver.md)."""
    plan = panel_plans.compute(_plan(job))
    job.total = len(plan.proposed)
    job.advance(job.total, checkpoint={"done": True})
    return False


@job_kind("pair_units", title="计算互评配对")
def pair_units(job: Job) -> bool:
    """One chunk, as for panels."""
    plan = pairing.compute(_plan(job))
    job.total = len(plan.proposed)
    job.advance(job.total, checkpoint={"done": True})
    return False


@job_kind("apply_panel_plan", title="采用指派方案")
def apply_panel_plan(job: Job) -> bool:
    """One chunk, because a plan is taken up as a whole or not at all."""
    try:
        count = panel_plans.apply(_plan(job), by=job.created_by)
    except TransitionBlocked as blocked:
        raise JobFailed(f"没有指派任何人：{blocked}") from None
    job.advance(count, checkpoint={"done": True})
    return False


@job_kind("assign_from_table", title="导入指派")
def assign_from_table(job: Job) -> bool:
    """One chunk, because a table is taken as a whole or not at all."""
    round_ = Round.objects.get(pk=job.arguments["round"])
    job.result_url = reverse("admin:reviews_round_change", args=[round_.pk])
    try:
        given = assign_all(round_, seats_of(round_, job.arguments["rows"]), by=job.created_by)
    except TransitionBlocked as blocked:
        raise JobFailed(f"没有指派任何人：{blocked}。请重新上传文件。") from None
    job.advance(len(given), checkpoint={"done": True})
    return False


@job_kind(selections.PUBLICATION, title="公布审核结果")
def publish_selection(job: Job) -> bool:
    """One chunk, because everything takes effect at once or not at all."""
    selection = Selection.objects.get(pk=job.arguments["selection"])
    job.result_url = reverse("reviews:letters", args=[selection.pk])
    try:
        selections.publish(selection, by=job.created_by, seen=job.arguments["seen"])
    except TransitionBlocked as blocked:
        raise JobFailed(f"没有公布：{blocked}") from None
    job.advance(job.total, checkpoint={"done": True})
    return False


@job_kind(letters.SENDING, title="发出反馈函")
def send_letters(job: Job) -> bool:
    """Some letters at a time; what was sent stays sent, and a killed worker goes on behind it."""
    selection = Selection.objects.get(pk=job.arguments["selection"])
    job.result_url = reverse("reviews:letters", args=[selection.pk])
    try:
        sent = letters.send_next(selection, by=job.created_by, after=job.checkpoint.get("after", 0))
    except TransitionBlocked as blocked:
        raise JobFailed(f"其余反馈函没有发出：{blocked}") from None
    if sent:
        job.advance(len(sent), checkpoint={"after": sent[-1].pk})
    return len(sent) == letters.SENT_AT_ONCE


@job_kind(exports.KIND, title="导出考核结果", on_download=exports.note_download)
def export_round(job: Job) -> bool:
    """The next units of the workbook; at last all of it as one file."""
    return exports.write_some(job)


def _plan(job: Job) -> PanelPlan:
    """Raises JobFailed for one that was thrown away meanwhile."""
    plan = (
        PanelPlan.objects.select_related("round__cycle", "part__round")
        .filter(pk=job.arguments["plan"])
        .first()
    )
    if plan is None:
        raise JobFailed("方案已经放弃")
    job.result_url = reverse("admin:reviews_panelplan_change", args=[plan.pk])
    return plan


@shared_task(name="reviews.open_rounds")
def open_rounds() -> None:
    """Every few minutes: planned rounds whose first day has come, dossiers that are missing. Safe to run twice."""
    rounds.open_due(clock.today())
    dossiers.freeze_missing()


@shared_task(name="reviews.hand_in_quizzes")
def hand_in_quizzes() -> None:
    """Every minute: attempts whose time is over, as they are. Safe to run twice; a page that is opened does it too."""
    quizzes.hand_in_run_out()


@shared_task(name="reviews.follow_complaints")
def follow_complaints() -> None:
    """Every morning: reminders, what is overdue, what can be filed away, whom to forget. Safe to run twice."""
    complaint_calendar.follow(clock.today())


@shared_task(name="reviews.forget_exports")
def forget_exports() -> None:
    """Every night: exported files whose days are over. Safe to run twice."""
    exports.forget_old()
