"""规则: thresholds with their clauses. Reference sets are read here and adopted for a committee."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from core.admin import OwnRowsDropdown, PageAction, RecordedAdmin, ScopedInline
from core.services import ledger
from creation_cycle.admin import setting_changes
from creation_cycle.admin.choices import own_committees
from creation_cycle.admin.forms import AdoptForm
from creation_cycle.models import RuleSet, RuleSetting
from creation_cycle.queries.rule_use import has_been_applied
from creation_cycle.services import rule_sets

APPLIED = "已有集体按本规则备案，不能修改；请以新版本替代。"
FIELDS = [
    "code", "name", "committee", "level", "industry", "version", "effective_from", "effective_to", "legal_basis",
    "legacy_star_policy",
]  # fmt: skip
DECISIVE = ("effective_from", "effective_to", "legacy_star_policy")


class RuleSettingInline(ScopedInline):
    model = RuleSetting
    fields = ["rule", "limit", "age_limit", "stage", "severity", "clause", "in_words"]
    readonly_fields = ["in_words"]

    def is_editable(self, request, parent):
        return parent is None or not has_been_applied(parent)

    @display(description="含义")
    def in_words(self, setting):
        return setting.description if setting.pk else ""


@admin.register(RuleSet)
class RuleSetAdmin(RecordedAdmin):
    nothing_yet = "创建规则会列在这里。系统管理员装入各地文件的样例后，由组委会管理员采用到本组委会。"
    list_display = ["name", "committee", "level", "industry", "version", "effective_from", "is_reference"]
    list_select_related = ["committee", "industry"]
    list_filter = ["is_reference", ("level", ChoicesDropdownFilter), ("committee", OwnRowsDropdown)]
    search_fields = ["name", "code", "legal_basis"]
    readonly_on_change = ("code", "committee", "level", "industry", "version")
    inlines = [RuleSettingInline]

    def get_fieldsets(self, request, obj=None):
        """The page says why its settings can no longer be changed."""
        applied = obj is not None and has_been_applied(obj)
        return [(None, {"fields": FIELDS, "description": APPLIED if applied else ""})]

    def get_readonly_fields(self, request, obj=None):
        """What decided about filed units stands; a name or a legal basis may still be put right."""
        applied = obj is not None and has_been_applied(obj)
        return (*super().get_readonly_fields(request, obj), *(DECISIVE if applied else ()))

    def change_note(self, form, formsets):
        """Thresholds are public: the ledger keeps each as it was and as it became."""
        return setting_changes.of_page(form, formsets)

    def choices_for(self, name, request):
        return own_committees(request.user) if name == "committee" else None

    def get_form(self, request, obj=None, change=False, **kwargs):
        """An officer's rules are those of a committee; only the portal ships the national frame."""
        form = super().get_form(request, obj, change, **kwargs)
        if "committee" in form.base_fields:
            form.base_fields["committee"].required = True
        return form

    def has_change_permission(self, request, obj=None):
        """Shipped sets follow their files; a committee's own set is its officers'."""
        own = obj is None or obj.committee_id is not None
        return own and super().has_change_permission(request, obj)

    def get_urls(self):
        view = self.admin_site.admin_view(self.adopt_view)
        copy = self.admin_site.admin_view(self.copy_view)
        return [
            path("<int:pk>/adopt/", view, name="creation_cycle_ruleset_adopt"),
            path("<int:pk>/copy/", copy, name="creation_cycle_ruleset_copy"),
            *super().get_urls(),
        ]

    def page_actions(self, request, record):
        actions = []
        if self.has_add_permission(request):
            url = reverse("admin:creation_cycle_ruleset_adopt", args=[record.pk])
            actions.append(PageAction("采用到本组委会", url))
        if self._may_copy(request, record):
            url = reverse("admin:creation_cycle_ruleset_copy", args=[record.pk])
            actions.append(PageAction("复制为新版本", url, posts=True))
        return actions

    def _may_copy(self, request, record) -> bool:
        return not record.is_reference and self.has_change_permission(request, record)

    @transaction.atomic
    def copy_view(self, request, pk):
        """POST: the next version, in force from today."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        record = self.get_object(request, str(pk))
        if record is None:
            raise Http404(f"no rule set {pk}")
        if not self._may_copy(request, record):
            raise PermissionDenied("only officers of the set's own committee follow it by a new version")
        copy = rule_sets.supersede(self._locked(record), by=request.user)
        messages.success(
            request, f"已复制为第 {copy.version} 版，自{copy.effective_from:%Y年%-m月%-d日}起适用。"
        )
        return HttpResponseRedirect(reverse("admin:creation_cycle_ruleset_change", args=[copy.pk]))

    def adopt_view(self, request, pk):
        """Copy the set for one of the user's own committees, where it then binds from the chosen day."""
        reference = self.get_object(request, str(pk))
        if reference is None:
            raise Http404(f"no rule set {pk}")
        if not self.has_add_permission(request):
            raise PermissionDenied("only officers adopt rules")
        form = AdoptForm(request.POST or None, reference=reference, committees=own_committees(request.user))
        if form.is_valid():
            adopted = rule_sets.adopt(reference, **form.cleaned_data)
            ledger.append_creation(adopted, by=request.user, note=f"参照采用：{reference}")
            messages.success(request, f"已采用，自{adopted.effective_from:%Y年%-m月%-d日}起适用。")
            return HttpResponseRedirect(reverse("admin:creation_cycle_ruleset_change", args=[adopted.pk]))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "采用到本组委会",
            "reference": reference,
            "form": form,
            "back": reverse("admin:creation_cycle_ruleset_change", args=[pk]),
        }
        return TemplateResponse(request, "admin/portal/adopt.html", context)
