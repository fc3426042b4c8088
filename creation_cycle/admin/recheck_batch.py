"""Many rechecks on one page, each with its findings in view: first reviews and answers that nothing speaks against."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse

from core.keyset import page_of
from core.lifecycle import TransitionBlocked, perform
from creation_cycle.models import Recheck
from creation_cycle.queries.rechecks import with_findings
from creation_cycle.recheck_enums import RecheckState as S
from creation_cycle.recheck_enums import Suggestion
from units.enums import OfficeRole
from units.models import Committee
from units.permissions import is_officer, remember_offices

SIZE = 20


@dataclass(frozen=True)
class Batch:
    """One move for the ticked ones; what it says of the rest."""

    move: str
    title: str
    button: str
    words: str
    details: dict


BATCHES = {
    "review": Batch(
        "review", "批量初评", "对选中的集体初评：建议合格",
        "逐个看过核对结果和自查说明后勾选。有不符合项或需要另写意见的，请到该集体的页面单独初评。",
        {"suggestion": Suggestion.KEEP.value, "opinion": "经核对自查材料和系统核对结果，建议合格。"},
    ),
    "keep": Batch(
        "keep", "批量认定合格", "认定选中的集体复核合格",
        "只列出已初评、抽检已抽取而未抽中的集体。有不符合项的，请到该集体的页面单独办理。", {},
    ),
}  # fmt: skip


def batch_rows(user, move: str) -> QuerySet[Recheck]:
    """What waits for exactly the bodies where `user` is officer, what was handed up to them included."""
    own = (
        Committee.objects.all()
        if user.is_superuser
        else Committee.objects.served_by(user, OfficeRole.OFFICER)
    )
    if move == "review":
        mine = Q(reviewing_committee__in=own) | Q(escalated_to__in=own)
        return Recheck.objects.filter(mine, state=S.REPORTED)
    mine = Q(plan__committee__in=own) | Q(escalated_to__in=own)
    ready = Q(plan__sample_percent=0) | Q(draw__state="drawn")
    return Recheck.objects.filter(mine, ready, state=S.REVIEWED)


def batch_view(page_admin, request, move: str):
    """GET shows a page of them; POST makes the move for each ticked one and says which were refused, and why."""
    if move not in BATCHES:
        raise Http404
    if not (request.user.is_superuser or is_officer(request.user)):
        raise PermissionDenied
    remember_offices(request.user)
    if request.method == "POST":
        _make(request, BATCHES[move])
        return HttpResponseRedirect(request.get_full_path())
    place = {side: request.GET.get(side, "") for side in ("after", "before")}
    rows = with_findings(batch_rows(request.user, move))
    page = page_of(rows, ("pk",), size=SIZE, **place)
    context = {
        **page_admin.admin_site.each_context(request),
        "opts": page_admin.opts,
        "title": BATCHES[move].title,
        "batch": BATCHES[move],
        "page": page,
    }
    return TemplateResponse(request, "admin/portal/recheck_batch.html", context)


def _make(request, batch: Batch) -> None:
    keys = [int(key) for key in request.POST.getlist("recheck") if key.isdigit()][:SIZE]
    done = 0
    for recheck in batch_rows(request.user, batch.move).filter(pk__in=keys).select_related("title__unit"):
        try:
            perform(recheck, batch.move, by=request.user, **batch.details)
            done += 1
        except TransitionBlocked as blocked:
            messages.error(request, f"{recheck.unit}：{blocked}")
        except PermissionDenied:
            messages.error(request, f"{recheck.unit}：不由您办理")
    if done:
        messages.success(request, f"已办理 {done} 个集体。")
    elif not keys:
        messages.warning(request, "请先勾选集体。")
