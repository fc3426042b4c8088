"""Filters of the candidacies' list."""

from unfold.contrib.filters.admin import DropdownFilter

from creation_cycle.queries.waiting import DESKS


class DeskFilter(DropdownFilter):
    """What lies on the reader's own desk, as the dashboard counts it."""

    title = "我的岗位"
    parameter_name = "desk"

    def lookups(self, request, model_admin):
        return [("recommending", "作为推荐团组织"), ("organizing", "作为组委会"), ("approving", "作为审批人")]

    def queryset(self, request, queryset):
        desk = DESKS.get(self.value())
        return queryset.filter(desk(request.user)) if desk else queryset
