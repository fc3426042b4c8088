"""The import of earlier honours: file, preview, confirmation; all of it or nothing."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from unfold.widgets import UnfoldAdminSelectWidget

from core.masking import mask_name
from core.spreadsheets import UnreadableSpreadsheet
from credit.admin.choices import FileForm, download, own_committees
from credit.enums import SubjectKind
from credit.models import ListPolicy
from credit.resources import honours as tables
from credit.resources.previews import PreviewGone, kept_preview, previewed
from credit.services import nominations

COLUMNS = ("主体", "荣誉", "级别", "授予机关", "文号", "授予日期")


class HonourFileForm(FileForm):
    policy = forms.ModelChoiceField(
        None, label="红名单办法", empty_label=None, widget=UnfoldAdminSelectWidget(),
        help_text="只导入与该办法同一类主体的行。",
    )  # fmt: skip
    field_order = ["policy", "file"]

    def __init__(self, *args, policies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["policy"].queryset = policies


class ConfirmForm(forms.Form):
    """The key of the preview, signed for this person; the rows themselves wait encrypted on the server."""

    content = forms.CharField(widget=forms.HiddenInput())


class HonourImport:
    """Mixed into the page of entries."""

    def get_urls(self):
        pages = {
            "import/": ("import", self.import_view),
            "import/confirm/": ("import_confirm", self.confirm_view),
        }
        own = [
            path(route, self.admin_site.admin_view(view), name=f"credit_redlistentry_{name}")
            for route, (name, view) in pages.items()
        ]
        return [*own, *super().get_urls()]

    def import_view(self, request):
        self._require_add(request)
        policies = ListPolicy.objects.in_force().filter(committee__in=own_committees(request.user))
        form = HonourFileForm(request.POST or None, request.FILES or None, policies=policies)
        context = {"title": "导入历年荣誉", "form": form}
        if form.is_valid():
            content = form.cleaned_data["file"].read()
            try:
                context |= _preview(form.cleaned_data["policy"], content, request.user)
            except UnreadableSpreadsheet as unreadable:
                form.add_error("file", str(unreadable))
        return self._import_page(request, context)

    def confirm_view(self, request):
        """POST: all previewed rows, or none."""
        self._require_add(request)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        form = ConfirmForm(request.POST)
        try:
            found = kept_preview(form.data.get("content", ""), request.user)
        except PreviewGone:
            messages.error(request, "预览已失效，没有写入任何内容，请重新上传文件。")
            return HttpResponseRedirect(reverse("admin:credit_redlistentry_import"))
        own = ListPolicy.objects.filter(committee__in=own_committees(request.user))
        policy = own.filter(pk=found["policy"]).first()
        if policy is None:
            raise PermissionDenied("the list is no longer one's own")
        reading = tables.read(found["content"])
        new, known = nominations.import_honours(policy, reading.honours.values(), by=request.user)
        messages.success(
            request, f"已导入 {new} 项荣誉为候选" + (f"，{known} 项已有登记。" if known else "。")
        )
        return HttpResponseRedirect(reverse("admin:credit_redlistentry_changelist"))

    def template_view(self, request):
        self._require_add(request)
        return download(tables.template(), "历年荣誉模板.xlsx")

    def _require_add(self, request) -> None:
        if not self.has_add_permission(request):
            raise PermissionDenied("only credit officers import honours")

    def _import_page(self, request, context: dict) -> TemplateResponse:
        frame = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "template_url": reverse("admin:credit_redlistentry_template"),
            "template_label": "下载模板",
            "confirm_url": reverse("admin:credit_redlistentry_import_confirm"),
            "again_url": reverse("admin:credit_redlistentry_import"),
            "back": reverse("admin:credit_redlistentry_changelist"),
        }
        return TemplateResponse(request, "admin/portal/credit_import.html", {**frame, **context})


def _preview(policy: ListPolicy, content: bytes, user) -> dict:
    reading = tables.read(content)
    faults = [*reading.faults, *_foreign(policy, reading)]
    if faults:
        return {"faults": sorted(faults, key=lambda fault: fault.row)}
    if not reading.honours:
        return {"said": f"文件中的 {reading.known} 项荣誉都已登记，没有需要导入的内容。"}
    rows = [
        (f"第 {number} 行", _shown(h.subject), h.honour, h.level.label, h.body, h.document, h.granted_on)
        for number, h in reading.honours.items()
    ]
    known = f"，另有 {reading.known} 项已有登记" if reading.known else ""
    confirm = ConfirmForm({"content": previewed({"policy": policy.pk}, content, user)})
    return {"rows": rows, "columns": COLUMNS, "summary": f"新增 {len(rows)} 项{known}", "confirm": confirm}


def _foreign(policy: ListPolicy, reading: tables.Reading) -> list[tables.Fault]:
    wanted = SubjectKind(policy.subject_kind).label
    return [
        tables.Fault(number, "主体类型", SubjectKind(honour.subject.kind).label, f"“{policy}”只列入{wanted}")
        for number, honour in reading.honours.items()
        if honour.subject.kind != policy.subject_kind
    ]


def _shown(subject) -> str:
    return mask_name(subject.name) if subject.kind == SubjectKind.PERSON else subject.name
