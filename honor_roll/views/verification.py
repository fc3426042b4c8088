"""Checking a certificate: the number typed or scanned, and what it is worth at this moment."""

from django.shortcuts import redirect, render
from django.views import View

from core import clock
from creation_cycle.services.certificates import issuers_of
from honor_roll.forms.verification import NumberForm
from honor_roll.queries.verification import certificate_with, verdict_on
from honor_roll.views.public import LiveMixin


class VerifyForm(LiveMixin, View):
    """A well-formed number leads to its own address; otherwise the form says which part is wrong."""

    def get(self, request):
        form = NumberForm(request.GET if "number" in request.GET else None)
        if form.is_valid():
            return redirect("honor_roll:verify", form.cleaned_data["number"])
        return render(request, "honor_roll/verify_form.html", {"form": form})


class Verify(LiveMixin, View):
    """404 both for a number that cannot be and for one that was never given out; the page tells which."""

    def get(self, request, number):
        form = NumberForm({"number": number})
        if not form.is_valid():
            return render(request, "honor_roll/verify_form.html", {"form": form}, status=404)
        if form.cleaned_data["number"] != number:
            return redirect("honor_roll:verify", form.cleaned_data["number"])
        certificate = certificate_with(number)
        if certificate is None:
            return render(request, "honor_roll/verify_unknown.html", {"number": number}, status=404)
        return render(request, "honor_roll/verify.html", _shown(certificate))


def _shown(certificate) -> dict:
    title = certificate.title
    return {
        "certificate": certificate,
        "recognition": certificate.recognition,
        "title": title,
        "verdict": verdict_on(certificate),
        "issuers": issuers_of(title.committee) if title.committee else [],
        "checked_at": clock.now(),
    }
