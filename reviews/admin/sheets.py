"""评分表 and 一票否决核实: locked sheets to read, and what the organizer dismisses of their vetoes."""

from django.contrib import admin
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from core.admin import LifecycleAdmin, ScopedInline, WrittenByServices
from core.templatetags.portal import state_badge
from creation_cycle.rule_book import plain
from reviews.admin.rounds import RoundDropdown
from reviews.enums import SheetState
from reviews.models import Score, ScoreSheet, VetoMark
from reviews.models.veto import ROUND


class ScoreInline(ScopedInline):
    model = Score
    fields = readonly_fields = ["item", "given", "veto", "remark"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("item", "veto_mark")

    @display(description="得分")
    def given(self, score):
        return "—" if score.item.is_veto else plain(score.points)

    @display(description="一票否决")
    def veto(self, score):
        """Whether it was found, and what became of the mark."""
        if not score.found:
            return "无" if score.item.is_veto else "—"
        return state_badge(score.veto_mark)


@admin.register(ScoreSheet)
class ScoreSheetAdmin(WrittenByServices, LifecycleAdmin):
    """Locked sheets only: a draft is its reviewer's own, for superusers too."""

    nothing_yet = "评审人员提交并锁定的评分表会列在这里。提交之前，草稿只有评审人员本人看得到。"
    list_display = ["unit_name", "reviewer_name", "round_name", "total", "locked_at"]
    list_select_related = ["assignment__candidacy__unit", "assignment__reviewer", "assignment__round__cycle"]
    list_filter = [("assignment__round", RoundDropdown)]
    search_fields = ["assignment__candidacy__unit__name", "assignment__reviewer__name"]
    fields = readonly_fields = ["assignment", "total", "locked_at", "comment"]
    inlines = [ScoreInline]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(state=SheetState.LOCKED)

    @display(description="集体", ordering="assignment__candidacy__unit__name")
    def unit_name(self, sheet):
        return sheet.assignment.candidacy.unit.name

    @display(description="评审人员", ordering="assignment__reviewer__name")
    def reviewer_name(self, sheet):
        return sheet.assignment.reviewer.name

    @display(description="考核轮次")
    def round_name(self, sheet):
        return sheet.assignment.round.name


@admin.register(VetoMark)
class VetoMarkAdmin(WrittenByServices, LifecycleAdmin):
    """What reviewers marked, to be looked into before the round is closed: closing confirms what still stands."""

    nothing_yet = "评审人员标记的一票否决会列在这里，供核实。评分表提交后自动出现，没有标记就没有记录。"
    list_display = ["unit_name", "item_name", "reviewer_name", "round_name", "current_state"]
    list_filter = [("state", ChoicesDropdownFilter), (ROUND, RoundDropdown)]
    search_fields = ["score__sheet__assignment__candidacy__unit__name", "score__item__name"]
    fields = readonly_fields = [
        "unit_name", "item_name", "ground", "reviewer_name", "round_name", "decider", "decided_at", "note",
    ]  # fmt: skip
    move_words = {
        "dismiss": "该标记不再计入考核结果，集体是否达标看评分和其他标记。理由会发给评审人员，并记入流转记录。"
    }

    def get_queryset(self, request):
        return super().get_queryset(request).for_list()

    @display(description="集体")
    def unit_name(self, mark):
        return mark.unit.name

    @display(description="否决事项")
    def item_name(self, mark):
        return mark.score.item.name

    @display(description="情形和依据")
    def ground(self, mark):
        return mark.score.remark

    @display(description="评审人员")
    def reviewer_name(self, mark):
        return mark.score.sheet.assignment.reviewer.name

    @display(description="考核轮次")
    def round_name(self, mark):
        return mark.round.name

    @display(description="核实人")
    def decider(self, mark):
        return mark.decided_by and mark.decided_by.name

    @display(description="状态", ordering="state")
    def current_state(self, mark):
        return state_badge(mark)
