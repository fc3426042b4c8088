"""The monthly sheet of 成长进度上墙公示, for printing."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.views import View
from django.views.generic import TemplateView

from core import clock
from core.months import months_before
from units.views.keeping import KeptUnit
from workspace.queries.growth_wall import posting_of, wall_cards
from workspace.services import wall

FIRST_MONTH = date(2000, 1, 1)
"""Addresses (`workspace.urls.growth.PastMonth`) name none before it."""


class OfMonth(KeptUnit):
    """`self.month` of the address, see `workspace.urls.growth.PastMonth`."""

    @cached_property
    def month(self):
        return self.kwargs["month"]


class WallSheet(OfMonth, TemplateView):
    """Only members who agree stand on it, at the moment when it is opened."""

    template_name = "workspace/wall.html"

    def get_context_data(self, **kwargs):
        before, after = months_before(self.month, 1), months_before(self.month, -1)
        return super().get_context_data(
            **kwargs,
            unit=self.unit,
            cards=wall_cards(self.unit, self.month),
            posting=posting_of(self.unit, self.month),
            before=before if before >= FIRST_MONTH else None,
            after=after if after <= clock.today() else None,
        )


class PostWall(OfMonth, View):
    """POST: the sheet hangs."""

    http_method_names = ["post"]

    def post(self, request, **_):
        try:
            wall.post_wall(self.unit, month=self.month, by=request.user)
        except ValidationError as refused:
            messages.error(request, refused.messages[0])
        else:
            messages.success(request, "已登记上墙")
        return redirect("workspace:growth_wall", self.unit.pk, self.month)
