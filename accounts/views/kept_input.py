"""After signing in again: what was typed before, and a button for each form to save it."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import redirect, render
from django.views import View
from django.views.generic import TemplateView

from accounts.services.kept_input import drop, kept_for


class KeptInputPage(LoginRequiredMixin, View):
    """GET shows each, with a form that sends it to its own address; POST gives all of it up."""

    def get(self, request):
        kept = kept_for(request.session, request.user)
        if not kept:
            return redirect("accounts:home")
        return render(request, "accounts/kept_input.html", {"all_kept": kept})

    def post(self, request):
        drop(request.session)
        return redirect("accounts:home")


class SignedIn(LoginRequiredMixin, TemplateView):
    """Signed in beside a page on which somebody is writing: back to that window."""

    template_name = "accounts/signed_in.html"
