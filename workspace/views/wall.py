"""The monthly sheet of 成长进度上墙公示, for printing."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.views import View
from django.views.generic import TemplateView

from core import clock
from core.months import months_before
from units.views.keeping import KeptUnit
from workspace.queries.growth_wall import posting_of, wall_cards
from workspace.services import wall


class OfMonth(KeptUnit):
    """`self.month` of the address, see `workspace.urls.growth.PastMonth`."""

    @cached_property
    def month(self):
        return self.kwargs["month"]


class WallSheet(OfMonth, TemplateView):
    """Only members who agree stand on it, at the moment when it is opened."""

    template_name = "workspace/wall.html"

    def get_context_data(self, **kwargs):
        after = months_before(self.month, -1)
        return super().get_context_data(
            **kwargs,
            unit=self.unit,
            cards=wall_cards(self.unit, self.month),
            posting=posting_of(self.unit, self.month),
            before=months_before(self.month, 1),
            after=after if after <= clock.today() else None,
        )


class PostWall(OfMonth, View):
    """POST: the sheet hangs."""

    http_method_names = ["post"]

    def post(self, request, **_):
        wall.post_wall(self.unit, month=self.month, by=request.user)
        messages.success(request, "已登记上墙")
        return redirect("workspace:growth_wall", self.unit.pk, self.month)
