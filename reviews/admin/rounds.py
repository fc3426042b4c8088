"""考核轮次: dates, rules and panels of one round; other files add their rows through `contributes`."""

from collections.abc import Callable
from typing import ClassVar

from django.contrib import admin
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from core.admin import LifecycleAdmin, OwnRowsDropdown, PageAction
from core.templatetags.portal import state_badge
from creation_cycle.admin.choices import own_cycles
from reviews.enums import RoundState
from reviews.models import Round


@admin.register(Round)
class RoundAdmin(LifecycleAdmin):
    list_display = ["name", "cycle", "current_state", "opens_on", "closes_on", "min_reviewers"]
    list_select_related = ["cycle"]
    list_filter = [("state", ChoicesDropdownFilter), ("cycle", OwnRowsDropdown)]
    search_fields = ["name"]
    readonly_on_change = ("cycle",)
    fields = ["cycle", "name", ("opens_on", "closes_on"), "min_reviewers"]
    move_words = {
        "close": "结束后锁定全部评分表并汇总得分，考核中的集体随即转为达标或未达标，评分不能再改。此步不能撤销。"
    }

    offered: ClassVar[list[Callable]] = []

    def choices_for(self, name, request):
        return own_cycles(request.user) if name == "cycle" else None

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or obj.state != RoundState.CLOSED)

    def get_changeform_initial_data(self, request):
        """The newest cycle of one's own, as a rule the only one."""
        return {"cycle": own_cycles(request.user).first(), **super().get_changeform_initial_data(request)}

    @classmethod
    def contributes(cls, inline):
        """Decorator: show rows of another file on the round's page, where their `order` puts them."""
        cls.inlines = sorted([*cls.inlines, inline], key=lambda rows: rows.order)
        return inline

    @classmethod
    def offers(cls, action: Callable) -> Callable:
        """Decorator: `action(request, round_)` is a button on the round's page, or None."""
        cls.offered.append(action)
        return action

    def page_actions(self, request, record) -> list[PageAction]:
        found = [action(request, record) for action in self.offered]
        return [action for action in found if action]

    def get_inlines(self, request, obj):
        """A round is written down before anything belongs to it."""
        return self.inlines if obj else []

    @display(description="状态", ordering="state")
    def current_state(self, round_):
        return state_badge(round_)
