"""`/desk/`: what next, for every unit that the user keeps."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.views.generic import TemplateView

from accounts.models import Message
from creation_cycle.queries.desk import cards_for


class Desk(LoginRequiredMixin, TemplateView):
    """One card per unit; an empty state for whoever keeps none."""

    template_name = "desk/desk.html"

    def get_context_data(self, **kwargs):
        unread = Message.objects.visible_to(self.request.user).unread().count()
        return super().get_context_data(cards=cards_for(self.request.user), unread=unread, **kwargs)
