"""创建标准: written as a draft, published once, changed by a copy with the next number."""

from django.contrib import admin
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from core.admin import LifecycleAdmin, OwnRowsDropdown, ScopedInline, StackedScopedInline
from core.templatetags.portal import badge
from creation_cycle import rule_lines
from creation_cycle.admin.choices import own_committees
from creation_cycle.admin.standard_forms import ItemForm
from creation_cycle.admin.standard_pages import StandardPages
from creation_cycle.models import Standard, StandardDimension, StandardItem
from creation_cycle.rule_book import plain
from creation_cycle.services import standards


class DimensionInline(ScopedInline):
    """Dimensions come and go with their items; their weights are set here."""

    model = StandardDimension
    fields = ["name", "weight", "order"]
    readonly_fields = ["name"]
    max_num = 0
    can_delete = False
    hide_title = False
    verbose_name_plural = "维度与权重（维度随评分项产生）"

    def is_shown(self, request, parent):
        return parent is not None and super().is_shown(request, parent)


class ItemInline(StackedScopedInline):
    """The items of a draft, each with its rules as lines of text."""

    model = StandardItem
    form = ItemForm
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "name", ("dimension_name", "kind"), ("points", "bonus_max", "step"), "rules_text",
                    ("auto_source", "full_at"), "methods", "clause", "guidance", "order",
                ]
            },
        )
    ]  # fmt: skip
    ordering = ["order", "pk"]

    def get_queryset(self, request):
        return super().get_queryset(request).for_scoring()


class ItemTable(ScopedInline):
    """The items of a version that nobody changes any more, to read."""

    model = StandardItem
    fields = readonly_fields = [
        "dimension",
        "weight",
        "kind",
        "full_marks",
        "bonus",
        "lines",
        "measured",
        "methods_named",
        "clause",
    ]
    ordering = ["order", "pk"]
    hide_title = False

    def is_editable(self, request, parent):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).for_scoring()

    @display(description="权重")
    def weight(self, item):
        return plain(item.dimension.weight)

    @display(description="满分")
    def full_marks(self, item):
        return (
            plain(item.points) if item.points else "—"
        )  # a veto gives no points, a mere bonus no full marks

    @display(description="加分上限")
    def bonus(self, item):
        return plain(item.bonus_max) if item.bonus_max else "—"

    @display(description="细则与说明")
    def lines(self, item):
        return "\n".join(filter(None, [rule_lines.write(item.rules.all(), item.kind), item.guidance])) or "—"

    @display(description="系统数据")
    def measured(self, item):
        return (
            f"{item.source.label}满 {item.full_at.normalize():f} {item.source.unit}得满分"
            if item.source
            else "—"
        )

    @display(description="考评方式")
    def methods_named(self, item):
        return "、".join(item.method_labels) or "—"


@admin.register(Standard)
class StandardAdmin(StandardPages, LifecycleAdmin):
    nothing_yet = "创建标准会列在这里。由组委会管理员采用参考样例、导入 XLSX 或逐项填写。"
    list_display = ["name", "version", "committee", "level", "industry", "pass_line", "current_state"]
    list_select_related = ["committee", "industry"]
    list_filter = [
        ("state", ChoicesDropdownFilter),
        "is_reference",
        ("level", ChoicesDropdownFilter),
        ("committee", OwnRowsDropdown),
    ]
    search_fields = ["name"]
    list_before_template = "admin/portal/standard_list.html"
    fields = ["committee", "level", "industry", "name", "version", "basis", "note", "pass_line"]
    readonly_on_change = ("committee", "level", "industry", "version")
    move_words = {
        "publish": "发布后本版本不能再修改，同一等级和行业的上一版随即停用；已按旧版备案的集体继续使用旧版。"
    }

    def choices_for(self, name, request):
        return own_committees(request.user) if name == "committee" else None

    def get_fields(self, request, obj=None):
        return self.fields if obj is None else [*self.fields, "total_points"]

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), "total_points"]

    @display(description="总分")
    def total_points(self, standard):
        """Weighted; what bonus can add is said beside it."""
        extra = standard.most - standard.total
        return f"{plain(standard.total)} 分" + (f"，另可加 {plain(extra)} 分" if extra else "")

    def get_form(self, request, obj=None, change=False, **kwargs):
        """An officer's standard is a committee's; only the portal ships examples without one."""
        form = super().get_form(request, obj, change, **kwargs)
        if "committee" in form.base_fields:
            form.base_fields["committee"].required = True
        return form

    def get_inlines(self, request, obj):
        """A form while it is a draft of one's own, a table to read otherwise."""
        writes = obj is None or self.has_change_permission(request, obj)
        return [DimensionInline, ItemInline] if writes else [ItemTable]

    def has_change_permission(self, request, obj=None):
        """A published version never changes, and an example follows its file."""
        open_ = obj is None or (obj.is_draft and not obj.is_reference)
        return super().has_change_permission(request, obj) and open_

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        standards.drop_empty_dimensions(form.instance)

    @display(description="状态", ordering="state")
    def current_state(self, standard):
        return self.state_shown(standard)

    def state_shown(self, record):
        """An example is no draft of anybody: it stays as it is until a committee takes it up."""
        return badge("参考样例", "info") if record.is_reference else super().state_shown(record)
