"""The league's tree and who serves where: kept by system administrators, read by everyone with an office."""

from collections.abc import Callable
from typing import ClassVar

from django.contrib import admin
from unfold.contrib.filters.admin import RelatedDropdownFilter

from core.admin import PageAction, RecordedAdmin, ScopedInline
from units.models import Affiliation, Committee, Office


class OfficeInline(ScopedInline):
    model = Office
    fields = ["user", "role", "starts_on", "ends_on"]
    autocomplete_fields = ["user"]
    can_delete = False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("user", "committee")


@admin.register(Committee)
class CommitteeAdmin(RecordedAdmin):
    nothing_yet = "各级团组织会列在这里。由系统管理员从最高一级开始新建。"
    list_display = ["name", "short_name", "level", "kind", "parent", "region", "contact_phone"]
    list_select_related = ["parent", "region"]
    list_filter = ["level", "kind"]
    search_fields = ["name", "short_name"]
    autocomplete_fields = ["parent", "region"]
    inlines = [OfficeInline]
    offered: ClassVar[list[Callable]] = []

    @classmethod
    def offers(cls, action: Callable) -> Callable:
        """Decorator for upper houses: `action(request, committee)` is a button on the committee's page, or None."""
        cls.offered.append(action)
        return action

    def page_actions(self, request, record) -> list[PageAction]:
        found = [action(request, record) for action in self.offered]
        return [action for action in found if action]


@admin.register(Office)
class OfficeAdmin(RecordedAdmin):
    nothing_yet = "谁在哪个团组织任什么职，会列在这里。由系统管理员新建，任职期内才能办理。"
    list_display = ["user", "committee", "role", "starts_on", "ends_on"]
    list_select_related = ["user", "committee"]
    list_filter = ["role", ("committee", RelatedDropdownFilter)]
    search_fields = ["user__name", "user__username", "committee__name"]
    autocomplete_fields = ["user", "committee"]


@admin.register(Affiliation)
class AffiliationAdmin(RecordedAdmin):
    """Where a person works and which branch they belong to: what conflicts of interest are found by."""

    nothing_yet = "人员的工作单位和所属团支部会列在这里，用来判断回避。由系统管理员新建。"
    list_display = ["user", "employer", "league_branch"]
    list_select_related = ["user", "employer"]
    search_fields = ["user__name", "employer__name", "league_branch"]
    autocomplete_fields = ["user", "employer"]
