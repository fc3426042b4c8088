"""伙伴单位 with their terms; a term ends by the calendar."""

from django.contrib import admin
from unfold.decorators import display

from core.admin import OwnRowsDropdown, RecordedAdmin, ScopedInline
from core.templatetags.portal import badge
from credit.admin.choices import OwnCommittee
from credit.models import Partner, PartnerTerm


class TermInline(ScopedInline):
    """A renewal is one more row."""

    model = PartnerTerm
    fields = ["starts_on", "ends_on", "agreement", "stopped_on", "stop_reason"]


@admin.register(Partner)
class PartnerAdmin(OwnCommittee, RecordedAdmin):
    nothing_yet = "伙伴计划的单位会列在这里。由信用管理员登记单位和合作期，合作期满自动结束。"
    list_display = ["name", "committee", "services", "standing"]
    list_select_related = ["committee"]
    list_filter = [("committee", OwnRowsDropdown)]
    search_fields = ["name", "credit_code"]
    readonly_on_change = ("committee",)
    inlines = [TermInline]
    fields = ["committee", "name", "credit_code", "services"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("terms")

    @display(description="合作状态")
    def standing(self, partner):
        return badge("合作中", "ok") if partner.is_current else badge("不在合作期", "idle")
