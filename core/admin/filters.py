"""Filters of the admin's lists."""

from unfold.contrib.filters.admin import DropdownFilter, RelatedDropdownFilter

from core.admin.recorded import RecordedAdmin


class OwnRowsDropdown(RelatedDropdownFilter):
    """A drop-down of those related rows that occur in the reader's own list; `joins` is what their names need."""

    joins: tuple[str, ...] = ()

    def field_choices(self, field, request, model_admin):
        own = model_admin.get_queryset(request).order_by().values(self.field_path)
        rows = field.related_model._default_manager.filter(pk__in=own).select_related(*self.joins)
        return [(row.pk, str(row)) for row in rows]


class RecordTypeFilter(DropdownFilter):
    """Of which kind of record an entry tells: those whose pages show a ledger."""

    title = "对象类型"
    parameter_name = "record_type"

    def lookups(self, request, model_admin):
        pages = model_admin.admin_site._registry.items()
        kinds = [model for model, page in pages if isinstance(page, RecordedAdmin)]
        return [(model._meta.label_lower, model._meta.verbose_name) for model in kinds]

    def queryset(self, request, queryset):
        return queryset.filter(record_type=self.value()) if self.value() else queryset
