"""管理办法测试: arranged for a round, frozen by its first attempt, with what each unit has done."""

from django.contrib import admin
from django.core.paginator import Paginator
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from core.admin import PageAction, RecordedAdmin
from core.templatetags.portal import badge
from creation_cycle.admin.choices import own_cycles
from reviews.admin.filters import RoundDropdown
from reviews.admin.rounds import RoundAdmin
from reviews.enums import RoundState
from reviews.models import Quiz, Round
from reviews.queries.quizzes import standings_of, units_taking_part, with_attempts
from reviews.quiz_forms import QuizForm

UNITS_A_PAGE = 50
SETTLED = ("opens_on", "questions", "minutes", "use", "pass_mark", "bonus_max", "counts_absent")
"""What nobody changes once a member has begun."""


@RoundAdmin.offers
def offer_quiz(request, round_: Round) -> PageAction | None:
    if round_.state == RoundState.CLOSED or not request.user.has_perm("reviews.staff_round", round_):
        return None
    return PageAction("安排测试", f"{reverse('admin:reviews_quiz_add')}?round={round_.pk}")


@RoundAdmin.offers
def show_quizzes(request, round_: Round) -> PageAction | None:
    if not round_.quizzes.exists():
        return None
    return PageAction("查看测试", f"{reverse('admin:reviews_quiz_changelist')}?round__id__exact={round_.pk}")


@admin.register(Quiz)
class QuizAdmin(RecordedAdmin):
    form = QuizForm
    nothing_yet = "管理办法测试会列在这里。先建好题库，再为一轮考核安排测试。"
    list_display = ["name", "round", "current_state", "opens_on", "closes_on", "use", "attempts_made"]
    list_select_related = ["round__cycle"]
    list_filter = [("use", ChoicesDropdownFilter), ("round", RoundDropdown)]
    search_fields = ["name"]
    readonly_on_change = ("round",)
    fieldsets = [
        (None, {"fields": ["round", "name", ("opens_on", "closes_on")]}),
        ("试卷", {"fields": [("questions", "minutes")]}),
        (
            "结果用途",
            {
                "fields": ["use", ("pass_mark", "bonus_max"), "counts_absent"],
                "description": "创建标准中已有按测试成绩加分的评分项的，请不要再选“折算加分”，以免重复加分。",
            },
        ),
    ]

    def get_queryset(self, request):
        return with_attempts(super().get_queryset(request))

    def choices_for(self, name, request):
        if name != "round":
            return None
        rounds = Round.objects.filter(cycle__in=own_cycles(request.user)).exclude(state=RoundState.CLOSED)
        return rounds.select_related("cycle")

    def get_readonly_fields(self, request, obj=None):
        settled = SETTLED if obj and obj.is_taken else ()
        return (*super().get_readonly_fields(request, obj), *settled)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (
            obj is None or obj.round.state != RoundState.CLOSED
        )

    def get_urls(self):
        view = self.admin_site.admin_view(self.units_view)
        return [path("<int:pk>/units/", view, name="reviews_quiz_units"), *super().get_urls()]

    def page_actions(self, request, record):
        return [PageAction("参加情况", reverse("admin:reviews_quiz_units", args=[record.pk]))]

    def units_view(self, request, pk):
        """Every unit: how many have taken it, and their mean; no person, no answer."""
        quiz = self.get_object(request, str(pk))
        if quiz is None or not self.has_view_permission(request, quiz):
            raise Http404(f"no quiz {pk} for this user")
        page = Paginator(units_taking_part(quiz), UNITS_A_PAGE).get_page(request.GET.get("page"))
        standings = standings_of(quiz.round, page.object_list)
        rows = [
            (candidacy, standing)
            for candidacy in page.object_list
            for standing in standings[candidacy.pk]
            if standing.quiz.pk == quiz.pk
        ]
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"{quiz.name}参加情况",
            "quiz": quiz,
            "page_obj": page,
            "rows": rows,
            "back": reverse("admin:reviews_quiz_change", args=[quiz.pk]),
        }
        return TemplateResponse(request, "admin/portal/quiz_units.html", context)

    @display(description="状态")
    def current_state(self, quiz):
        if quiz.is_open:
            return badge("进行中", "info")
        return badge("已截止", "idle") if quiz.is_over else badge("未开始", "wait")

    @display(description="参加人数", ordering="attempt_count")
    def attempts_made(self, quiz):
        return f"{quiz.attempt_count} 人"
