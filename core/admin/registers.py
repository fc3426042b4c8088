"""Pages of the kernel's own records: jobs, ledger, seals, holidays."""

from django.contrib import admin
from django.utils.html import format_html
from unfold.decorators import display

from core.admin.filters import RecordTypeFilter
from core.admin.recorded import RecordedAdmin
from core.admin.scoped import ReadOnlyAdmin
from core.models import AccessRecord, DailySeal, Holiday, Job, LedgerEntry
from core.models.record_type import record_name, state_name
from core.templatetags.portal import state_badge


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    """Own jobs, each leading to its page with the progress bar."""

    nothing_yet = "您发起的后台任务会列在这里，例如批量制发证书。开始后自动出现，不用新建。"
    list_display = ["title", "job_state", "progress", "created_by", "created_at", "page"]
    list_select_related = ["created_by"]
    list_filter = ["state", "kind"]
    search_fields = ["title"]
    date_hierarchy = "created_at"
    exclude = ["arguments", "checkpoint"]

    def has_view_permission(self, request, obj=None):
        """Whoever works here starts jobs; the rows are one's own."""
        return request.user.is_staff

    @display(description="状态", ordering="state")
    def job_state(self, job):
        return state_badge(job)

    @display(description="进度")
    def progress(self, job):
        return f"{job.done}/{job.total}"

    @display(description="进度页")
    def page(self, job):
        return format_html('<a class="text-link" href="{}">查看进度</a>', job.get_absolute_url())


@admin.register(LedgerEntry)
class LedgerEntryAdmin(ReadOnlyAdmin):
    nothing_yet = "每一步办理都会记在这里。办理后自动出现，不能新建，也不能修改。"
    list_display = ["at", "kind", "record_id", "sequence", "label", "actor_name", "before", "after"]
    list_display_links = ["label"]
    list_filter = [RecordTypeFilter]
    search_fields = ["actor_name", "label", "note"]
    ordering = ["-pk"]
    fields = readonly_fields = [
        "kind", "record_id", "sequence", "at", "actor", "actor_name", "label", "before", "after", "note",
        "digest", "previous_hash", "hash",
    ]  # fmt: skip

    @display(description="对象类型", ordering="record_type")
    def kind(self, entry):
        return record_name(entry.record_type)

    @display(description="原状态")
    def before(self, entry):
        return state_name(entry.record_type, entry.source)

    @display(description="新状态")
    def after(self, entry):
        return state_name(entry.record_type, entry.target)


@admin.register(DailySeal)
class DailySealAdmin(ReadOnlyAdmin):
    nothing_yet = "每天办理记录的封印会列在这里。系统每天凌晨封印前一天的记录，不用新建。"
    list_display = ["day", "entry_count", "hash"]
    date_hierarchy = "day"


@admin.register(AccessRecord)
class AccessRecordAdmin(ReadOnlyAdmin):
    nothing_yet = "谁在什么时候查看过个人信息，会列在这里。查看后自动出现，不用新建。"
    list_display = ["at", "user", "what", "purpose", "kind", "record_id"]
    list_display_links = ["what"]
    list_select_related = ["user"]
    search_fields = ["user__name", "what"]
    ordering = ["-pk"]
    fields = readonly_fields = ["user", "kind", "record_id", "what", "purpose", "at"]

    @display(description="对象类型", ordering="record_type")
    def kind(self, access):
        return record_name(access.record_type)


@admin.register(Holiday)
class HolidayAdmin(RecordedAdmin):
    """The State Council's arrangement; a wrong day here moves every notice's last day."""

    nothing_yet = "放假和调休的日子会列在这里，用来计算公示期。由系统管理员装入国务院的安排，或逐天新建。"
    list_display = ["date", "name", "is_workday", "published_year", "source"]
    list_filter = ["published_year", "is_workday"]
    search_fields = ["name"]

    def has_delete_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)
