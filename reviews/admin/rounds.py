"""考核轮次: dates, rules and panels of one round; other files add their rows through `contributes`."""

from collections.abc import Callable
from typing import ClassVar
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.urls import reverse
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelect2MultipleWidget

from core.admin import LifecycleAdmin, OwnRowsDropdown, PageAction
from core.templatetags.portal import state_badge
from creation_cycle.admin.choices import own_cycles
from creation_cycle.models import Cycle, Standard
from creation_cycle.rule_book import plain
from reviews.enums import RoundState
from reviews.models import Round
from reviews.queries.pool import assignable_users
from reviews.queries.round_pages import rubrics_of, stages_of

RULES = (
    "mode", "third_party", "min_reviewers", "pass_line", "aggregation", "cross_weight_most", "cross_weight_reason",
    "names_from", "scores_from", "spread_limit", "is_calibrated",
)  # fmt: skip


class RoundForm(forms.ModelForm):
    """A pass line lies within what the committee's standards can give."""

    def clean(self):
        values = super().clean()
        line, cycle = values.get("pass_line"), values.get("cycle") or getattr(self.instance, "cycle", None)
        most = max((standard.most for standard in _standards_of(cycle)), default=None)
        if line is not None and most is not None and line > most:
            self.add_error("pass_line", f"现行创建标准最高 {plain(most)} 分，达标线不能超过。")
        return values


def _standards_of(cycle: Cycle | None) -> QuerySet[Standard]:
    published = Standard.objects.published()
    return published.filter(committee=cycle.committee_id) if cycle else published.none()


@admin.register(Round)
class RoundAdmin(LifecycleAdmin):
    form = RoundForm
    nothing_yet = "达标考核的各个轮次会列在这里。由组委会管理员新建第一轮，填写起止日期和评审人数。"
    list_display = ["name", "cycle", "current_state", "opens_on", "closes_on", "min_reviewers"]
    list_select_related = ["cycle"]
    list_filter = [("state", ChoicesDropdownFilter), ("cycle", OwnRowsDropdown)]
    search_fields = ["name"]
    readonly_on_change = ("cycle",)
    fieldsets = [
        (None, {"fields": ["cycle", "name", ("opens_on", "closes_on"), "settles_by", "leads"]}),
        (
            "考核方式",
            {
                "fields": [("mode", "third_party")],
                "description": "各考核形式及权重保存后在本页下方设置；不设置的，审核材料占 100%。",
            },
        ),
        (
            "计分规则",
            {
                "fields": [
                    ("min_reviewers", "pass_line"), "aggregation", ("cross_weight_most", "cross_weight_reason"),
                    ("spread_limit", "is_calibrated"),
                ]
            },
        ),
        ("评审人员相互可见", {"fields": [("names_from", "scores_from")]}),
        ("使用的创建标准", {"fields": ["rubrics"]}),
    ]  # fmt: skip
    readonly_fields = ["rubrics"]
    move_words = {
        "close": "结束后锁定全部评分表并汇总得分，考核中的集体随即转为达标或未达标，评分不能再改。此步不能撤销。"
    }

    offered: ClassVar[list[Callable]] = []

    def choices_for(self, name, request):
        return own_cycles(request.user) if name == "cycle" else None

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        """Leads are chosen among those who may assess; officers read and decide without being named here."""
        field = super().formfield_for_manytomany(
            db_field,
            request,
            queryset=assignable_users(None),
            **kwargs,
        )
        field.widget = UnfoldAdminSelect2MultipleWidget(choices=field.choices)
        field.help_text = (
            db_field.help_text
        )  # Django adds how to hold down keys, which this widget does not ask for
        return field

    def get_fieldsets(self, request, obj=None):
        groups = super().get_fieldsets(request, obj)
        return [group for group in groups if obj or group[0] != "使用的创建标准"]

    def get_readonly_fields(self, request, obj=None):
        """By which rules a round counts is settled once the first sheet is handed in."""
        settled = RULES if obj and obj.is_scored else ()
        return (*super().get_readonly_fields(request, obj), *settled)

    def stages(self, record):
        return stages_of(record)

    def remedy_places(self, request, record):
        return {
            "panel": reverse("reviews:lead_round", args=[record.pk]),
            "vetoes": f"{reverse('admin:reviews_vetomark_changelist')}?"
            + urlencode({"score__sheet__assignment__round__id__exact": record.pk, "state__exact": "marked"}),
        }

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

    @display(description="标准、版本和集体数")
    def rubrics(self, round_):
        lines = [
            f"{standard}：{standard.units} 个集体，达标线 {plain(standard.pass_line)} 分"
            for standard in rubrics_of(round_)
        ]
        return "；".join(lines) or "还没有集体申请达标考核"

    @display(description="状态", ordering="state")
    def current_state(self, round_):
        return state_badge(round_)
