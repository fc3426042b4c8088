"""一票否决核实: marks of handed-in sheets, for the officers who are the second person."""

from django.contrib import admin
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from core.admin import LifecycleAdmin, WrittenByServices
from core.templatetags.portal import state_badge
from reviews.admin.filters import RoundDropdown
from reviews.models import VetoMark


@admin.register(VetoMark)
class VetoMarkAdmin(WrittenByServices, LifecycleAdmin):
    nothing_yet = "评审人员标记的一票否决情形会列在这里，由第二人核实。评分表提交后出现。"
    list_display = ["unit_name", "item_name", "reviewer_name", "current_state", "decided_by"]
    list_filter = [("score__sheet__assignment__round", RoundDropdown), ("state", ChoicesDropdownFilter)]
    search_fields = ["score__sheet__assignment__candidacy__unit__name", "score__item__name"]
    ordering = ["-pk"]
    fields = readonly_fields = [
        "unit_name", "round_name", "item_name", "evidence", "reviewer_name", "decided_by", "decided_at", "note",
    ]  # fmt: skip
    move_words = {
        "confirm": "确认后，该集体本轮考核按未达标处理，无论得分多少。",
        "dismiss": "认定不成立后，该集体只按得分。",
    }

    def get_queryset(self, request):
        return super().get_queryset(request).for_list()

    @display(description="集体", ordering="score__sheet__assignment__candidacy__unit__name")
    def unit_name(self, mark):
        return mark.score.sheet.assignment.candidacy.unit.name

    @display(description="考核轮次")
    def round_name(self, mark):
        return str(mark.score.sheet.assignment.round)

    @display(description="否决情形", ordering="score__item__name")
    def item_name(self, mark):
        return mark.score.item.name

    @display(description="情形和依据")
    def evidence(self, mark):
        return mark.score.remark

    @display(description="标记人", ordering="score__sheet__assignment__reviewer__name")
    def reviewer_name(self, mark):
        return mark.score.sheet.assignment.reviewer.name

    @display(description="状态", ordering="state")
    def current_state(self, mark):
        return state_badge(mark)
