"""公开抽签: the list, and one draw with everything that is needed to check it."""

from django.shortcuts import get_object_or_404
from django.views.generic import DetailView, ListView

from creation_cycle.models import RecheckDraw
from honor_roll.views.public import PublicMixin
from reviews.enums import DrawState
from reviews.models import Draw
from reviews.queries.draws import lots_of, public_draws, seed_of

SAMPLES = 10
"""How many of the newest draws of samples the list shows."""


class Draws(PublicMixin, ListView):
    template_name = "honor_roll/draws.html"
    paginate_by = 20

    def get_queryset(self):
        return public_draws()

    def get_context_data(self, **kwargs):
        """Samples of rechecks stand above the first page: a handful a year."""
        samples = RecheckDraw.objects.select_related("plan__committee").order_by("-announced_at", "-pk")
        return super().get_context_data(samples=samples[:SAMPLES], **kwargs)


class DrawPage(PublicMixin, DetailView):
    """Before the draw the commitment and who takes part; afterwards the secret, the seed and the order too."""

    template_name = "honor_roll/draw.html"
    context_object_name = "draw"

    def get_object(self, queryset=None) -> Draw:
        return get_object_or_404(public_draws(), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["others"] = public_draws().filter(round=self.object.round_id).exclude(pk=self.object.pk)
        if self.object.state == DrawState.DRAWN:
            context |= {"seed": seed_of(self.object), "lots": lots_of(self.object)}
        return context
