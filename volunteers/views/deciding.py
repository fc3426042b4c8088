"""For whoever runs an organisation: corrections of hours and proofs, each on a page with what it rests on."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View

from core.lifecycle import TransitionBlocked, UnknownMove, perform, steps
from volunteers.models import HoursCorrection, Proof
from volunteers.views.organising import Organiser


class DecideCorrection(Organiser, View):
    """GET shows what would change; POST grants or refuses."""

    def get(self, request, pk):
        row = self._row(pk)
        context = {"row": row, "moves": [move for move in steps(row, request.user) if move.permitted]}
        return render(request, "volunteers/correction.html", context)

    def post(self, request, pk):
        row = self._row(pk)
        name = "grant" if "grant" in request.POST else "refuse"
        try:
            perform(row, name, by=request.user, note=request.POST.get("note", ""))
        except TransitionBlocked as blocked:
            messages.error(request, str(blocked))
            return redirect("events:correction", pk)
        messages.success(request, "已办理")
        return redirect("events:organise")

    def _row(self, pk) -> HoursCorrection:
        rows = HoursCorrection.objects.filter(entry__organisation__in=self.organisations)
        return get_object_or_404(rows.select_related("entry__volunteer", "entry__event", "asked_by"), pk=pk)


class ProofDesk(Organiser, View):
    """One application for a proof, with its moves; later the proof itself."""

    def get(self, request, pk):
        proof = self._proof(pk)
        context = {
            "proof": proof,
            "moves": [move for move in steps(proof, request.user) if move.permitted],
            "history": proof.history.reverse(),
        }
        return render(request, "volunteers/proof_desk.html", context)

    def post(self, request, pk, name):
        proof = self._proof(pk)
        try:
            moved = perform(proof, name, by=request.user, note=request.POST.get("note", ""))
        except UnknownMove:
            raise Http404(name) from None
        except TransitionBlocked as blocked:
            messages.error(request, str(blocked))
        else:
            messages.success(request, f"证明：{moved.get_state_display()}")
        return redirect("events:proof", pk)

    def _proof(self, pk) -> Proof:
        rows = Proof.objects.filter(organisation__in=self.organisations)
        return get_object_or_404(rows.select_related("volunteer", "organisation__region"), pk=pk)
