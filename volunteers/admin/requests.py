"""What waits for an answer: applications to join, and requests of people about their own data."""

from django.contrib import admin
from django.urls import reverse

from core.admin import LifecycleAdmin, OwnRowsDropdown, PageAction, WrittenByServices
from core.admin.paginator import CappedPaginator
from volunteers.models import DataRequest, Membership


class AnsweredAdmin(WrittenByServices, LifecycleAdmin):
    """Rows that volunteers make and staff answer."""

    paginator = CappedPaginator
    list_select_related = ["volunteer"]

    def state_badge(self, record):
        return self.state_shown(record)

    state_badge.short_description = "状态"

    def page_actions(self, request, record):
        place = reverse("admin:volunteers_volunteer_change", args=[record.volunteer_id])
        return [PageAction("查看志愿者档案", place)]


@admin.register(Membership)
class MembershipAdmin(AnsweredAdmin):
    nothing_yet = "志愿者申请加入组织后会列在这里，由组织管理员或志愿服务管理员办理。"
    list_display = ["volunteer", "organisation", "asked_on", "decided_on", "state_badge"]
    list_select_related = ["volunteer", "organisation"]
    list_filter = ["state", ("organisation", OwnRowsDropdown)]
    fields = readonly_fields = [
        "volunteer", "organisation", "asked_on", "decided_on", "decided_by", "ended_on", "reason",
    ]  # fmt: skip


@admin.register(DataRequest)
class DataRequestAdmin(AnsweredAdmin):
    nothing_yet = "志愿者申请更正或删除个人信息后会列在这里，请在期限内办理并答复。"
    list_display = ["volunteer", "kind", "asked_on", "due_on", "state_badge"]
    list_filter = ["state", "kind"]
    fields = readonly_fields = [
        "volunteer", "kind", "text", "asked_on", "due_on", "answered_on", "answered_by", "answer",
    ]  # fmt: skip
    move_words = {
        "fulfil": "删除申请办结时，个人信息随即删除，不能恢复；已核实的服务时间以匿名形式保留。",
        "decline": "不予办理须说明理由，申请人会收到答复。",
    }
