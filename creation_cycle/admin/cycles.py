"""创建周期 with the places given to each recommending body."""

from django.contrib import admin
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from core.admin import LifecycleAdmin, OwnRowsDropdown, ScopedInline
from core.templatetags.portal import state_badge
from creation_cycle.admin.certificate_batch import CertificateBatchPage
from creation_cycle.admin.choices import own_committees
from creation_cycle.enums import CycleState
from creation_cycle.models import Cycle, Quota
from credit.enums import QueryScope
from units.models import Committee


class QuotaInline(ScopedInline):
    """Where a body's places differ from the rule set's default; each with the reason."""

    model = Quota
    fields = ["committee", "places", "special_places", "reason"]

    def choices_for(self, name, request):
        if name == "committee":
            return Committee.objects.filter(parent__in=own_committees(request.user))
        return None

    def is_editable(self, request, parent):
        return parent is None or parent.state != CycleState.CLOSED


@admin.register(Cycle)
class CycleAdmin(CertificateBatchPage, LifecycleAdmin):
    """The dates move the cycle by themselves; an officer only sets them."""

    nothing_yet = "创建周期会列在这里。由组委会管理员新建第一个，填写开展依据、备案起止和各阶段的日期。"
    list_display = [
        "name",
        "committee",
        "level",
        "current_state",
        "filing_opens_on",
        "filing_closes_on",
        "closes_on",
    ]
    list_select_related = ["committee"]
    list_filter = [
        ("state", ChoicesDropdownFilter),
        ("level", ChoicesDropdownFilter),
        ("committee", OwnRowsDropdown),
    ]
    search_fields = ["name"]
    readonly_on_change = ("committee", "level")
    inlines = [QuotaInline]
    fieldsets = [
        (None, {"fields": ["committee", "level", "name", "authority_basis"]}),
        (
            "时间安排",
            {
                "fields": [
                    ("filing_opens_on", "filing_closes_on"), ("creating_on", "assessing_on"),
                    ("certifying_on", "closes_on"),
                ],
                "description": "各阶段到期自动进入，起止日期以此处为准。",
            },
        ),
        ("考核和认定", {"fields": ["rounds_required", "rounds_exception", "credit_query"]}),
        (
            "公示和异议",
            {
                "fields": [
                    ("publicity_workdays", "notice_days_up"), ("objection_accept_workdays", "objection_days"),
                    "objector_days",
                ],
            },
        ),
    ]  # fmt: skip
    move_words = {"close": "周期结束后，仍未办结的申报全部失效，不能恢复。"}

    def choices_for(self, name, request):
        return own_committees(request.user) if name == "committee" else None

    def get_changeform_initial_data(self, request):
        """A new cycle asks about employer and captain unless an officer decides otherwise."""
        scope = QueryScope.EMPLOYER_AND_CAPTAIN
        return {"credit_query": scope, **super().get_changeform_initial_data(request)}

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or obj.state != CycleState.CLOSED)

    @display(description="阶段", ordering="state")
    def current_state(self, cycle):
        return state_badge(cycle)
