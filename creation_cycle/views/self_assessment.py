"""自查自评: the open version to write in, the versions to read, and what is done with them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View

from core.lifecycle import TransitionBlocked
from core.views.autosave import autosaved, no_longer_editable
from creation_cycle.forms import SelfAssessmentForm
from creation_cycle.models import SelfAssessment
from creation_cycle.queries.evidence import evidence_of
from creation_cycle.queries.self_assessments import entries_of, history_of, progress_of
from creation_cycle.services.self_assessment_entries import keep_answers
from creation_cycle.services.self_assessments import complete, open_version
from creation_cycle.views.keeping import KeptCandidacy


class SelfAssessmentPage(KeptCandidacy, View):
    """The present version: cards while it is open, a sheet to read once it is completed."""

    def get(self, request, pk):
        version = self.candidacy.present_self_assessment
        if version is None or not (version.is_open or self.candidacy.is_self_assessing):
            return redirect(self.candidacy)
        if not version.is_open or not self.candidacy.is_self_assessing:
            return render(request, "desk/self_assessment_version.html", version_context(request, version))
        return self._cards(SelfAssessmentForm(version))

    def post(self, request, pk):
        version = self.candidacy.present_self_assessment
        if version is None:
            return redirect(self.candidacy)
        form = SelfAssessmentForm(version, request.POST)
        form.is_valid()  # what is not valid is shown at its field, all else is kept
        try:
            self._keep(form)
        except TransitionBlocked as blocked:
            return no_longer_editable(request, self.candidacy, blocked)
        return self._saved(form)

    def _keep(self, form: SelfAssessmentForm) -> None:
        seen = form.seen(choosing=not self.request.htmx)
        form.take(keep_answers(self.candidacy, by=self.request.user, answers=form.answers, seen=seen))
        form.refresh()

    def _saved(self, form: SelfAssessmentForm):
        if self.request.htmx:
            return autosaved(
                self.request, form.items, "desk/self_assessment_saved.html", assessment=form,
                candidacy=self.candidacy, may_complete=self._may_complete(),
            )  # fmt: skip
        if not form.is_valid() or form.has_conflicts:
            return self._cards(form, status=409 if form.has_conflicts else 200)
        progress = form.progress
        messages.success(self.request, f"自评已保存，已完成 {progress.done}/{progress.items} 项")
        return redirect("creation_cycle:self_assessment", self.candidacy.pk)

    def _cards(self, form: SelfAssessmentForm, status: int = 200):
        context = {"candidacy": self.candidacy, "assessment": form, "may_complete": self._may_complete()}
        return render(self.request, "desk/self_assessment.html", context, status=status)

    def _may_complete(self) -> bool:
        return self.request.user.has_perm("creation_cycle.complete_selfassessment", self.candidacy)


class CompleteSelfAssessment(KeptCandidacy, View):
    """POST: the captain's name under the open version; the way on is the application."""

    http_method_names = ["post"]

    def post(self, request, pk):
        try:
            version = complete(self.candidacy, by=request.user)
        except TransitionBlocked as blocked:
            messages.error(request, str(blocked))
            return redirect("creation_cycle:self_assessment", pk)
        messages.success(request, f"{version}已完成，合计 {version.total.normalize():f} 分")
        return redirect(self.candidacy)


class NewSelfAssessment(KeptCandidacy, View):
    """POST: a new version, prefilled with what the last one says."""

    http_method_names = ["post"]

    def post(self, request, pk):
        if not request.user.has_perm("creation_cycle.change_candidacy", self.candidacy):
            raise PermissionDenied
        try:
            open_version(self.candidacy, note="主动更新")
        except TransitionBlocked as blocked:
            return no_longer_editable(request, self.candidacy, blocked)
        return redirect("creation_cycle:self_assessment", pk)


class SelfAssessmentHistory(KeptCandidacy, View):
    """Every version, and what changed from one to the next."""

    def get(self, request, pk):
        context = {"candidacy": self.candidacy, "lines": history_of(self.candidacy)}
        return render(request, "desk/self_assessment_history.html", context)


class SelfAssessmentVersion(KeptCandidacy, View):
    """One version to read and to print."""

    def get(self, request, pk, number):
        versions = self.candidacy.self_assessments.select_related("completed_by")
        version = get_object_or_404(versions, number=number)
        version.candidacy = self.candidacy
        return render(request, "desk/self_assessment_version.html", version_context(request, version))


def version_context(request, version: SelfAssessment) -> dict:
    """What `desk/self_assessment_version.html` shows."""
    candidacy, entries = version.candidacy, entries_of(version)
    evidence = evidence_of(entries, candidacy.unit)
    return {
        "candidacy": candidacy,
        "version": version,
        "progress": progress_of(candidacy, entries),
        "rows": [(entry, evidence[entry.pk]) for entry in entries],
        "is_present": version.number == candidacy.present_self_assessment.number,
    }
