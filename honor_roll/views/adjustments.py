"""动态调整 before the public: warnings, lost stars and revocations that a committee gave out."""

from django.shortcuts import render
from django.views import View

from core.keyset import page_of
from honor_roll.queries.title_history import ANNOUNCED_ORDER, announced_adjustments
from honor_roll.views.public import PublicMixin


class Adjustments(PublicMixin, View):
    """Newest first; what fell on appeal stays, and says so."""

    def get(self, request):
        place = {side: request.GET.get(side, "") for side in ("after", "before")}
        page = page_of(announced_adjustments(), ANNOUNCED_ORDER, **place)
        return render(request, "honor_roll/adjustments.html", {"page": page})
