"""Reading a unit's dossier and scoring it: a draft that saves itself, then one last look and the lock."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views import View

from core.lifecycle import TransitionBlocked, perform, steps
from core.views.autosave import autosaved
from reviews.forms import ScoreSheetForm
from reviews.models import ScoreSheet
from reviews.queries.disclosure import colleagues_of
from reviews.queries.dossiers import reading_of
from reviews.services import sheets
from reviews.views.assignments import OwnAssignmentMixin
from units.queries.conflicts import conflicts_of


class SheetPage(OwnAssignmentMixin, View):
    """The dossier with the sheet; read-only once handed in. POST keeps the draft, htmx gets a short answer."""

    def make_form(self, data=None) -> ScoreSheetForm:
        return ScoreSheetForm(data, sheet=self.assignment.sheet)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(self.make_form())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        sheet = self.assignment.sheet
        form = self.make_form(request.POST)
        form.is_valid()  # what is not valid is shown at its field, all else is kept
        seen = form.seen_before_choosing if request.htmx else form.seen
        try:
            form.take_kept(sheets.keep_page(sheet, fields=form.given, seen=seen, by=request.user))
        except TransitionBlocked as blocked:
            return self._refused(blocked)
        return self._saved(form)

    def _saved(self, form: ScoreSheetForm) -> HttpResponse:
        if self.request.htmx:
            context = {"form": form, "oob": True, **progress_of(self.assignment.sheet)}
            return autosaved(self.request, [form], "reviews/sheet_saved.html", **context)
        if form.errors or form.conflicts:
            return self._page(form, status=409 if form.conflicts else 200)
        if self.request.POST.get("then") == "submit":
            return redirect("reviews:submit", self.assignment.pk)
        messages.success(self.request, "评分草稿已保存")
        return redirect("reviews:sheet", self.assignment.pk)

    def _refused(self, blocked: TransitionBlocked) -> HttpResponse:
        if self.request.htmx:
            return render(self.request, "reviews/sheet_refused.html", {"findings": blocked.findings})
        messages.error(self.request, blocked)
        return redirect("reviews:sheet", self.assignment.pk)

    def _page(self, form: ScoreSheetForm, status: int = 200) -> HttpResponse:
        candidacy = self.assignment.candidacy
        reading = reading_of(self.assignment.round, candidacy)
        context = {
            "assignment": self.assignment,
            "candidacy": candidacy,
            "form": form,
            "reading": reading,
            "rows": form.rows(reading),
            "conflicts": conflicts_of(self.request.user, candidacy.unit),
            "colleagues": colleagues_of(self.assignment),
            **progress_of(self.assignment.sheet),
        }
        return render(self.request, "reviews/sheet.html", context, status=status)


class SubmitSheet(OwnAssignmentMixin, View):
    """One last look at all points, then 提交."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        assignment = self.assignment
        if not assignment.sheet.is_draft:
            return redirect("reviews:sheet", pk)
        [step] = [step for step in steps(assignment.sheet, request.user) if step.name == "submit"]
        context = {
            "assignment": assignment,
            "step": step,
            "scores": assignment.sheet.scores_in_order(),
            "measured": assignment.sheet.measured(),
            **progress_of(assignment.sheet),
        }
        return render(request, "reviews/submit.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        assignment = self.assignment
        try:
            perform(assignment.sheet, "submit", by=request.user)
        except TransitionBlocked as blocked:
            messages.error(request, blocked)
            return redirect("reviews:submit", pk)
        messages.success(request, f"“{assignment.candidacy.unit}”的评分表已提交")
        return redirect("reviews:list")


def progress_of(sheet: ScoreSheet) -> dict:
    """What the bar at the bottom shows: the total so far, out of how much, and how many items are missing."""
    items = sheet.items_to_score().count()
    return {
        "total": sheet.points_given(),
        "most": sheet.standard.total,
        "missing": items - sheet.scores.count(),
    }
