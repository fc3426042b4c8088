"""What forms of this house offer, and pages that several of them share."""

from urllib.parse import quote

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminTextInputWidget

from core.admin import PageAction
from core.services.access import record_view
from units.enums import OfficeRole
from units.models import Committee

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_BYTES = 1024 * 1024
"""A table of 5,000 rows; it comes back with the confirmation, so it stays below what a form may send."""


def own_committees(user):
    """Committees where `user` is 信用管理员 today; all for a superuser."""
    if user.is_superuser:
        return Committee.objects.all()
    return Committee.objects.served_by(user, OfficeRole.CREDIT)


class OwnCommittee:
    """Mixed into admin pages whose records belong to one committee: offered are those the reader keeps."""

    def choices_for(self, name, request):
        return own_committees(request.user) if name == "committee" else None

    def get_changeform_initial_data(self, request):
        known, own = super().get_changeform_initial_data(request), list(own_committees(request.user)[:2])
        return {"committee": own[0].pk, **known} if len(own) == 1 else known


def download(file, name: str, content_type: str = XLSX) -> FileResponse:
    answer = FileResponse(file, content_type=content_type)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


class FileForm(forms.Form):
    """One table."""

    file = forms.FileField(
        label="文件", widget=UnfoldAdminFileFieldWidget(), help_text="XLSX、XLS 或 CSV，第一行是列名。"
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError("文件超过 1 MB，请分成几个文件。")
        return file


class PurposeForm(forms.Form):
    """Why somebody looks at a whole number: it is recorded and shown to the person concerned."""

    purpose = forms.CharField(
        label="用途",
        max_length=100,
        widget=UnfoldAdminTextInputWidget(),
        help_text="将与您的姓名、时间一起记录，并告知本人。",
        error_messages={"required": "请填写查看的用途。"},
    )


class Unmasking:
    """A page that shows a person's whole number, after the purpose was given and recorded (PIPL art. 51)."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_number"
        view = self.admin_site.admin_view(self.number_view)
        return [path("<int:pk>/number/", view, name=name), *super().get_urls()]

    def page_actions(self, request, record):
        shown = super().page_actions(request, record)
        if not record.identity_number or not request.user.has_perm("credit.unmask", record):
            return shown
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_number"
        return [*shown, PageAction("查看证件号码（将记录本次查看）", reverse(name, args=[record.pk]))]

    def number_view(self, request, pk):
        record = self.get_object(request, str(pk))
        if record is None:
            raise Http404(f"no record {pk} for this user")
        if not request.user.has_perm("credit.unmask", record):
            raise PermissionDenied("only the list's own credit officers see whole numbers")
        form = PurposeForm(request.POST if request.method == "POST" else None)
        facts = []
        if form.is_valid():
            record_view(record, "姓名和证件号码", by=request.user, purpose=form.cleaned_data["purpose"])
            facts = [("姓名", record.name), ("证件号码", record.identity_number)]
        context = {
            "title": "查看证件号码",
            "intro": "证件号码只用于核对本人。每一次查看都会记录，本人可以查到是谁、什么时候、为什么查看。",
            "form": None if facts else form,
            "facts": facts,
            "button": "查看",
            "back": reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[pk]),
        }
        return form_page(self, request, context)


def form_page(page, request, context: dict, status: int = 200) -> TemplateResponse:
    """A page of the admin with one form, or what came of it."""
    frame = {**page.admin_site.each_context(request), "opts": page.opts}
    answer = TemplateResponse(request, "admin/portal/credit_form.html", {**frame, **context}, status=status)
    answer["Cache-Control"] = "private, no-store"
    return answer
