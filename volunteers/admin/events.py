"""志愿服务活动 for officers: the same moves as on the organiser's pages."""

from django.contrib import admin
from django.urls import reverse
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from core.admin import LifecycleAdmin, OwnRowsDropdown, PageAction, ScopedInline
from core.templatetags.portal import state_badge
from volunteers.models import ServiceEvent, Shift


class ShiftInline(ScopedInline):
    """Changed on the organiser's page, where those who signed up are told."""

    model = Shift
    fields = readonly_fields = ["task", "starts_at", "ends_at", "capacity"]
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False


@admin.register(ServiceEvent)
class ServiceEventAdmin(LifecycleAdmin):
    nothing_yet = "各组织的志愿服务活动会列在这里。由组织管理员在“活动管理”中新建。"
    list_display = ["title", "organisation", "place", "current_state"]
    list_select_related = ["organisation"]
    list_filter = [("state", ChoicesDropdownFilter), ("organisation", OwnRowsDropdown)]
    search_fields = ["title", "place", "organisation__name"]
    fields = readonly_fields = [
        "organisation", "project", "unit", "title", "content", "beneficiaries", "region", "place", "responsible",
        "phone", "min_age", "max_age", "insurance", "is_public", "recorded_by", "verified_by", "verified_at",
    ]  # fmt: skip
    inlines = [ShiftInline]
    move_words = {
        "verify_hours": "核实后按名单记录时长，并在组织内公示；公示期满计入累计。",
        "cancel": "取消后所有报名结束，每位报名者都会收到取消理由。",
    }

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def page_actions(self, request, record):
        if not request.user.has_perm("volunteers.change_serviceevent", record):
            return []
        return [PageAction("活动管理", reverse("events:organise_event", args=[record.pk]))]

    @display(description="状态", ordering="state")
    def current_state(self, event):
        return state_badge(event)
