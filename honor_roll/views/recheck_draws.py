"""抽检抽签: one draw of a yearly recheck, with everything that is needed to compute it again."""

from django.shortcuts import get_object_or_404
from django.views.generic import DetailView

from core import draws
from creation_cycle import sampling
from creation_cycle.models import RecheckDraw
from creation_cycle.recheck_enums import RecheckDrawState
from honor_roll.views.public import PublicMixin


class RecheckDrawPage(PublicMixin, DetailView):
    """Before the draw the commitment, who takes part and the shares; afterwards the secret and who was drawn."""

    template_name = "honor_roll/recheck_draw.html"
    context_object_name = "draw"

    def get_object(self, queryset=None) -> RecheckDraw:
        return get_object_or_404(RecheckDraw.objects.select_related("plan__committee"), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        draw = self.object
        is_drawn = draw.state == RecheckDrawState.DRAWN
        sizes: dict[str, int] = {}
        for entry in draw.entries:
            sizes[entry["stratum"]] = sizes.get(entry["stratum"], 0) + 1
        strata = [(name, number, draw.shares.get(name, 0)) for name, number in sorted(sizes.items())]
        return super().get_context_data(
            is_drawn=is_drawn,
            seed=draws.seed_of(draw.secret, draw.public_value) if is_drawn else "",
            strata=strata,
            taken=sum(share for _, _, share in strata),
            rounding=sampling.SHOWN,
            **kwargs,
        )
