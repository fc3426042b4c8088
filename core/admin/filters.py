"""Filters of the admin's lists."""

from unfold.contrib.filters.admin import RelatedDropdownFilter


class OwnRowsDropdown(RelatedDropdownFilter):
    """A drop-down of those related rows that occur in the reader's own list; `joins` is what their names need."""

    joins: tuple[str, ...] = ()

    def field_choices(self, field, request, model_admin):
        own = model_admin.get_queryset(request).order_by().values(self.field_path)
        rows = field.related_model._default_manager.filter(pk__in=own).select_related(*self.joins)
        return [(row.pk, str(row)) for row in rows]
