"""评分表, once they are handed in."""

from django.contrib import admin
from unfold.decorators import display

from core.admin import LifecycleAdmin, ScopedInline, WrittenByServices
from reviews.admin.filters import RoundDropdown
from reviews.models import Score, ScoreSheet
from reviews.models.score_sheet import HANDED_IN


class ScoreInline(ScopedInline):
    model = Score
    fields = readonly_fields = ["item", "points", "found", "remark"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("item")


@admin.register(ScoreSheet)
class ScoreSheetAdmin(WrittenByServices, LifecycleAdmin):
    """Handed-in sheets only: a draft is its reviewer's own, for superusers too."""

    list_display = ["unit_name", "reviewer_name", "round_name", "total", "submitted_at"]
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
