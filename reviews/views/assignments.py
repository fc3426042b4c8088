"""A reviewer's list, and the way to step back."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.views import View

from core.lifecycle import TransitionBlocked, perform
from reviews.enums import RoundState
from reviews.forms import RecusalForm
from reviews.models import Assignment


class OwnAssignmentMixin(LoginRequiredMixin):
    """The reviewer's own standing assignment; everybody else gets 404, officers and superusers too."""

    @cached_property
    def assignment(self) -> Assignment:
        own = Assignment.objects.of_reviewer(self.request.user).for_scoring()
        return get_object_or_404(own, pk=self.kwargs["pk"])


class AssignmentList(LoginRequiredMixin, View):
    """To do first, then what is done, then earlier rounds."""

    def get(self, request: HttpRequest) -> HttpResponse:
        own = list(Assignment.objects.of_reviewer(request.user).for_list())
        live = [assignment for assignment in own if assignment.round.state == RoundState.OPEN]
        context = {
            "waiting": [assignment for assignment in live if assignment.is_waiting],
            "done": [assignment for assignment in live if not assignment.is_waiting],
            "earlier": [assignment for assignment in own if assignment.round.state == RoundState.CLOSED],
            "total": sum(assignment.is_standing for assignment in live),
        }
        context["handed_in"] = context["total"] - len(context["waiting"])
        return render(request, "reviews/list.html", context)


class Recuse(OwnAssignmentMixin, View):
    """申请回避: cannot be undone by the reviewer, therefore a page of its own."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(RecusalForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = RecusalForm(request.POST)
        if not form.is_valid():
            return self._page(form)
        try:
            perform(self.assignment, "recuse", by=request.user, note=form.cleaned_data["note"])
        except TransitionBlocked as blocked:
            messages.error(request, blocked)
            return redirect("reviews:sheet", pk)
        messages.success(request, f"您已回避对“{self.assignment.candidacy.unit}”的评审")
        return redirect("reviews:list")

    def _page(self, form: RecusalForm) -> HttpResponse:
        return render(self.request, "reviews/recuse.html", {"assignment": self.assignment, "form": form})
