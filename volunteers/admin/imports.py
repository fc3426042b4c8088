"""The import of volunteers in the admin: the file, what would become of it, confirmation, and what was left out."""

import tempfile

from django.contrib import admin
from django.http import FileResponse, Http404, HttpResponseRedirect
from django.urls import path, reverse

from core.admin import LifecycleAdmin, PageAction, WrittenByServices
from core.masking import mask_name
from volunteers.admin.forms import UploadForm
from volunteers.admin.pages import form_page, require
from volunteers.enums import StagedOutcome, VolunteerImportState
from volunteers.models import StagedVolunteer, VolunteerImport
from volunteers.resources import VolunteerResource, write_faults
from volunteers.resources.volunteers import result_of
from volunteers.services import importing

SHOWN_FAULTS, SHOWN_ROWS = 200, 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UNTIL_CONFIRMED = (VolunteerImportState.PREVIEWED, VolunteerImportState.CONFIRMED)


@admin.register(VolunteerImport)
class VolunteerImportAdmin(WrittenByServices, LifecycleAdmin):
    """Own imports; an upload is checked by a job, and its page is the preview."""

    resource_class = VolunteerResource
    change_form_before_template = "admin/portal/volunteers/import_preview.html"
    list_before_template = "admin/portal/volunteers/import_actions.html"
    nothing_yet = "您导入过的志愿者名册会列在这里。点“导入名册”上传文件，核对后确认才写入。"
    list_display = [
        "file_name", "created_at", "total_count", "new_count", "changed_count", "faulty_count", "shown_state",
    ]  # fmt: skip
    list_filter = ["state"]
    search_fields = ["file_name"]
    fields = readonly_fields = [
        "file_name", "sheet", "other_sheets", "organisation", "basis", "created_by", "created_at", "done_at",
        "digest",
    ]  # fmt: skip
    move_words = {
        "confirm": "确认后在后台写入，可以离开页面；不能导入的行不写入，可以下载错误明细修改后再次导入。",
        "abandon": "放弃后清除上传的内容，没有写入任何记录。",
    }

    def shown_state(self, batch):
        return self.state_shown(batch)

    shown_state.short_description = "状态"

    def get_urls(self):
        wrap, name = self.admin_site.admin_view, "volunteers_volunteerimport"
        own = [
            path("upload/", wrap(self.upload_view), name=f"{name}_upload"),
            path("<int:pk>/faults/", wrap(self.faults_view), name=f"{name}_faults"),
        ]
        return [*own, *super().get_urls()]

    def page_context(self, request, batch):
        has_rows = batch.state in UNTIL_CONFIRMED
        return {
            **super().page_context(request, batch),
            "result": result_of(batch, shown=0, faults=0),
            "faults": batch.faults.all()[:SHOWN_FAULTS],
            "rows": [_row(staged) for staged in _first_rows(batch)] if has_rows else [],
        }

    def page_actions(self, request, batch):
        actions = []
        for label, job in (("查看核对进度", batch.check_job), ("查看写入进度", batch.write_job)):
            if job and job.is_live:
                actions.append(PageAction(label, job.get_absolute_url()))
        if batch.faulty_count:
            place = reverse("admin:volunteers_volunteerimport_faults", args=[batch.pk])
            actions.append(PageAction("下载错误明细", place))
        return actions

    def upload_view(self, request):
        require(request.user, "volunteers.import_volunteer", None)

        def act(form):
            given = form.cleaned_data
            batch = importing.receive(
                given["file"], by=request.user, basis=given["basis"], organisation=given["organisation"]
            )
            return HttpResponseRedirect(batch.check_job.get_absolute_url())

        form = UploadForm(request.POST or None, request.FILES or None, user=request.user)
        return form_page(
            self, request, form, act, done="", title="导入志愿者名册", button="上传并核对",
            back=reverse("admin:volunteers_volunteer_changelist"),
            words="先逐行核对，确认后才写入。证件号码已在册的更新资料，不会重复登记；有问题的行不影响其他行。",
        )  # fmt: skip

    def faults_view(self, request, pk):
        """Every row that is not imported, as a workbook."""
        batch = VolunteerImport.objects.visible_to(request.user).filter(pk=pk).first()
        if batch is None:
            raise Http404(f"no import {pk} for this user")
        file = tempfile.TemporaryFile()  # noqa: SIM115  (the response closes it)
        write_faults(batch, file)
        file.seek(0)
        response = FileResponse(
            file, as_attachment=True, filename=f"未导入的行-{batch.pk}.xlsx", content_type=XLSX
        )
        response["Cache-Control"] = "private, no-store"
        return response


def _first_rows(batch: VolunteerImport):
    return StagedVolunteer.objects.filter(batch=batch).order_by("row")[:SHOWN_ROWS]


def _row(staged: StagedVolunteer) -> dict:
    """Masked, as the register shows them."""
    return {
        "row": staged.row,
        "name": mask_name(staged.name),
        "birth_year": staged.birth_date.year if staged.birth_date else "",
        "outcome": StagedOutcome(staged.outcome).label if staged.outcome else "",
    }
