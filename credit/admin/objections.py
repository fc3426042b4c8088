"""红名单异议: looked into and answered; whoever objected reads the reply by code."""

from django.contrib import admin
from django.urls import reverse
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from core.admin import LifecycleAdmin, PageAction, WrittenByServices
from core.templatetags.portal import state_badge
from credit.models import ListObjection


@admin.register(ListObjection)
class ListObjectionAdmin(WrittenByServices, LifecycleAdmin):
    nothing_yet = "公众对红名单公示提出的异议会列在这里。收到后自动出现，不用新建。"
    list_display = ["subject", "received_at", "current_state", "concluded_on"]
    list_display_links = ["subject"]
    list_select_related = ["entry"]
    list_filter = [("state", ChoicesDropdownFilter)]
    search_fields = ["content"]
    fields = readonly_fields = ["subject", "content", "received_at", "reply", "concluded_by", "concluded_on"]
    move_words = {
        "dismiss": "填写的理由会作为答复，异议人凭查询码可以看到，请不要写他人的个人信息。",
        "uphold": "异议成立后该条目不能列入，请再到条目页面办理不予列入。填写的理由会作为答复。",
    }

    def page_actions(self, request, record):
        return [PageAction("查看条目", reverse("admin:credit_redlistentry_change", args=[record.entry_id]))]

    @display(description="对象")
    def subject(self, objection):
        return str(objection.entry)

    @display(description="状态", ordering="state")
    def current_state(self, objection):
        return state_badge(objection)
