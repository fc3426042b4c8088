"""人工研判: what a person makes of an answer; moves with reasons."""

from django.contrib import admin
from django.urls import reverse
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from core.admin import LifecycleAdmin, PageAction, WrittenByServices
from core.templatetags.portal import state_badge
from core.text import chinese_date
from credit.models import CreditCase


@admin.register(CreditCase)
class CreditCaseAdmin(WrittenByServices, LifecycleAdmin):
    nothing_yet = "查询结论不是无不良信息的，会转到这里由人工研判。查询结论登记后自动出现，不用新建。"
    list_display = ["subject", "conclusion", "opened_on", "current_state", "decided_on"]
    list_display_links = ["subject"]
    list_select_related = ["query"]
    list_filter = [("state", ChoicesDropdownFilter)]
    search_fields = ["query__unit__name"]
    fields = readonly_fields = [
        "subject", "conclusion", "answered_on", "source_name", "opened_on", "reason", "decided_by", "decided_on",
    ]  # fmt: skip
    move_words = {
        "accept": "研判为不影响后，相关的拟认定、认定和列入可以继续。",
        "uphold": "研判为有影响后，相关的决定在查询结论有效期内不能继续；是否不予认定，仍由经办人另行决定并说明理由。",
    }

    def page_actions(self, request, record):
        return [PageAction("查看查询", reverse("admin:credit_creditquery_change", args=[record.query_id]))]

    @display(description="查询对象")
    def subject(self, case):
        return case.query.masked_name

    @display(description="查询结论")
    def conclusion(self, case):
        return state_badge(case.query, "conclusion")

    @display(description="查询日期")
    def answered_on(self, case):
        return chinese_date(case.query.answered_on)

    @display(description="查询机构")
    def source_name(self, case):
        return case.query.source_name or "没有登记"

    @display(description="状态", ordering="state")
    def current_state(self, case):
        return state_badge(case)
