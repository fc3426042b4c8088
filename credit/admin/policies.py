"""红名单办法 with its conditions and yearly places."""

from django.contrib import admin

from core.admin import OwnRowsDropdown, RecordedAdmin, ScopedInline
from credit.admin.choices import OwnCommittee
from credit.models import ListPolicy, ListQuota, PolicyRule


class RuleInline(ScopedInline):
    model = PolicyRule
    fields = ["rule", "least", "most", "star", "clause"]


class QuotaInline(ScopedInline):
    model = ListQuota
    fields = ["year", "places", "reason"]


@admin.register(ListPolicy)
class ListPolicyAdmin(OwnCommittee, RecordedAdmin):
    nothing_yet = (
        "红名单办法会列在这里：每类主体一份，写明条件、公示期、有效期和名额。由信用管理员新建第一份。"
    )
    list_display = ["name", "committee", "subject_kind", "query_scope", "valid_months", "places", "is_active"]
    list_select_related = ["committee"]
    list_filter = ["is_active", ("committee", OwnRowsDropdown)]
    search_fields = ["name"]
    readonly_on_change = ("committee", "subject_kind")
    inlines = [RuleInline, QuotaInline]
    fieldsets = [
        (
            None,
            {"fields": ["committee", "name", "subject_kind", "legal_basis", ("effective_from", "is_active")]},
        ),
        ("查询和公示", {"fields": ["query_scope", "notice_workdays"]}),
        ("有效期、复核和名额", {"fields": [("valid_months", "retest_months"), "places"]}),
    ]
