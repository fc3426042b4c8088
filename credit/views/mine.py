"""What a person reads about themselves: by their account, or by the code on their consent."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View
from django_ratelimit.core import is_ratelimited

from credit.models import Consent
from credit.queries.own import keys_of_account, own_record
from credit.services import consents
from credit.views.public import FreshMixin

RATE = "60/h"
"""Codes tried from one address; nobody guesses one of 24 characters, and nobody shall try."""


class OwnPage(FreshMixin, View):
    """GET shows; POST takes one consent back, with effect at once."""

    def get(self, request, **kwargs):
        context = {"own": own_record(self.keys())}
        return render(request, "credit/mine.html", context)

    def post(self, request, **kwargs):
        own = Consent.objects.filter(subject_key__in=self.keys())
        consent = get_object_or_404(
            own, pk=request.POST.get("consent") if request.POST.get("consent", "").isdigit() else 0
        )
        consents.withdraw(consent, by=request.user if request.user.is_authenticated else None)
        messages.success(request, "同意已撤回，立即生效。据此公开的内容已经移除。")
        return redirect(request.path)

    def keys(self) -> set[str]:
        raise NotImplementedError


class ByAccount(LoginRequiredMixin, OwnPage):
    def keys(self) -> set[str]:
        return keys_of_account(self.request.user)


class ByCode(OwnPage):
    """The link that came with the consent; without an account."""

    def keys(self) -> set[str]:
        request = self.request
        if is_ratelimited(
            request, group="credit-mine", key="ip", rate=RATE, increment=request.method == "GET"
        ):
            raise Http404("too many codes from this address")
        consent = get_object_or_404(Consent, code=self.kwargs["code"])
        return set(consent.subject.keys)
