"""One candidacy: its filing form while it is the unit's own, afterwards its way, its facts and its results."""

from dataclasses import replace

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.views import View

from core.lifecycle import TransitionBlocked, step
from core.views.autosave import AutosavingForm
from creation_cycle.enums import CertificateState
from creation_cycle.forms import FilingForm, StartForm
from creation_cycle.models import Certificate
from creation_cycle.queries.assessment import assessment_of
from creation_cycle.queries.desk import kept_candidacies, open_cycles
from creation_cycle.queries.next_steps import next_step_of
from creation_cycle.queries.stages import stages_of
from creation_cycle.services.drafts import merge_draft
from creation_cycle.services.filing import open_candidacy
from creation_cycle.views.checks import checks_context
from creation_cycle.views.keeping import KeptCandidacy
from creation_cycle.views.roster import roster_context
from units.views.keeping import KeptUnit


class StartCandidacy(KeptUnit, View):
    """POST: a draft in one of the cycles that are open to the unit."""

    http_method_names = ["post"]

    def post(self, request, unit_pk):
        form = StartForm(request.POST, cycles=open_cycles(self.unit))
        if not form.is_valid():
            messages.error(request, "该创建周期目前不接受备案，请从列出的周期中选择")
            return redirect("creation_cycle:desk")
        try:
            return redirect(open_candidacy(self.unit, form.cleaned_data["cycle"], by=request.user))
        except TransitionBlocked as blocked:
            messages.error(request, str(blocked))
            return redirect("creation_cycle:desk")


class PresentCandidacy(KeptUnit, View):
    """The tab 创建申报: the live candidacy, else the last one; without any the desk, which says what can begin."""

    def get(self, request, unit_pk):
        candidacies = kept_candidacies(request.user).filter(unit=self.unit)
        found = candidacies.live().first() or candidacies.order_by("-pk").first()
        return redirect(found or "creation_cycle:desk")


class CandidacyPage(KeptCandidacy, AutosavingForm):
    """GET shows it; POST keeps the filing form, whole pages and htmx saves alike."""

    saved_message = "备案草稿已保存"

    def get(self, request, pk):
        if self.candidacy.is_editable:
            return super().get(request, pk)
        return render(request, "desk/candidacy.html", self._overview())

    @property
    def record(self):
        return self.candidacy

    def make_form(self, data=None) -> FilingForm:
        return FilingForm(data, instance=self.candidacy)

    def keep(self, form, seen):
        merged = merge_draft(self.candidacy, by=self.request.user, seen=seen, **form.given)
        self.candidacy = merged.record  # a bound form has written what it refuses into its own instance
        return merged

    def page(self, form, status=200):
        candidacy = self.candidacy
        checks = checks_context(candidacy, self.request.user)
        checks["remedy_places"] |= {"roster": "#roster", "filing": "#filing"}
        context = {"form": form, "stages": stages_of(candidacy), **checks, **roster_context(candidacy.unit)}
        return render(self.request, "desk/filing.html", context, status=status)

    def done(self):
        return redirect(self.candidacy)

    def _overview(self) -> dict:
        candidacy = self.candidacy
        checks = checks_context(candidacy, self.request.user)
        return {
            **checks,
            "stages": stages_of(candidacy),
            "next": replace(next_step_of(candidacy, checks["main"]), reasons=()),  # the panel has them
            "withdrawal": step(candidacy, "withdraw", self.request.user),
            "history": candidacy.history.reverse(),
            "assessment": assessment_of(candidacy),
            "notices": candidacy.notice_entries.select_related("notice").exclude(notice__state="draft"),
            "certificate": issued_certificate(candidacy),
        }


class CertificateFile(KeptCandidacy, View):
    """The PDF for the unit itself; the store has no public address."""

    def get(self, request, pk):
        certificate = issued_certificate(self.candidacy)
        if certificate is None or not certificate.file:
            raise Http404
        return FileResponse(certificate.file.open(), as_attachment=True, filename=f"{certificate.number}.pdf")


def issued_certificate(candidacy) -> Certificate | None:
    """The certificate in force of the recognition that this candidacy led to."""
    return Certificate.objects.filter(recognition__candidacy=candidacy, state=CertificateState.ISSUED).first()
