"""自查自评: the open version to write in, the versions to read, and what is done with them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View

from core.lifecycle import TransitionBlocked
from core.views.autosave import autosaved, no_longer_editable
from creation_cycle.forms import SelfAssessmentForm
from creation_cycle.models import Candidacy, SelfAssessment
from creation_cycle.queries.desk import kept_candidacies
from creation_cycle.queries.evidence import evidence_of
from creation_cycle.queries.self_assessments import entries_of, history_of, progress_of
from creation_cycle.services.self_assessment_entries import keep_answers
from creation_cycle.services.self_assessments import complete, open_version
from creation_cycle.views.keeping import KeptCandidacy
from units.views.keeping import KeptUnit


class PresentSelfAssessment(KeptUnit, View):
    """From the unit's duties to the self-assessment that is being written; without any to the desk."""

    def get(self, request, unit_pk):
        writing = kept_candidacies(request.user).filter(unit=self.unit).self_assessing().first()
        if writing is None:
            return redirect("creation_cycle:desk")
        return redirect("creation_cycle:self_assessment", writing.pk)


class SelfAssessmentPage(KeptCandidacy, View):
    """The present version: cards while it is open, a sheet to read once it is completed."""

    def get(self, request, pk):
        version = self.candidacy.present_self_assessment
        if version is None or not self.candidacy.is_self_assessing:
            return redirect(self.candidacy)
        if not version.is_open:
            return render(
                request, "desk/self_assessment_version.html", version_context(self.candidacy, version)
            )
        return self._cards(self._form(version))

    def post(self, request, pk):
        version = self.candidacy.present_self_assessment
        if version is None:
            return redirect(self.candidacy)
        form = self._form(version, request.POST)
        form.is_valid()  # what is not valid is shown at its field, all else is kept
        try:
            seen = form.seen(choosing=not request.htmx)
            form.take(keep_answers(self.candidacy, by=request.user, answers=form.answers, seen=seen))
            return self._saved(form)
        except TransitionBlocked as blocked:
            return no_longer_editable(request, self.candidacy, blocked)

    def _form(self, version, data=None) -> SelfAssessmentForm:
        version.candidacy = self.candidacy  # read with all that the page shows
        return SelfAssessmentForm(version, data)

    def _saved(self, form: SelfAssessmentForm):
        form.refresh()
        if self.request.htmx:
            return autosaved(
                self.request, form.items, "desk/self_assessment_saved.html", **self._context(form)
            )
        if not form.is_valid() or form.has_conflicts:
            return self._cards(form, status=409 if form.has_conflicts else 200)
        if self.request.POST.get("then") == "complete":
            return self._completed(form)
        messages.success(self.request, f"自评已保存，已完成 {form.progress.done}/{form.progress.items} 项")
        return redirect("creation_cycle:self_assessment", self.candidacy.pk)

    def _completed(self, form: SelfAssessmentForm):
        """The way on is the application, which stands on the candidacy's page."""
        try:
            version = complete(self.candidacy, by=self.request.user)
        except TransitionBlocked as blocked:
            messages.error(self.request, str(blocked))
            return self._cards(form)
        messages.success(self.request, f"{version}已完成，合计 {version.total.normalize():f} 分")
        return redirect(self.candidacy)

    def _cards(self, form: SelfAssessmentForm, status: int = 200):
        return render(self.request, "desk/self_assessment.html", self._context(form), status=status)

    def _context(self, form: SelfAssessmentForm) -> dict:
        may = self.request.user.has_perm("creation_cycle.complete_selfassessment", self.candidacy)
        return {"candidacy": self.candidacy, "assessment": form, "may_complete": may}


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
    """One version to read and to print; the open one has its own page."""

    def get(self, request, pk, number):
        versions = self.candidacy.self_assessments.completed().select_related("completed_by")
        version = get_object_or_404(versions, number=number)
        return render(request, "desk/self_assessment_version.html", version_context(self.candidacy, version))


def version_context(candidacy: Candidacy, version: SelfAssessment) -> dict:
    """What `desk/self_assessment_version.html` shows."""
    entries = entries_of(version)
    evidence = evidence_of(entries, candidacy.unit)
    return {
        "candidacy": candidacy,
        "version": version,
        "progress": progress_of(candidacy, entries),
        "rows": [(entry, evidence[entry.pk]) for entry in entries],
        "is_present": version.pk == candidacy.present_self_assessment.pk,
    }
