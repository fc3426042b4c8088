"""评分表, once they are handed in."""

from django.contrib import admin
from django.urls import reverse
from unfold.decorators import display

from core.admin import LifecycleAdmin, PageAction, ScopedInline, WrittenByServices
from reviews.admin.filters import RoundDropdown
from reviews.admin.rounds import RoundAdmin
from reviews.models import Score, ScoreSheet
from reviews.models.score_sheet import HANDED_IN


class ScoreInline(ScopedInline):
    model = Score
    fields = readonly_fields = ["item", "points", "found", "rules", "remark"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("item").prefetch_related("item__rules")

    @display(description="按细则")
    def rules(self, score):
        return "；".join(score.marked) or "—"


@RoundAdmin.offers
def offer_progress(request, round_) -> PageAction:
    """Who has handed in, and what waits for a second person."""
    return PageAction("评审进度", reverse("reviews:lead_round", args=[round_.pk]))


@admin.register(ScoreSheet)
class ScoreSheetAdmin(WrittenByServices, LifecycleAdmin):
    """Handed-in sheets only: a draft is its reviewer's own, for superusers too."""

    nothing_yet = "评审人员提交的评分表会列在这里。提交之前，草稿只有评审人员本人看得到。"
    list_display = ["unit_name", "reviewer_name", "round_name", "total", "submitted_at"]
    move_words = {
        "reopen": "退回后评审人员可以修改并重新提交，理由会告诉本人；本表中的否决标记随之撤下，重新提交后再核实。"
    }
    list_select_related = ["assignment__candidacy__unit", "assignment__reviewer", "assignment__round__cycle"]
    list_filter = [("assignment__round", RoundDropdown)]
    search_fields = ["assignment__candidacy__unit__name", "assignment__reviewer__name"]
    fields = readonly_fields = ["assignment", "total", "submitted_at", "comment"]
    inlines = [ScoreInline]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(state__in=HANDED_IN)

    @display(description="集体", ordering="assignment__candidacy__unit__name")
    def unit_name(self, sheet):
        return sheet.assignment.candidacy.unit.name

    @display(description="评审人员", ordering="assignment__reviewer__name")
    def reviewer_name(self, sheet):
        return sheet.assignment.reviewer.name

    @display(description="考核轮次")
    def round_name(self, sheet):
        return sheet.assignment.round.name
