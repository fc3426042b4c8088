"""投诉办理期限 of a committee; those without a row go by the nearest one above, else by the defaults."""

from django.contrib import admin

from core.admin import RecordedAdmin
from creation_cycle.admin.choices import own_committees
from reviews.models import ComplaintTerms


@admin.register(ComplaintTerms)
class ComplaintTermsAdmin(RecordedAdmin):
    nothing_yet = "没有另外规定期限的按上级团组织的规定；都没有规定的，受理和说明各 5 个工作日、30 天办结。"
    list_display = ["committee", "accept_workdays", "statement_workdays", "total_days", "warn_workdays"]
    list_select_related = ["committee"]
    readonly_on_change = ("committee",)

    def choices_for(self, name, request):
        return own_committees(request.user) if name == "committee" else None
