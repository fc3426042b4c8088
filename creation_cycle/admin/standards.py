"""创建标准: written as a draft, published once, changed by a copy with the next number."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import path, reverse
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from core.admin import LifecycleAdmin, OwnRowsDropdown, PageAction, ScopedInline
from core.templatetags.portal import state_badge
from creation_cycle.admin.choices import own_committees
from creation_cycle.models import Standard, StandardItem
from creation_cycle.services import standards


class StandardItemInline(ScopedInline):
    model = StandardItem
    fields = ["dimension", "name", "guidance", "points", "order"]
    ordering = ["order", "pk"]


@admin.register(Standard)
class StandardAdmin(LifecycleAdmin):
    list_display = ["name", "version", "committee", "level", "industry", "pass_line", "current_state"]
    list_select_related = ["committee", "industry"]
    list_filter = [
        ("state", ChoicesDropdownFilter),
        ("level", ChoicesDropdownFilter),
        ("committee", OwnRowsDropdown),
    ]
    search_fields = ["name"]
    fields = ["committee", "level", "industry", "name", "version", "basis", "pass_line"]
    readonly_on_change = ("committee", "level", "industry", "version")
    inlines = [StandardItemInline]
    move_words = {
        "publish": "发布后本版本不能再修改，同一等级和行业的上一版随即停用；已按旧版备案的集体继续使用旧版。"
    }

    def choices_for(self, name, request):
        return own_committees(request.user) if name == "committee" else None

    def has_change_permission(self, request, obj=None):
        """A published version never changes."""
        return super().has_change_permission(request, obj) and (obj is None or obj.is_draft)

    def get_urls(self):
        view = self.admin_site.admin_view(self.copy_view)
        return [path("<int:pk>/copy/", view, name="creation_cycle_standard_copy"), *super().get_urls()]

    def page_actions(self, request, record):
        if record.is_draft or not self._may_copy(request, record):
            return []
        return [
            PageAction(
                "复制为新版本", reverse("admin:creation_cycle_standard_copy", args=[record.pk]), posts=True
            )
        ]

    def _may_copy(self, request, record) -> bool:
        return request.user.has_perm("creation_cycle.change_standard", record)

    def copy_view(self, request, pk):
        """POST: the next version as a draft."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        record = self.get_object(request, str(pk))
        if record is None:
            raise Http404(f"no standard {pk} for this user")
        if not self._may_copy(request, record):
            raise PermissionDenied("only officers of the standard's own committee copy it")
        draft = standards.copy_as_draft(record, by=request.user)
        messages.success(request, f"已复制为第 {draft.version} 版草稿，修改后请发布。")
        return HttpResponseRedirect(reverse("admin:creation_cycle_standard_change", args=[draft.pk]))

    @display(description="状态", ordering="state")
    def current_state(self, standard):
        return state_badge(standard)
