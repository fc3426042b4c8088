"""审核名单: opened and set up here; decided, previewed and published on pages of its own."""

from django.contrib import admin
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from core.admin import LifecycleAdmin, OwnRowsDropdown, PageAction
from core.templatetags.portal import state_badge
from creation_cycle.admin.choices import own_cycles
from reviews.models import Selection
from reviews.selection_forms import SelectionForm
from reviews.services.selections import open_selection


@admin.register(Selection)
class SelectionAdmin(LifecycleAdmin):
    form = SelectionForm
    nothing_yet = "达标考核结束后，由组委会管理员新建审核名单，按名次拟定结论，预览后一并公布。"
    list_display = ["name", "cycle", "current_state", "made_by", "published_at"]
    list_select_related = ["cycle", "made_by"]
    list_filter = [("state", ChoicesDropdownFilter), ("cycle", OwnRowsDropdown)]
    search_fields = ["name"]
    readonly_on_change = ("cycle",)
    fields = ["cycle", "name", "ranked_by", "tie_rules", "cap_scope", "minutes"]

    def choices_for(self, name, request):
        return own_cycles(request.user).select_related("committee") if name == "cycle" else None

    def get_changeform_initial_data(self, request):
        """The newest cycle of one's own, as a rule the only one."""
        return {"cycle": own_cycles(request.user).first(), **super().get_changeform_initial_data(request)}

    def get_fields(self, request, obj=None):
        """Once it is published, the rules in words instead of the form's lists."""
        if obj is None or self.has_change_permission(request, obj):
            return self.fields
        return ["tie_words" if name == "tie_rules" else name for name in self.fields]

    def get_readonly_fields(self, request, obj=None):
        return (*super().get_readonly_fields(request, obj), "tie_words")

    def has_change_permission(self, request, obj=None):
        """By which rules a published list was made stands for good."""
        return super().has_change_permission(request, obj) and (obj is None or obj.is_draft)

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)
        else:
            open_selection(obj, by=request.user)

    def save_related(self, request, form, formsets, change):
        """Of a new one the service has written the ledger's first entry."""
        if change:
            super().save_related(request, form, formsets, change)

    def page_actions(self, request, record):
        if record.is_draft:
            preview = reverse("reviews:selection_preview", args=[record.pk])
            return [PageAction("拟定结论", record.get_absolute_url()), PageAction("预览并公布", preview)]
        letters = reverse("reviews:letters", args=[record.pk])
        return [PageAction("查看结论", record.get_absolute_url()), PageAction("反馈函", letters)]

    def remedy_places(self, request, record):
        return {"decisions": record.get_absolute_url(), "minutes": "#id_minutes"}

    def move_view(self, request, object_id, name):
        """Publishing rests on a preview: the move's page is the preview."""
        record = self.get_object(request, object_id)
        if record is None or name != "publish":
            raise Http404(f"no {name} of selection {object_id} for this user")
        return HttpResponseRedirect(reverse("reviews:selection_preview", args=[record.pk]))

    @display(description="同分排序规则")
    def tie_words(self, selection):
        return selection.tie_rules_in_words

    @display(description="状态", ordering="state")
    def current_state(self, selection):
        return state_badge(selection)
