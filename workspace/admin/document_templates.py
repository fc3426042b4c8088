"""表格模板: a committee takes the shipped DOCX, changes it in Word, and hands it in."""

from django import forms
from django.contrib import admin
from django.http import Http404, HttpResponse
from django.urls import path, reverse
from unfold.decorators import display
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminSelectWidget

from core.admin import PageAction, RecordedAdmin
from units.enums import OfficeRole
from units.models import Committee
from workspace.documents import docx, kinds
from workspace.documents.render import TYPES
from workspace.models import DocumentTemplate


class TemplateForm(forms.ModelForm):
    """The file is tried with a sample before it is kept: what it asks for and the form lacks is named."""

    kind = forms.ChoiceField(label="表格", choices=kinds.choices, widget=UnfoldAdminSelectWidget())

    class Meta:
        model = DocumentTemplate
        fields = ["committee", "kind", "file", "is_active"]
        widgets = {"file": UnfoldAdminFileFieldWidget(attrs={"accept": ".docx"})}
        help_texts = {"file": "先下载通用模板，在 Word 中修改后上传；{{ }} 中的名称不能改动。"}

    def clean(self):
        values = super().clean()
        file, key = values.get("file"), values.get("kind")
        if file and key and "file" in self.changed_data:
            try:
                docx.check(file.read(), kinds.kind(key).layout)
            except docx.TemplateRefused as refused:
                self.add_error("file", f"{refused}。")
            file.seek(0)
        return values


@admin.register(DocumentTemplate)
class DocumentTemplateAdmin(RecordedAdmin):
    form = TemplateForm
    nothing_yet = "本级自己的表格模板会列在这里。没有上传时使用通用模板：先下载，用 Word 修改，再新建上传。"
    list_display = ["title", "committee", "is_active", "uploaded_at"]
    list_select_related = ["committee"]
    readonly_on_change = ("committee",)
    list_before_template = "admin/portal/shipped_templates.html"

    def choices_for(self, name, request):
        if name != "committee":
            return None
        return Committee.objects.served_by(request.user, OfficeRole.OFFICER)

    def get_fields(self, request, obj=None):
        return (
            ["committee", "kind", "file", "is_active"] if obj is None else ["committee", "title", "is_active"]
        )

    def get_readonly_fields(self, request, obj=None):
        return () if obj is None else ("committee", "title")

    def get_urls(self):
        shipped = self.admin_site.admin_view(self.shipped_view)
        own = self.admin_site.admin_view(self.own_view)
        return [
            path("shipped/<slug:kind>.docx", shipped, name="workspace_documenttemplate_shipped"),
            path("<int:pk>/template.docx", own, name="workspace_documenttemplate_file"),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        """The list, with what is shipped above it."""
        shipped = [
            (title, reverse("admin:workspace_documenttemplate_shipped", args=[key]))
            for key, title in kinds.choices()
        ]
        return super().changelist_view(request, {"shipped": shipped, **(extra_context or {})})

    def page_actions(self, request, record):
        address = reverse("admin:workspace_documenttemplate_file", args=[record.pk])
        return [PageAction("下载模板", address)]

    def shipped_view(self, request, kind):
        """The DOCX made from the form's layout."""
        if not self.has_view_permission(request):
            raise Http404
        try:
            found = kinds.kind(kind)
        except KeyError as error:
            raise Http404(f"no form {kind}") from error
        return _download(docx.make_template(found.layout), kind)

    def own_view(self, request, pk):
        record = self.get_object(request, str(pk))
        if record is None or not self.has_view_permission(request, record):
            raise Http404
        with record.file.open("rb") as file:
            return _download(file.read(), record.kind)

    @display(description="表格")
    def title(self, template):
        return dict(kinds.choices()).get(template.kind, template.kind)


def _download(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=TYPES["docx"])
    response["Content-Disposition"] = f'attachment; filename="{name}.docx"'
    return response
