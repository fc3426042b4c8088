"""年度复核安排: windows and sample of a committee's year, and how far its rechecks have come."""

from django.contrib import admin
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import path, reverse

from core import clock
from core.admin import PageAction
from core.admin.recorded import RecordedAdmin
from creation_cycle.admin.choices import own_committees
from creation_cycle.models import RecheckYear
from creation_cycle.queries import recheck_progress as progress
from creation_cycle.services import rechecks


@admin.register(RecheckYear)
class RecheckYearAdmin(RecordedAdmin):
    nothing_yet = "每年的复核安排会列在这里。到期由系统自动建立，也可以由组委会管理员提前新建。"
    list_display = ["committee", "year", "opens_on", "report_by", "review_by", "decide_by", "opened_at"]
    list_select_related = ["committee"]
    list_filter = ["year"]
    fields = [
        "committee", "year", "frequency", "basis", "opens_on", "report_by", "review_by", "decide_by",
        "first_reviewer", "keeps_for_higher", "sample_percent", "by_region", "by_industry",
    ]  # fmt: skip
    readonly_on_change = ("committee", "year")

    def choices_for(self, name, request):
        return own_committees(request.user) if name == "committee" else None

    def get_readonly_fields(self, request, obj=None):
        """Once rechecks are under way their deadlines and the sample may still change, the rest stands."""
        fixed = super().get_readonly_fields(request, obj)
        if obj is None or obj.opened_at is None:
            return fixed
        return (*fixed, "frequency", "opens_on", "first_reviewer", "keeps_for_higher")

    def save_model(self, request, obj, form, change):
        before = form.initial.get("report_by")
        super().save_model(request, obj, form, change)
        if change and "report_by" in form.changed_data:
            rechecks.move_deadline(obj, before)

    def get_urls(self):
        view = self.admin_site.admin_view(self.progress_view)
        name = "creation_cycle_recheckyear_progress"
        return [path("<int:pk>/progress/", view, name=name), *super().get_urls()]

    def page_actions(self, request, record):
        rows = f"{reverse('admin:creation_cycle_recheck_changelist')}?plan__id__exact={record.pk}"
        actions = [
            PageAction("查看进度", reverse("admin:creation_cycle_recheckyear_progress", args=[record.pk])),
            PageAction("查看各集体复核", rows),
        ]
        if record.sample_percent and request.user.has_perm("creation_cycle.change_recheckyear", record):
            draw = f"{reverse('admin:creation_cycle_recheckdraw_add')}?plan={record.pk}"
            actions.append(PageAction("公告抽检抽签", draw))
        return actions

    def progress_view(self, request, pk):
        plan = RecheckYear.objects.visible_to(request.user).filter(pk=pk).select_related("committee").first()
        if plan is None:
            raise Http404(f"no recheck year {pk} for this user")
        regions = progress.by_region(plan, request.user)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"{plan}进度",
            "plan": plan,
            "today": clock.today(),
            "states": progress.COLUMNS,
            "tables": [
                ("按区划", "区划", regions),
                ("按初评单位", "初评单位", progress.by_body(plan, request.user)),
            ],
            "overall": progress.overall(regions),
            "back": reverse("admin:creation_cycle_recheckyear_change", args=[plan.pk]),
            "rows_url": f"{reverse('admin:creation_cycle_recheck_changelist')}?plan__id__exact={plan.pk}",
        }
        return TemplateResponse(request, "admin/portal/recheck_progress.html", context)
