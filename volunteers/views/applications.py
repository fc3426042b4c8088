"""Who wants to join: for stewards of an organisation and officers above it."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.views import View
from django.views.generic import ListView

from core.lifecycle import TransitionBlocked, blockers, perform
from core.services.access import record_view
from volunteers.forms.person import DecisionForm
from volunteers.models import Membership
from volunteers.views.organising import organisations_of

MOVES = {"approve": "已同意加入。", "decline": "已答复申请人。"}


class Applications(LoginRequiredMixin, ListView):
    """What waits, oldest first."""

    template_name = "volunteers/applications.html"
    paginate_by = 30

    def get_queryset(self):
        organisations = organisations_of(self.request.user)
        if not organisations.exists():
            raise Http404("runs no organisation")
        rows = Membership.objects.waiting().filter(organisation__in=organisations)
        return rows.select_related("volunteer", "organisation").order_by("pk")


class Application(LoginRequiredMixin, View):
    """One application beside the person's card: whoever opens it is on record, and the person can read so."""

    @cached_property
    def membership(self) -> Membership:
        rows = Membership.objects.filter(organisation__in=organisations_of(self.request.user))
        return get_object_or_404(rows.select_related("volunteer", "organisation"), pk=self.kwargs["pk"])

    def get(self, request, pk):
        return self.page(DecisionForm())

    def post(self, request, pk):
        move, form = request.POST.get("move", ""), DecisionForm(request.POST)
        if move not in MOVES or not form.is_valid():
            return self.page(form)
        note = form.cleaned_data["note"]
        if move == "decline" and not note:
            form.add_error("note", "不同意的，请说明理由，申请人会看到。")
            return self.page(form)
        try:
            perform(self.membership, move, by=request.user, note=note)
        except TransitionBlocked as blocked:
            form.add_error(None, [str(finding) for finding in blocked.findings])
            return self.page(form, status=409)
        messages.success(request, MOVES[move])
        return redirect("volunteers:applications")

    def page(self, form, status: int = 200):
        membership, user = self.membership, self.request.user
        purpose = f"核对加入{membership.organisation}的申请"[:120]
        record_view(membership.volunteer, "姓名、证件号码与联系电话", by=user, purpose=purpose)
        context = {
            "membership": membership,
            "volunteer": membership.volunteer,
            "consents": membership.volunteer.consents.in_force(),
            "reasons": blockers(membership, "approve", user),
            "form": form,
        }
        response = render(self.request, "volunteers/application.html", context, status=status)
        response["Cache-Control"] = "no-store"
        return response
