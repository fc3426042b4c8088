"""青少年之家 and the pacts of units with them."""

from django.contrib import admin
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from core.admin import LifecycleAdmin, OwnRowsDropdown, RecordedAdmin
from core.templatetags.portal import state_badge
from volunteers.admin.projects import own_committees
from volunteers.models import Pact, YouthHome


@admin.register(YouthHome)
class YouthHomeAdmin(RecordedAdmin):
    nothing_yet = "青少年之家会列在这里。由团组织的管理员登记第一所，集体结对时可以选择。"
    list_display = ["name", "region", "address", "committee", "is_active"]
    list_select_related = ["region", "committee"]
    list_filter = ["is_active", ("committee", OwnRowsDropdown)]
    search_fields = ["name", "address"]
    autocomplete_fields = ["region"]
    fields = ["name", "committee", "region", "address", "head", "phone", "opening", "is_active"]

    def choices_for(self, name, request):
        return own_committees(request.user) if name == "committee" else None


@admin.register(Pact)
class PactAdmin(LifecycleAdmin):
    nothing_yet = "集体与青少年之家的结对共建协议书会列在这里，由号长在工作台起草和登记。"
    list_display = ["__str__", "starts_on", "ends_on", "sessions", "signed_on", "current_state"]
    list_select_related = ["pairing__unit"]
    list_filter = [("state", ChoicesDropdownFilter)]
    search_fields = ["pairing__unit__name", "pairing__name"]
    fields = readonly_fields = [
        "pairing", "home", "starts_on", "ends_on", "sessions", "service", "unit_duties", "home_duties",
        "child_protection", "unit_signer", "home_signer", "signed_on", "ended_on", "reason",
    ]  # fmt: skip

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    @display(description="状态", ordering="state")
    def current_state(self, pact):
        return state_badge(pact)
