"""`/demo/clock/`: moves the demo's day on, so that a notice's five working days pass in one click."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.urls import reverse_lazy
from django.views.generic import FormView

from core import clock
from core.text import chinese_date
from creation_cycle.tasks import (
    ask_for_self_assessments,
    follow_rechecks,
    follow_the_calendar,
    seal_yesterday,
)
from demo.forms import ClockForm
from workspace.tasks import close_votes, remind_of_duties


class Clock(LoginRequiredMixin, FormView):
    """Shows the demo's day and moves it on; what its date brings happens at once."""

    template_name = "demo/clock.html"
    form_class = ClockForm
    success_url = reverse_lazy("demo:clock")

    def form_valid(self, form):
        clock.set_demo_offset(clock.demo_offset().days + form.cleaned_data["days"])
        follow_the_calendar()
        ask_for_self_assessments()
        follow_rechecks()
        close_votes()
        remind_of_duties()
        seal_yesterday()
        messages.success(self.request, f"演示日期已到{chinese_date(clock.today())}")
        return super().form_valid(form)

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), "today": clock.today(), "leaps": (1, 5, 10, 30)}
