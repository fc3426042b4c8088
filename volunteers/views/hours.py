"""我的时长 and 证明: what counts, what is on notice, corrections asked for, proofs."""

from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View

from core.keyset import page_of
from core.lifecycle import TransitionBlocked, perform
from volunteers.forms.service import CorrectionForm, ProofForm
from volunteers.models import HoursCorrection, HoursEntry, Proof, VolunteerOrganisation
from volunteers.queries import hours as queries
from volunteers.services import hours, proofs
from volunteers.views.me import OwnRecord


class MyHours(OwnRecord, View):
    """The sum that counts, the stars, and every entry with what became of it."""

    def get(self, request):
        own = HoursEntry.objects.of(self.volunteer)
        rows = own.select_related("organisation", "event", "reversed_by", "reverses").order_by("-day", "-pk")
        place = {side: request.GET.get(side, "") for side in ("after", "before")}
        page = page_of(rows, ("day", "pk"), **place)
        context = {
            "standing": queries.standing_of(queries.total_of(self.volunteer)),
            "years": queries.by_year(own),
            "organisations": queries.by_organisation(own),
            "on_notice": own.on_notice().count(),
            "page": page,
            "corrections": HoursCorrection.objects.filter(entry__in=own).select_related("entry")[:10],
        }
        return render(request, "volunteers/my_hours.html", context)


class AskCorrection(OwnRecord, View):
    """What was true, and why; a second person decides."""

    def get(self, request, pk):
        return self._page(self._entry(pk), CorrectionForm(entry=self._entry(pk)))

    def post(self, request, pk):
        entry = self._entry(pk)
        form = CorrectionForm(request.POST, entry=entry)
        if not form.is_valid():
            return self._page(entry, form)
        try:
            hours.ask_correction(entry, by=request.user, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
            return self._page(entry, form)
        messages.success(request, "更正申请已提交，由记录组织的另一名管理人员办理")
        return redirect("events:my_hours")

    def _entry(self, pk) -> HoursEntry:
        own = HoursEntry.objects.of(self.volunteer).standing()
        return get_object_or_404(own.select_related("organisation", "event"), pk=pk)

    def _page(self, entry, form):
        return render(self.request, "volunteers/correction_form.html", {"entry": entry, "form": form})


class WithdrawCorrection(OwnRecord, View):
    """POST: no longer wanted."""

    http_method_names = ["post"]

    def post(self, request, pk):
        row = get_object_or_404(HoursCorrection.objects.filter(asked_by=request.user), pk=pk)
        try:
            perform(row, "withdraw", by=request.user)
        except TransitionBlocked as blocked:
            messages.error(request, str(blocked))
        return redirect("events:my_hours")


class MyProofs(OwnRecord, View):
    """Proofs so far, and the form for another one."""

    def get(self, request):
        return self._page(ProofForm(organisations=self._recorders()))

    def post(self, request):
        form = ProofForm(request.POST, organisations=self._recorders())
        if not form.is_valid():
            return self._page(form)
        try:
            proofs.ask(self.volunteer, by=request.user, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
            return self._page(form)
        messages.success(request, "申请已提交，出具后会通知您")
        return redirect("events:my_proofs")

    def _recorders(self):
        own = HoursEntry.objects.of(self.volunteer).order_by().values("organisation")
        return VolunteerOrganisation.objects.filter(pk__in=own)

    def _page(self, form):
        rows = Proof.objects.filter(volunteer=self.volunteer).select_related("organisation")
        return render(self.request, "volunteers/my_proofs.html", {"proofs": rows, "form": form})


class ProofFile(LoginRequiredMixin, View):
    """The PDF, for the person and for whoever runs the issuing organisation."""

    def get(self, request, pk):
        proof = get_object_or_404(
            Proof.objects.visible_to(request.user).public().select_related("volunteer", "organisation"), pk=pk
        )
        if not proof.file or not proofs.may_read_file(proof, request.user):
            raise Http404
        response = FileResponse(storages["private"].open(proof.file, "rb"), content_type="application/pdf")
        name = quote(f"志愿服务记录证明 {proof.number}.pdf")
        response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
        response["Cache-Control"] = "private, no-store"
        return response
