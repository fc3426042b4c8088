"""What a person reads about themselves: by their account, or by the code on their consent."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.views import View
from django_ratelimit.core import is_ratelimited

from credit.models import Consent
from credit.own_links import LinkOver, consent_behind
from credit.queries.own import keys_of_account, own_record
from credit.services import consents
from credit.views.public import FreshMixin

RATE = "60/h"
"""Codes tried from one address; nobody guesses a signed one, and nobody shall try."""


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
    """The link that came with the consent; without an account, and for some days only."""

    def dispatch(self, request, *args, **kwargs):
        try:
            return super().dispatch(request, *args, **kwargs)
        except LinkOver as over:
            context = {"committee": over.consent.committee, "last_day": over.last_day}
            response = render(request, "credit/link_over.html", context, status=410)
            patch_cache_control(response, private=True, no_store=True)
            return response

    def keys(self) -> set[str]:
        request = self.request
        if is_ratelimited(
            request, group="credit-mine", key="ip", rate=RATE, increment=request.method == "GET"
        ):
            raise Http404("too many codes from this address")
        try:
            return set(consent_behind(self.kwargs["code"]).subject.keys)
        except Consent.DoesNotExist:
            raise Http404("no such link") from None
