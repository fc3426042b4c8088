"""Exporting a closed round: what is in the file and who is told of it, before it is made."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views import View

from reviews.enums import RoundState
from reviews.models import Round
from reviews.services.exports import start_export
from reviews.views.results import OfLedRound


class ExportRound(OfLedRound, View):
    """GET says what will be exported; POST starts the job and leads to its progress."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        context = {
            "round": self.closed_round,
            "days": settings.EXPORT_DAYS,
            "units": self.round.results.count(),
        }
        return render(request, "reviews/lead/export.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        return redirect(start_export(self.closed_round, by=request.user))

    @property
    def closed_round(self) -> Round:
        if self.round.state != RoundState.CLOSED:
            raise Http404("an open round is not exported")
        return self.round
