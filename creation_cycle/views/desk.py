"""`/desk/`: what next, for every unit that the user keeps."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import render
from django.views import View
from django.views.generic import TemplateView

from accounts.models import Message
from creation_cycle.queries.desk import cards_for
from creation_cycle.queries.next_steps import main_step, next_step_of, remedy_places
from creation_cycle.views.keeping import KeptCandidacy


class Desk(LoginRequiredMixin, TemplateView):
    """One card per unit; an empty state for whoever keeps none."""

    template_name = "desk/desk.html"

    def get_context_data(self, **kwargs):
        unread = Message.objects.visible_to(self.request.user).unread().count()
        return super().get_context_data(cards=cards_for(self.request.user), unread=unread, **kwargs)


class NextStepCard(KeptCandidacy, View):
    """One unit's card with its conditions measured; a desk with several units fetches it for each."""

    def get(self, request, pk):
        step = next_step_of(self.candidacy, main_step(self.candidacy, request.user))
        context = {"step": step, "remedy_places": remedy_places(self.candidacy)}
        return render(request, "desk/next_step.html", context)
