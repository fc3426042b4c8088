"""A reviewer's list, and whose assignment a page is about."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import cached_property
from django.views import View

from reviews.enums import RoundState
from reviews.models import Assignment
from reviews.queries.inspections import done_by, due_for


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
        context["inspections"] = list(due_for(request.user))
        context["inspected"] = list(done_by(request.user)[:20])
        context["handed_in"] = context["total"] - len(context["waiting"])
        return render(request, "reviews/list.html", context)
