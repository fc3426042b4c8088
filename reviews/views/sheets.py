"""Reading a unit's dossier and scoring it: a draft that saves itself, then one last look and the lock."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views import View

from core import clock
from core.lifecycle import TransitionBlocked, perform, steps
from reviews.forms import ScoreSheetForm
from reviews.models import ScoreSheet
from reviews.services import rounds
from reviews.views.assignments import OwnAssignmentMixin
from units.queries.conflicts import conflicts_of


class SheetPage(OwnAssignmentMixin, View):
    """The dossier with the sheet; read-only once locked. POST keeps the draft, htmx gets a short answer."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(self.make_form())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        assignment, form = self.assignment, self.make_form(request.POST)
        form.is_valid()  # what is not valid is shown at its field, all else is kept
        try:
            rounds.save_scores(
                assignment.sheet, points=form.points, remarks=form.remarks, found=form.found,
                comment=form.kept_comment(assignment.sheet.comment),
            )  # fmt: skip
        except TransitionBlocked as blocked:
            return self._refused(blocked)
        return self._saved(form)

    def make_form(self, data=None) -> ScoreSheetForm:
        return ScoreSheetForm(data, sheet=self.assignment.sheet)

    def _saved(self, form: ScoreSheetForm) -> HttpResponse:
        assignment = self.assignment
        if self.request.htmx:
            context = {"form": form, "saved_at": clock.now(), "oob": True, **progress_of(assignment.sheet)}
            return render(self.request, "reviews/sheet_saved.html", context)
        if form.errors:
            return self._page(form)
        if self.request.POST.get("then") == "lock":
            return redirect("reviews:lock", assignment.pk)
        messages.success(self.request, "评分草稿已保存")
        return redirect("reviews:sheet", assignment.pk)

    def _refused(self, blocked: TransitionBlocked) -> HttpResponse:
        if self.request.htmx:
            return render(self.request, "reviews/sheet_refused.html", {"findings": blocked.findings})
        messages.error(self.request, blocked)
        return redirect("reviews:sheet", self.assignment.pk)

    def _page(self, form: ScoreSheetForm) -> HttpResponse:
        assignment = self.assignment
        context = {
            "assignment": assignment,
            "candidacy": assignment.candidacy,
            "form": form,
            "conflicts": conflicts_of(self.request.user, assignment.candidacy.unit),
            **progress_of(assignment.sheet),
        }
        return render(self.request, "reviews/sheet.html", context)


class LockSheet(OwnAssignmentMixin, View):
    """One last look at all points, then 提交并锁定."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        assignment = self.assignment
        if not assignment.sheet.is_draft:
            return redirect("reviews:sheet", pk)
        [step] = [step for step in steps(assignment.sheet, request.user) if step.name == "lock"]
        context = {
            "assignment": assignment,
            "step": step,
            "scores": assignment.sheet.scores_in_order(),
            "measured": assignment.sheet.measured(),
            **progress_of(assignment.sheet),
        }
        return render(request, "reviews/lock.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        assignment = self.assignment
        try:
            perform(assignment.sheet, "lock", by=request.user)
        except TransitionBlocked as blocked:
            messages.error(request, blocked)
            return redirect("reviews:lock", pk)
        messages.success(request, f"“{assignment.candidacy.unit}”的评分表已提交并锁定")
        return redirect("reviews:list")


def progress_of(sheet: ScoreSheet) -> dict:
    """What the bar at the bottom shows: the total so far, out of how much, and how many items are missing."""
    items = sheet.items_to_score().count()
    return {
        "total": sheet.points_given(),
        "most": sheet.standard.total,
        "missing": items - sheet.scores.count(),
    }
