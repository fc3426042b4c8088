"""志愿者登记: anybody may register, with consent, and under 14 with a guardian's."""

from django.shortcuts import redirect
from django.views.generic import FormView, TemplateView
from django_ratelimit.core import is_ratelimited

from volunteers.forms.person import RegistrationForm
from volunteers.services.registration import register

ATTEMPTS = "60/h"
"""Forms from one address; an office or a school shares one."""
NOT_STORED = ("agree_register", "agree_contact", "agree_public", "agree_credit", "website", "guardian_name",
              "guardian_phone", "organisation", "password")  # fmt: skip


class Register(FormView):
    """What was typed stays in a refused form, the password aside."""

    template_name = "volunteers/register.html"
    form_class = RegistrationForm

    def post(self, request, *args, **kwargs):
        if is_ratelimited(request, group="volunteer-register", key="ip", rate=ATTEMPTS, increment=True):
            form = self.get_form()
            return self.render_to_response(self.get_context_data(form=form, too_many=True), status=429)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        given = form.cleaned_data
        if not given["website"]:
            values = {name: value for name, value in given.items() if name not in NOT_STORED}
            register(
                organisation=given["organisation"], agreed=form.agreed, password=given["password"],
                guardian=(given["guardian_name"], given["guardian_phone"]), **values,
            )  # fmt: skip
        return redirect("volunteers:registered")


class Registered(TemplateView):
    """The same words for everybody: they say nothing of who is on the register."""

    template_name = "volunteers/registered.html"
