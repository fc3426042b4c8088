"""Checking a certificate: the number typed or scanned, or the file itself, and what it is worth at this moment."""

from django.shortcuts import redirect, render
from django.views import View
from django_ratelimit.core import is_ratelimited

from core import clock
from creation_cycle.services.issuing import issuers_of
from honor_roll.forms.verification import FileForm, NumberForm
from honor_roll.queries.verification import certificate_with, check_file, standing_of
from honor_roll.views.proofs import proof_page
from honor_roll.views.public import LiveMixin
from volunteers.proof_number import is_proof_number

RATE = "120/h"
"""Pages from one address; an office shares one address. Numbers run on, so nobody shall walk through them all."""
FILES = "30/h"
"""Files from one address: looking into one costs more than reading a line."""


class VerifyForm(LiveMixin, View):
    """A well-formed number leads to its own address; otherwise the form says which part is wrong."""

    def get(self, request):
        form = NumberForm(request.GET if "number" in request.GET else None)
        if form.is_valid():
            return redirect("honor_roll:verify", form.cleaned_data["number"])
        return _form_page(request, form)


class VerifyFile(LiveMixin, View):
    """A file or a photo of the code; nothing of it is kept."""

    def get(self, request):
        return redirect("honor_roll:verify_form")

    def post(self, request):
        if is_ratelimited(request, group="verify-files", key="ip", rate=FILES, increment=True):
            return _form_page(request, NumberForm(), too_many=True, status=429)
        form = FileForm(request.POST, request.FILES)
        if not form.is_valid():
            return _form_page(request, NumberForm(), file_form=form)
        kind, found = form.cleaned_data["file"]
        if kind == "number":
            return redirect("honor_roll:verify", found)
        check = check_file(found)
        context = _shown(check.certificate) if check.certificate else {"checked_at": clock.now()}
        return render(request, "honor_roll/verify_file.html", {**context, "check": check})


class Verify(LiveMixin, View):
    """404 both for a number that cannot be and for one that was never given out; the page tells which."""

    def get(self, request, number):
        if is_ratelimited(request, group="verify", key="ip", rate=RATE, increment=True):
            return _form_page(request, NumberForm(), too_many=True, status=429)
        form = NumberForm({"number": number})
        if not form.is_valid():
            return _form_page(request, form, status=404)
        if form.cleaned_data["number"] != number:
            return redirect("honor_roll:verify", form.cleaned_data["number"])
        if is_proof_number(number):
            return proof_page(request, number)
        certificate = certificate_with(number)
        if certificate is None:
            return render(request, "honor_roll/verify_unknown.html", {"number": number}, status=404)
        return render(request, "honor_roll/verify.html", _shown(certificate))


def _form_page(request, form, *, file_form=None, too_many=False, status=200):
    context = {"form": form, "file_form": file_form or FileForm(), "too_many": too_many}
    return render(request, "honor_roll/verify_form.html", context, status=status)


def _shown(certificate) -> dict:
    title = certificate.title
    standing = standing_of(certificate)
    return {
        "certificate": certificate,
        "recognition": certificate.recognition,
        "title": title,
        "standing": standing,
        "verdict": standing.verdict,
        "issuers": issuers_of(title.committee) if title.committee else [],
        "checked_at": clock.now(),
    }
