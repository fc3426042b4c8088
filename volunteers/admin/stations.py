"""青年驿站 and the bookings of their guests."""

from django.contrib import admin
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from core.admin import LifecycleAdmin, OwnRowsDropdown, RecordedAdmin
from core.services.access import record_view
from core.templatetags.portal import state_badge
from volunteers.models import Stay, YouthStation


@admin.register(YouthStation)
class YouthStationAdmin(RecordedAdmin):
    nothing_yet = "青年驿站会列在这里。先建类型为“青年驿站”的服务项目，再登记各驿站的床位和联系电话。"
    list_display = ["name", "region", "capacity", "max_nights", "is_open"]
    list_select_related = ["region"]
    list_filter = ["is_open", ("project", OwnRowsDropdown)]
    search_fields = ["name", "address"]
    autocomplete_fields = ["region"]
    fields = [
        "project", "name", "region", "address", "phone", "capacity", "max_nights", "days_ahead", "keep_days",
        "is_open",
    ]  # fmt: skip


@admin.register(Stay)
class StayAdmin(LifecycleAdmin):
    """Names are shown on one booking's page alone, and every look at one is recorded."""

    nothing_yet = "客人在网站提交的入住预约会列在这里，自动出现，不用新建。"
    list_display = ["code", "station", "first_night", "nights", "purpose", "current_state"]
    list_select_related = ["station"]
    list_filter = [("state", ChoicesDropdownFilter), ("station", OwnRowsDropdown)]
    search_fields = ["code"]
    fields = readonly_fields = [
        "code", "station", "name", "phone", "home", "purpose", "first_night", "nights", "booked_at",
    ]  # fmt: skip

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def change_view(self, request, object_id, form_url="", extra_context=None):
        stay = self.get_object(request, object_id)
        if stay is not None and stay.name and self.has_view_permission(request, stay):
            record_view(stay, "入住人姓名和手机号码", by=request.user)
        return super().change_view(request, object_id, form_url, extra_context)

    @display(description="状态", ordering="state")
    def current_state(self, stay):
        return state_badge(stay)
