"""管理办法测试 behind a member's personal link, without an account; and the links on the unit's desk."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views import View
from django.views.generic import TemplateView
from django_htmx.http import HttpResponseClientRedirect
from django_ratelimit.core import is_ratelimited

from core import clock
from core.views.autosave import autosaved
from reviews.models import Quiz
from reviews.queries.quizzes import Seat, attempts_by_member, members_of, quizzes_of, seat_of
from reviews.quiz_forms import PaperForm
from reviews.quiz_keys import key_of
from reviews.services import quizzes
from units.views.keeping import KeptUnit
from workspace.views.growth_links import absolute
from workspace.views.growth_public import BehindLink

RATE = "120/m"
"""POSTs of one member: a paper saves itself after each answer."""
PAGE_SIZE = 50


class OwnSeat(BehindLink):
    """`self.seat` of the address. A key that nobody was given is 404, and costs no query."""

    @cached_property
    def seat(self) -> Seat:
        seat = seat_of(self.kwargs["key"])
        if seat is None:
            raise Http404("no such key")
        return seat

    @property
    def is_live(self) -> bool:
        return self.seat.is_live and not self.is_by_another

    @cached_property
    def is_by_another(self) -> bool:
        return quizzes.is_by_another(self.seat, self.request.user)

    def gone(self):
        """Not the member's own window, or no place in the test."""
        if self.is_by_another:
            return render(self.request, "reviews/quiz/another.html", {"quiz": self.seat.quiz}, status=403)
        return render(self.request, "reviews/quiz/gone.html", {"quiz": self.seat.quiz}, status=410)

    def dispatch(self, request, *args, **kwargs):
        limit = {"group": "quiz", "key": lambda *_: kwargs["key"], "rate": RATE}
        if request.method == "POST" and is_ratelimited(request, increment=True, **limit):
            return render(request, "reviews/quiz/too_many.html", {"key": kwargs["key"]}, status=429)
        return super().dispatch(request, *args, **kwargs)

    @property
    def home(self) -> str:
        return reverse("quiz:own", args=[self.kwargs["key"]])

    def page(self, template: str, **context):
        own = {"seat": self.seat, "quiz": self.seat.quiz, "key": self.kwargs["key"], "home": self.home}
        return render(self.request, f"reviews/quiz/{template}.html", own | context)


class OwnQuiz(OwnSeat, View):
    """GET: what there is to do now. POST: keep answers, by itself while somebody chooses, or whole by its button."""

    def get(self, request, **_):
        attempt = self.seat.attempt
        if attempt is None:
            return self.page("start")
        if attempt.is_run_out:
            attempt = quizzes.hand_in(attempt)
        if attempt.is_handed_in:
            return self.page("done", attempt=attempt)
        return self.page("paper", attempt=attempt, form=self.make_form(), seconds=_seconds_left(attempt))

    def post(self, request, **_):
        form = self.make_form(request.POST)
        form.is_valid()
        attempt = quizzes.keep_answers(self.seat.attempt, form.answers)
        if attempt.is_handed_in:
            return self.too_late()
        if request.htmx:
            return autosaved(request, [form])
        return redirect("quiz:hand_in", self.kwargs["key"])

    def make_form(self, data=None) -> PaperForm:
        """Of an attempt that was begun; without one there is nothing to answer (404)."""
        if self.seat.attempt is None:
            raise Http404("not begun")
        return PaperForm(data, attempt=self.seat.attempt)

    def too_late(self):
        return HttpResponseClientRedirect(self.home) if self.request.htmx else redirect(self.home)


class StartQuiz(OwnSeat, View):
    """POST: the one attempt begins, and its time."""

    http_method_names = ["post"]

    def post(self, request, **_):
        try:
            quizzes.start(self.seat)
        except ValidationError as refused:
            messages.error(request, refused.messages[0])
        return redirect(self.home)


class HandIn(OwnSeat, View):
    """GET: how many questions have an answer. POST: hand in; there is no way back."""

    def get(self, request, **_):
        attempt = self.seat.attempt
        if attempt is None or attempt.is_handed_in or attempt.is_run_out:
            return redirect(self.home)
        open_ = [place for place in range(attempt.asked) if not attempt.answers.get(str(place))]
        return self.page("hand_in", attempt=attempt, open=[(place, place + 1) for place in open_])

    def post(self, request, **_):
        if self.seat.attempt is None:
            raise Http404("not begun")
        quizzes.hand_in(self.seat.attempt)
        return redirect(self.home)


def _seconds_left(attempt) -> int:
    return max(int((attempt.due_at - clock.now()).total_seconds()), 0)


class UnitQuizzes(KeptUnit):
    """`self.quiz`: one that the kept unit takes or took."""

    @cached_property
    def quiz(self) -> Quiz:
        return get_object_or_404(quizzes_of(self.unit), pk=self.kwargs["pk"])

    def rows(self, members) -> list[tuple]:
        """Member, attempt without its answers, address."""
        attempts = attempts_by_member(self.quiz, members)
        return [(member, attempts.get(member.pk), self.link(member)) for member in members]

    def link(self, member):
        return absolute(reverse("quiz:own", args=[key_of(self.quiz.pk, member.pk)]))


class QuizLinks(UnitQuizzes, TemplateView):
    """Every member with the own link, and who has taken the test; not what was answered, and no score."""

    template_name = "reviews/quiz/links.html"

    def get_context_data(self, **kwargs):
        members = members_of(self.quiz, self.unit)
        page = Paginator(members, PAGE_SIZE).get_page(self.request.GET.get("page"))
        done = self.quiz.attempts.filter(member__in=members, submitted_at__isnull=False).count()
        return super().get_context_data(
            unit=self.unit,
            quiz=self.quiz,
            page_obj=page,
            rows=self.rows(list(page.object_list)),
            total=page.paginator.count,
            done=done,
        )


class QuizSlips(UnitQuizzes, TemplateView):
    """For printing and cutting: the links of those who have not taken it yet."""

    template_name = "reviews/quiz/slips.html"

    def get_context_data(self, **kwargs):
        waiting = members_of(self.quiz, self.unit).exclude(quiz_attempts__quiz=self.quiz)
        slips = [(member, self.link(member)) for member in waiting] if self.quiz.is_open else []
        return super().get_context_data(unit=self.unit, quiz=self.quiz, slips=slips)
