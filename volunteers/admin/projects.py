"""主题行动, 服务项目, 指标 and 进展: reports are added and corrected, never overwritten."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html_join
from unfold.decorators import display
from unfold.widgets import UnfoldAdminDateWidget, UnfoldAdminDecimalFieldWidget, UnfoldAdminTextInputWidget

from core.admin import OwnRowsDropdown, PageAction, RecordedAdmin, ScopedInline, WrittenByServices
from core.proofs import ProofsField, ProofsInput
from units.enums import OfficeRole
from units.models import Committee
from volunteers.models import HopeHut, Indicator, ProgressReport, ServiceAction, ServiceProject
from volunteers.services import projects

ROLES = (OfficeRole.OFFICER, OfficeRole.VOLUNTEER)


def own_committees(user):
    """Where somebody may start an action: their own committee and those below."""
    return Committee.objects.all() if user.is_superuser else Committee.objects.overseen_by(user, *ROLES)


@admin.register(ServiceAction)
class ServiceActionAdmin(RecordedAdmin):
    nothing_yet = "主题行动会列在这里，例如“我为青年办实事”。由团组织的管理员新建第一项，再添加项目和指标。"
    list_display = ["name", "campaign", "year", "committee", "is_public"]
    list_select_related = ["committee"]
    list_filter = ["year", "is_public", ("committee", OwnRowsDropdown)]
    search_fields = ["name", "campaign"]
    fields = ["committee", "name", "campaign", "year", "text", "source", "order", "is_public"]
    readonly_on_change = ("committee",)

    def choices_for(self, name, request):
        return own_committees(request.user) if name == "committee" else None

    def page_actions(self, request, record):
        return [PageAction("查看公开页面", record.get_absolute_url())] if record.is_public else []


class IndicatorInline(ScopedInline):
    model = Indicator
    fields = ["name", "kind", "target", "unit", "starts_on", "ends_on", "note", "order"]
    can_delete = False


@admin.register(ServiceProject)
class ServiceProjectAdmin(RecordedAdmin):
    nothing_yet = "行动下的服务项目会列在这里。先建主题行动，再为它新建项目，填写指标和执行集体。"
    list_display = ["name", "action", "kind", "order", "is_public"]
    list_select_related = ["action"]
    list_filter = ["kind", "is_public", ("action", OwnRowsDropdown)]
    search_fields = ["name", "action__name"]
    autocomplete_fields = ["action", "executors"]
    fields = ["action", "name", "kind", "text", "executors", "order", "is_public"]
    inlines = [IndicatorInline]

    def page_actions(self, request, record):
        return [PageAction("查看公开页面", record.get_absolute_url())] if record.is_public else []


class ReportForm(forms.Form):
    """What was reached by a day, and what that rests on; for a correction, why."""

    value = forms.DecimalField(
        label="累计完成", max_digits=14, decimal_places=2, min_value=0, widget=UnfoldAdminDecimalFieldWidget()
    )
    day = forms.DateField(label="截至日期", widget=UnfoldAdminDateWidget())
    source = forms.CharField(label="依据", max_length=200, widget=UnfoldAdminTextInputWidget())
    evidence_url = forms.URLField(
        label="依据网址", required=False, assume_scheme="https", widget=UnfoldAdminTextInputWidget()
    )
    files = ProofsField(
        label="依据文件",
        widget=ProofsInput,
        help_text="照片、PDF 或 Word，一次最多 5 个，每个不超过 5 MB。只给经办人看，不在公开页面显示。",
    )
    text = forms.CharField(label="说明", max_length=300, required=False, widget=UnfoldAdminTextInputWidget())
    reason = forms.CharField(label="更正理由", max_length=200, widget=UnfoldAdminTextInputWidget())

    def __init__(self, *args, corrects=None, **kwargs):
        super().__init__(*args, **kwargs)
        if corrects is None:
            del self.fields["reason"]


@admin.register(Indicator)
class IndicatorAdmin(RecordedAdmin):
    """Each with a page to report progress on."""

    nothing_yet = "各项目的指标会列在这里。在服务项目的页面添加指标，再到这里填报进展。"
    list_display = ["name", "project", "kind", "target", "unit", "reached", "done"]
    list_select_related = ["project"]
    list_filter = ["kind", ("project", OwnRowsDropdown)]
    search_fields = ["name", "project__name"]
    autocomplete_fields = ["project"]
    fields = ["project", "name", "kind", "target", "unit", "starts_on", "ends_on", "note", "order"]
    readonly_on_change = ("project",)

    def get_queryset(self, request):
        return super().get_queryset(request).with_latest()

    def get_urls(self):
        pages = [
            ("<int:pk>/report/", self.report_view, "report"),
            ("reports/<int:pk>/correct/", self.correct_view, "correct"),
            ("reports/<int:pk>/files/<uuid:key>/", self.file_view, "file"),
        ]
        own = [
            path(pattern, self.admin_site.admin_view(view), name=f"volunteers_indicator_{name}")
            for pattern, view, name in pages
        ]
        return [*own, *super().get_urls()]

    def page_actions(self, request, record):
        if not self.has_change_permission(request, record):
            return []
        return [PageAction("填报进展", reverse("admin:volunteers_indicator_report", args=[record.pk]))]

    def report_view(self, request, pk):
        """GET the form, POST a new report."""
        indicator = self._writable(request, pk)
        return self._report_page(request, indicator, "填报进展", None)

    def correct_view(self, request, pk):
        """A new row in the place of one report."""
        row = get_object_or_404(
            ProgressReport.objects.visible_to(request.user).select_related("indicator"), pk=pk
        )
        return self._report_page(request, self._writable(request, row.indicator_id), "更正进展", row)

    def file_view(self, request, pk, key):
        """A file that a report rests on; whoever sees the report may open it."""
        row = get_object_or_404(ProgressReport.objects.visible_to(request.user), pk=pk)
        file = get_object_or_404(row.files, key=key)
        answer = FileResponse(file.file.open("rb"), as_attachment=True, filename=file.name)
        answer["X-Content-Type-Options"] = "nosniff"
        return answer

    def _writable(self, request, pk) -> Indicator:
        indicator = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_change_permission(request, indicator):
            raise PermissionDenied("only the action's committee reports its progress")
        return indicator

    def _report_page(self, request, indicator, title, corrects):
        names = ("value", "day", "source", "evidence_url", "text")
        initial = {name: getattr(corrects, name) for name in names} if corrects else {}
        form = ReportForm(request.POST or None, request.FILES or None, initial=initial, corrects=corrects)
        if form.is_valid() and self._kept(request, form, indicator, corrects):
            messages.success(request, f"已记录：{indicator}")
            return HttpResponseRedirect(reverse("admin:volunteers_indicator_change", args=[indicator.pk]))
        reports = indicator.reports.select_related("corrected_by", "reported_by").prefetch_related("files")
        context = {
            **self.admin_site.each_context(request), "opts": self.opts, "title": f"{title}：{indicator}", "form": form,
            "indicator": indicator, "reports": reports, "button": title,
            "back": reverse("admin:volunteers_indicator_change", args=[indicator.pk]),
        }  # fmt: skip
        return TemplateResponse(request, "admin/portal/progress_report.html", context)

    def _kept(self, request, form, indicator, corrects) -> bool:
        given = form.cleaned_data
        try:
            if corrects:
                projects.correct(corrects, by=request.user, **given)
            else:
                projects.report(indicator, by=request.user, **given)
        except ValidationError as refused:
            form.add_error(None, refused)
            return False
        return True

    @display(description="累计完成")
    def reached(self, indicator):
        return f"{indicator.latest_value.normalize():f}" if indicator.latest_value is not None else "未填报"

    @display(description="完成率")
    def done(self, indicator):
        per_cent = indicator.percent_of(indicator.latest_value)
        return f"{per_cent.normalize():f}%" if per_cent is not None else ""


@admin.register(ProgressReport)
class ProgressReportAdmin(WrittenByServices, RecordedAdmin):
    """To read, and from here to the page that corrects one."""

    nothing_yet = "各指标填报的进展会列在这里，更正也是新的一行。在指标页面填报。"
    list_display = ["day", "indicator", "value", "source", "standing", "reported_by"]
    list_select_related = ["indicator__project", "reported_by", "corrected_by"]
    list_filter = [("indicator", OwnRowsDropdown)]
    search_fields = ["indicator__name", "source"]
    fields = readonly_fields = [
        "indicator", "value", "day", "source", "evidence_url", "shown_files", "text", "corrects", "reason",
        "reported_by", "reported_at",
    ]  # fmt: skip

    def page_actions(self, request, record):
        corrected = ProgressReport.objects.filter(corrects=record).exists()
        if corrected or not request.user.has_perm("volunteers.change_indicator", record.indicator):
            return []
        return [PageAction("更正", reverse("admin:volunteers_indicator_correct", args=[record.pk]))]

    @display(description="依据文件", empty_value="没有")
    def shown_files(self, report):
        links = [
            (reverse("admin:volunteers_indicator_file", args=[report.pk, file.key]), file.name)
            for file in report.files.all()
        ]
        return format_html_join("　", '<a class="text-link" href="{}">{}</a>', links)

    @display(description="状态")
    def standing(self, report):
        return "已更正" if hasattr(report, "corrected_by") else "有效"


@admin.register(HopeHut)
class HopeHutAdmin(RecordedAdmin):
    """Case codes, regions and days. Who a child is stands nowhere."""

    nothing_yet = "希望小屋的个案编号会列在这里。只登记编号、区县和日期，不登记姓名。"
    list_display = ["code", "project", "region", "family", "built_on", "visits"]
    list_select_related = ["project", "region"]
    list_filter = ["family", ("project", OwnRowsDropdown)]
    search_fields = ["code"]
    autocomplete_fields = ["region"]
    fields = ["project", "code", "region", "family", "consented_on", "built_on", "visits"]
