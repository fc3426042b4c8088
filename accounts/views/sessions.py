"""One login for every role, the second factor, and where each role starts."""

import segno
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View
from django.views.generic import FormView
from django_otp import login as confirm_session

from accounts.forms import LoginForm, TokenForm
from accounts.middleware import remember_person
from accounts.services import second_factor
from accounts.services.kept_input import kept_for
from core.context import nav_items


def way_to_kept_input(request) -> str:
    """Where somebody goes first who was writing when the session ended; empty for everybody else."""
    return reverse("accounts:kept_input") if kept_for(request.session, request.user) else ""


class Login(LoginView):
    """`/accounts/login/`, admin included."""

    template_name = "accounts/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def form_valid(self, form):
        response = super().form_valid(form)
        remember_person(response, form.get_user())
        return response

    def get_success_url(self):
        return way_to_kept_input(self.request) or super().get_success_url()


class Logout(LogoutView):
    """Sign out by POST."""


class Home(LoginRequiredMixin, View):
    """Sends each person to the first place that is theirs."""

    def get(self, request):
        places = nav_items(request)
        return redirect(places[0].url if places else reverse("accounts:inbox"))


class SecondFactor(LoginRequiredMixin, FormView):
    """Set up the authenticator once, then confirm each session with a code."""

    template_name = "accounts/second_factor.html"
    form_class = TokenForm

    def get_form_kwargs(self):
        self.device = second_factor.device_of(self.request.user)
        return {**super().get_form_kwargs(), "device": self.device}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if not self.device.confirmed:
            code = segno.make(self.device.config_url)
            context |= {
                "qr_data_uri": code.svg_data_uri(scale=5, border=2),
                "config_url": self.device.config_url,
            }
        return context

    def form_valid(self, form):
        second_factor.confirm(self.device)
        confirm_session(self.request, self.device)
        return HttpResponseRedirect(self._next())

    def _next(self) -> str:
        if kept := way_to_kept_input(self.request):
            return kept
        target = self.request.GET.get("next", "")
        safe = url_has_allowed_host_and_scheme(
            target, {self.request.get_host()}, require_https=self.request.is_secure()
        )
        return target if safe else reverse("accounts:home")
