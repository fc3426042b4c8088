"""The import of past titles in the admin: file, preview, confirmation."""

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpResponseRedirect
from django.urls import reverse
from import_export.admin import ImportMixin
from import_export.forms import ConfirmImportForm
from unfold.contrib.import_export.forms import ImportForm
from unfold.widgets import UnfoldAdminSelectWidget

from creation_cycle.admin.choices import own_committees
from creation_cycle.enums import LegacyStarPolicy
from creation_cycle.resources.past_titles import COLUMNS, EXTRA_COLUMNS, PastTitleResource
from creation_cycle.resources.spreadsheet import Spreadsheet

SALT = "past-titles"
MAX_BYTES = 5 * 1024 * 1024


class PastTitleImportForm(ImportForm):
    """The file, and what it does not say: who keeps the units, and which star where none was published."""

    committee = forms.ModelChoiceField(
        None,
        label="归口团组织",
        widget=UnfoldAdminSelectWidget(),
        help_text="新登记的集体归入该团组织；已有的集体不变。",
    )
    policy = forms.ChoiceField(
        label="星级政策",
        choices=LegacyStarPolicy,
        initial=LegacyStarPolicy.COLLAPSE_TO_ONE,
        widget=UnfoldAdminSelectWidget(),
        help_text="来源没有写明星级时按此推定，并标注“推定”。",
    )
    field_order = ["resource", "import_file", "committee", "policy", "format"]

    def __init__(self, formats, resources, *, committees, **kwargs):
        super().__init__(formats, resources, **kwargs)
        self.fields["committee"].queryset = committees
        self.fields["import_file"].label = "文件"
        self.fields[
            "import_file"
        ].help_text = f"CSV 或 XLSX，标题行：{'、'.join(COLUMNS)}。可以另加：{'、'.join(EXTRA_COLUMNS)}。"

    def clean_import_file(self):
        file = self.cleaned_data["import_file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(f"文件超过 {MAX_BYTES // 1024 // 1024} MB，请分成几个文件。")
        return file


class PastTitleConfirmForm(ConfirmImportForm):
    """The same choices, carried through the preview."""

    committee = forms.ModelChoiceField(None, widget=forms.HiddenInput())
    policy = forms.ChoiceField(choices=LegacyStarPolicy, widget=forms.HiddenInput())

    def __init__(self, *args, committees, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["committee"].queryset = committees

    def clean_import_file_name(self):
        """The name of the uploaded copy, as this person's own preview signed it; nothing else is ever opened."""
        try:
            name, owner = signing.loads(self.cleaned_data["import_file_name"], salt=SALT)
        except signing.BadSignature:
            raise forms.ValidationError("请重新选择文件。") from None
        if owner != self.user.pk:
            raise forms.ValidationError("请重新选择文件。")
        return name


class PastTitleImport(ImportMixin):
    """Mixed into the page of titles; all or nothing, in one transaction."""

    resource_classes = [PastTitleResource]
    import_form_class = PastTitleImportForm
    confirm_form_class = PastTitleConfirmForm
    import_template_name = "admin/portal/import.html"
    skip_admin_log = True  # the ledger has it

    def get_import_formats(self):
        return [Spreadsheet]

    def get_import_form_kwargs(self, request):
        return {**super().get_import_form_kwargs(request), "committees": own_committees(request.user)}

    def get_import_form_initial(self, request):
        return {"committee": own_committees(request.user).first()}

    def get_confirm_form_kwargs(self, request, import_form=None):
        kwargs = super().get_confirm_form_kwargs(request, import_form)
        return {**kwargs, "committees": own_committees(request.user), "user": request.user}

    def get_confirm_form_initial(self, request, import_form):
        initial = super().get_confirm_form_initial(request, import_form)
        if import_form is None:
            return initial
        chosen = import_form.cleaned_data
        signed = signing.dumps([initial["import_file_name"], request.user.pk], salt=SALT)
        return {
            **initial,
            "import_file_name": signed,
            "committee": chosen["committee"].pk,
            "policy": chosen["policy"],
        }

    def process_import(self, request, **kwargs):
        """Confirming twice (a double click, the back button) finds the copy gone and says so."""
        if self.has_import_permission(request) and not self.create_confirm_form(request).is_valid():
            messages.error(request, "确认信息已失效，请重新选择文件。")
            return HttpResponseRedirect(reverse("admin:creation_cycle_title_import"))
        try:
            return super().process_import(request, **kwargs)
        except FileNotFoundError:
            messages.warning(request, "这份文件已经保存过，请在下面的列表中打开；需要时请重新选择文件。")
            return HttpResponseRedirect(reverse("admin:creation_cycle_legacyimport_changelist"))

    def get_import_resource_kwargs(self, request, *args, form=None, **kwargs):
        if form is None or not form.is_valid():
            return {}
        chosen = {name: form.cleaned_data[name] for name in ("committee", "policy")}
        return chosen | {"keeps": isinstance(form, PastTitleConfirmForm)}

    def process_dataset(self, dataset, form, request, **kwargs):
        """Not written yet: the checked rows wait for the choices of this person and the eyes of another."""
        resource = PastTitleResource(**self.get_import_resource_kwargs(request, form=form))
        result = resource.import_data(
            dataset,
            dry_run=False,
            user=request.user,
            file_name=form.cleaned_data.get("original_file_name") or "",
            **self.get_import_data_kwargs(),
        )
        result.kept = resource.kept
        return result

    def get_import_data_kwargs(self, **kwargs):
        return {"rollback_on_validation_errors": True}

    def get_import_context_data(self, **kwargs):
        context = super().get_import_context_data(**kwargs)
        return {**context, "back": reverse("admin:creation_cycle_title_changelist")}

    def add_data_read_fail_error_to_form(self, form, e):
        form.add_error("import_file", str(e))

    def process_result(self, result, request):
        if result.has_errors() or result.has_validation_errors():
            messages.error(request, "预览之后数据有变化，部分行不再符合要求，没有写入任何记录。请重新上传。")
            return HttpResponseRedirect(reverse("admin:creation_cycle_title_import"))
        if result.kept is None:
            messages.warning(request, "文件中没有可以登记的行。")
            return HttpResponseRedirect(reverse("admin:creation_cycle_title_import"))
        open_rows = result.kept.undecided.count()
        doubts = f"有 {open_rows} 行可能与已有集体重复，请逐行选择处理方式后"
        words = f"{doubts if open_rows else '请'}提交复核。"
        messages.success(request, f"已保存，尚未登记。{words}")
        return HttpResponseRedirect(result.kept.get_absolute_url())
