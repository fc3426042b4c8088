"""往届称号导入: what may be a duplicate is decided row by row, then a second person confirms the file."""

from django import forms
from django.contrib import admin
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget

from core.admin import LifecycleAdmin, OwnRowsDropdown, ScopedInline
from core.templatetags.portal import state_badge
from creation_cycle.enums import LegacyChoice, LegacyImportState
from creation_cycle.models import LegacyImport, LegacyRow
from creation_cycle.services import legacy_imports


class RowForm(forms.ModelForm):
    """One row: one of the units it may be, a new one, or none at all."""

    decision = forms.ChoiceField(label="处理", required=False, widget=UnfoldAdminSelectWidget())

    class Meta:
        model = LegacyRow
        fields = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        row = self.instance
        found = [
            (f"same:{unit['unit']}", f"同一集体：{unit['name']}（{unit['why']}）") for unit in row.candidates
        ]
        self.fields["decision"].choices = [
            ("", "请选择"),
            *found,
            ("new", "新的集体"),
            ("skip", "跳过这一行"),
        ]
        self.initial["decision"] = f"same:{row.unit_id}" if row.choice == LegacyChoice.SAME else row.choice

    @property
    def chosen(self) -> dict:
        """What the service is told."""
        choice, _, unit = self.cleaned_data["decision"].partition(":")
        return {"choice": choice, "unit_id": int(unit) if unit else None}


class DoubtfulRows(ScopedInline):
    """Only rows with a possible duplicate: the others are decided."""

    model = LegacyRow
    form = RowForm
    fields = ["printed", "decision"]
    readonly_fields = ["printed"]
    verbose_name_plural = "可能重复的行"
    can_delete = False

    def get_queryset(self, request):
        return super().get_queryset(request).exclude(candidates=[]).select_related("region")

    def is_editable(self, request, parent):
        return parent is not None and parent.state == LegacyImportState.DRAFT

    def has_add_permission(self, request, obj=None):
        return False

    @display(description="文件中的写法")
    def printed(self, row):
        return f"第 {row.line} 行：{row.unit_name}（{row.region.name}，{row.get_level_display()}，{row.session}）"


class OtherRows(ScopedInline):
    """All rows as they will be registered."""

    model = LegacyRow
    fields = readonly_fields = [
        "line", "unit_name", "level", "session", "year", "choice", "unit", "past_number", "credit_code"
    ]  # fmt: skip
    verbose_name_plural = "全部行"

    def is_editable(self, request, parent):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("unit")


@admin.register(LegacyImport)
class LegacyImportAdmin(LifecycleAdmin):
    nothing_yet = "上传的往届称号表格会列在这里，等待核对和第二人复核。请在“称号”页面点“导入”上传。"
    list_display = ["file_name", "committee", "current_state", "created_by", "created_at", "confirmed_by"]
    list_select_related = ["committee", "created_by", "confirmed_by"]
    list_filter = [("state", ChoicesDropdownFilter), ("committee", OwnRowsDropdown)]
    search_fields = ["file_name"]
    fields = readonly_fields = [
        "file_name", "committee", "policy", "created_by", "created_at", "confirmed_by", "confirmed_on", "remark"
    ]  # fmt: skip
    inlines = [DoubtfulRows, OtherRows]
    move_words = {
        "submit": "提交后由组委会的其他管理员或审批人复核，复核前不登记任何称号。",
        "confirm": "称号、认定记录和核验编号随即登记，不能撤回。标注“跳过”的行不登记。",
        "send_back": "退回录入人重新核对。",
        "scrap": "作废后不登记任何称号。",
    }

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        if obj is not None and obj.state != LegacyImportState.DRAFT:
            return False
        return super().has_change_permission(request, obj)

    def save_formset(self, request, form, formset, change):
        for row in formset.forms:
            if row.has_changed() and row.cleaned_data.get("decision"):
                legacy_imports.choose(row.instance, by=request.user, **row.chosen)
        formset.new_objects = formset.changed_objects = formset.deleted_objects = []

    @display(description="状态", ordering="state")
    def current_state(self, legacy_import):
        return state_badge(legacy_import)
