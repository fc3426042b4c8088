"""Code tables of daily records: read by everyone with an office."""

from django.contrib import admin

from core.admin import OwnRowsDropdown, RecordedAdmin
from workspace.admin.duties import own_committees
from workspace.models import ActivityType, InnovationCategory


@admin.register(ActivityType)
class ActivityTypeAdmin(RecordedAdmin):
    """Kept by system administrators: duties and logs of the whole portal refer to it."""

    nothing_yet = "创建日志中可选的活动类型会列在这里。由系统管理员装入或新建。"
    list_display = ["name", "for_committees", "order", "is_active", "source"]
    list_filter = ["for_committees", "is_active"]
    search_fields = ["name", "code"]
    readonly_on_change = ("code", "for_committees")


@admin.register(InnovationCategory)
class InnovationCategoryAdmin(RecordedAdmin):
    """The sources list 五小 differently (domain.md §0.2), so officers may add categories of their committee."""

    nothing_yet = "五小创新中可选的类别会列在这里。系统管理员装入通用的类别，团组织的管理员可以为本级新建。"
    list_display = ["name", "committee", "order", "is_active", "source"]
    list_select_related = ["committee"]
    list_filter = ["is_active", ("committee", OwnRowsDropdown)]
    search_fields = ["name", "code"]
    readonly_on_change = ("code", "committee")

    def choices_for(self, name, request):
        return own_committees(request.user) if name == "committee" else None

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        if "committee" in form.base_fields:
            form.base_fields["committee"].required = not request.user.is_superuser
        return form
