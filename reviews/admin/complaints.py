"""投诉: read by the handling body's line, handled by its officers, looked into by two people.

Who complained stands on a page of its own: each look asks for its purpose and is recorded.
"""

from django.contrib import admin
from django.urls import reverse
from unfold.contrib.filters.admin import ChoicesDropdownFilter, DropdownFilter
from unfold.decorators import display

from core.admin import LifecycleAdmin, OwnRowsDropdown, PageAction, ScopedInline
from core.templatetags.portal import badge, cn_date, state_badge
from creation_cycle.admin.evidence import EvidenceRows
from reviews.admin.complaint_pages import ComplaintPages, opens_files
from reviews.complaint_permissions import handles_complaint, knows_complainant
from reviews.enums import ComplaintState as S
from reviews.enums import Light
from reviews.models import Complaint, ComplaintCheck, ComplaintFile
from units.models import Committee

CHANGEABLE = {
    S.RECEIVED: (),
    S.ACCEPTED: ("summary", "forwarded_to"),
    S.CONCLUDED: ("measure",),
    S.ANSWERED: ("measure",),
}
"""What an officer writes on the page itself, by state; all else is written by moves."""
ASSIGNING = (S.ACCEPTED, S.FORWARDED, S.STATED, S.CHECKING)


class LightFilter(DropdownFilter):
    title = "红黄绿"
    parameter_name = "light"

    def lookups(self, request, model_admin):
        return Light.choices

    def queryset(self, request, queryset):
        return queryset.lit(self.value()) if self.value() in Light.values else queryset


class FileInline(EvidenceRows):
    model = ComplaintFile
    fields = readonly_fields = ["opened", "origin", "kind", "kilobytes"]
    verbose_name_plural = "附件（每次打开都会记录）"

    def address_of(self, file):
        return reverse("admin:reviews_complaint_file", args=[file.complaint_id, file.key])


class CheckInline(ScopedInline):
    model = ComplaintCheck
    fields = readonly_fields = ["checker", "outcome", "finding", "checked_on"]
    verbose_name_plural = "核查"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("checker")

    def is_editable(self, request, parent):
        return False


@admin.register(Complaint)
class ComplaintAdmin(ComplaintPages, LifecycleAdmin):
    nothing_yet = "公众提交的投诉会列在这里。从集体的公开页面或牌匾二维码提交后自动出现，不用新建。"
    list_display = ["number", "unit", "category", "received", "current_state", "light", "due", "signed"]
    list_select_related = ["unit", "committee"]
    list_filter = [
        ("state", ChoicesDropdownFilter),
        LightFilter,
        ("category", ChoicesDropdownFilter),
        ("committee", OwnRowsDropdown),
    ]
    search_fields = ["number", "unit__name"]
    inlines = [CheckInline, FileInline]
    fieldsets = [
        (None, {"fields": ["unit", "committee", "category", "content", "signed", "received", "due"]}),
        (
            "转办与说明",
            {"fields": ["summary", "forwarded_to", "state_by", "statement", "records", "stated_on"]},
        ),
        (
            "结论与反馈",
            {"fields": ["outcome", "conclusion", "measure", "reply", "replied_on", "satisfaction"]},
        ),
        (
            "上级复查",
            {"fields": ["review_request", "first_outcome", "review_note", "review_reply", "reviewed_on"]},
        ),
    ]
    move_words = {
        "accept": "受理后，请在办结期限前转办、核查并反馈。",
        "decline": "投诉人凭查询码可以看到理由。",
        "forward": "转办后，集体只看到转办摘要，并在期限内说明情况。请再次确认摘要中没有可能暴露投诉人的内容。",
        "check_facts": "两名核查人员会收到通知，各自记录核查情况。",
        "conclude": "结论以两名核查人员的记录为依据。只有“属实”“部分属实”可以作为动态调整的依据。",
        "feed_back": "投诉人凭查询码可以看到答复，并可以评价一次。集体会收到结论，看不到答复。",
        "review": "复查结论代替原结论，是最终答复。",
        "archive": "归档后办理结束。投诉人的姓名、联系方式和附件在保留期满后自动删除。",
    }

    def choices_for(self, name, request):
        """A body that looks into it for the handling one: below it, chosen on the page of one complaint."""
        return Committee.objects.overseen_by(request.user) if name == "forwarded_to" else None

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        """Only what belongs to the present step, and only by those who handle it: a superuser neither."""
        if obj is None:
            return super().has_change_permission(request)
        return bool(CHANGEABLE.get(obj.state)) and handles_complaint(request.user, obj)

    def get_readonly_fields(self, request, obj=None):
        shown = [name for _, options in self.fieldsets for name in options["fields"]]
        return [name for name in shown if obj is None or name not in CHANGEABLE.get(obj.state, ())]

    def get_fieldsets(self, request, obj=None):
        """Parts that nothing has happened in yet are left out."""
        open_ = set(CHANGEABLE.get(obj.state, ())) if obj else set()
        return [
            part
            for number, part in enumerate(self.fieldsets)
            if number == 0 or any(name in open_ or getattr(obj, name, "") for name in part[1]["fields"])
        ]

    def page_actions(self, request, record):
        return [
            *self._person(request, record),
            *self._checking(request, record),
            *self._measures(request, record),
        ]

    def _person(self, request, record):
        if not (record.name or record.contact) or not knows_complainant(request.user, record):
            return []
        url = reverse("admin:reviews_complaint_person", args=[record.pk])
        return [PageAction("查看投诉人联系方式（须说明用途）", url)]

    def _checking(self, request, record):
        actions = []
        if record.state in ASSIGNING and handles_complaint(request.user, record):
            url = reverse("admin:reviews_complaint_checkers", args=[record.pk])
            actions.append(PageAction("安排核查人员", url))
        own = record.checks.filter(checker=request.user.pk, outcome="").first()
        if own and record.state == S.CHECKING:
            actions.append(
                PageAction("记录我的核查情况", reverse("admin:reviews_complaint_check", args=[record.pk]))
            )
        return actions

    def _measures(self, request, record):
        if not record.is_verified or record.state not in (S.CONCLUDED, S.ANSWERED):
            return []
        if not handles_complaint(request.user, record):
            return []
        query = f"?unit={record.unit_id}&committee={record.committee_id}"
        return [
            PageAction("发出整改通知单", reverse("admin:reviews_rectification_add") + query),
            PageAction("提出动态调整", reverse("admin:reviews_complaint_propose", args=[record.pk])),
        ]

    def remedy_places(self, request, record):
        return {
            "checkers": reverse("admin:reviews_complaint_checkers", args=[record.pk]),
            "summary": f"{reverse('admin:reviews_complaint_change', args=[record.pk])}#id_summary",
            "measure": f"{reverse('admin:reviews_complaint_change', args=[record.pk])}#id_measure",
        }

    def get_inline_instances(self, request, obj=None):
        """Files are for those who work on the case."""
        rows = super().get_inline_instances(request, obj)
        return [part for part in rows if not isinstance(part, FileInline) or opens_files(request.user, obj)]

    @display(description="收到时间", ordering="received_at")
    def received(self, complaint):
        return cn_date(complaint.received_at)

    @display(description="状态", ordering="state")
    def current_state(self, complaint):
        return state_badge(complaint)

    @display(description="红黄绿", ordering="due_on")
    def light(self, complaint):
        light = complaint.light
        return badge(light.label, light.tone) if light else "—"

    @display(description="本步期限", ordering="due_on")
    def due(self, complaint):
        return cn_date(complaint.due_on) if complaint.due_on else "—"

    @display(description="署名")
    def signed(self, complaint):
        return "匿名" if complaint.is_anonymous else "留有联系方式"

    @display(description="依据的创建日志")
    def records(self, complaint):
        return "；".join(str(record) for record in complaint.evidence.order_by("day")) or "无"
