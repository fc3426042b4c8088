"""诚信承诺 with follow-up records."""

from django import forms
from django.contrib import admin
from django.urls import reverse
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from core.admin import LifecycleAdmin, OwnRowsDropdown, PageAction, StackedScopedInline
from core.templatetags.portal import state_badge
from credit.admin.choices import OwnCommittee
from credit.enums import ConsentPurpose, PledgeState
from credit.models import Consent, Pledge, PledgeFollowUp


class FollowUpInline(StackedScopedInline):
    model = PledgeFollowUp
    fields = ["on", "result", "text"]
    can_delete = False


class PledgeForm(forms.ModelForm):
    class Meta:
        model = Pledge
        fields = [
            "committee",
            "subject_kind",
            "name",
            "unit",
            "title",
            "content",
            "made_on",
            "until",
            "consent",
        ]

    def clean(self):
        values = super().clean()
        made_on, until = values.get("made_on"), values.get("until")
        if made_on and until and until < made_on:
            self.add_error("until", "承诺期限不能早于承诺日期。")
        return values


@admin.register(Pledge)
class PledgeAdmin(OwnCommittee, LifecycleAdmin):
    """The words stand as they were given once they are public; follow-ups are added."""

    form = PledgeForm
    nothing_yet = "诚信承诺会列在这里：主动承诺、公开亮诺、自觉践诺。由信用管理员登记第一份。"
    list_display = ["title", "shown_name", "made_on", "until", "current_state"]
    list_filter = [("state", ChoicesDropdownFilter), ("committee", OwnRowsDropdown)]
    search_fields = ["title", "unit__name"]
    autocomplete_fields = ["unit"]
    inlines = [FollowUpInline]
    move_words = {
        "show": "公开后承诺有自己的页面，任何人都可以看到；个人只显示隐去一部分的姓名。",
        "keep": "确认后页面标明自觉践诺。",
    }
    fields = ["committee", "subject_kind", "name", "unit", "title", "content", "made_on", "until", "consent"]

    def choices_for(self, name, request):
        if name == "consent":
            own = super().choices_for("committee", request)
            return Consent.objects.in_force().filter(committee__in=own, purpose=ConsentPurpose.LIST)
        return super().choices_for(name, request)

    def get_readonly_fields(self, request, obj=None):
        shown = obj is not None and obj.state != PledgeState.OFFERED
        return [*self.fields, "reason"] if shown else ["reason"]

    def get_fields(self, request, obj=None):
        return self.fields if obj is None or obj.state != PledgeState.WITHDRAWN else [*self.fields, "reason"]

    def save_formset(self, request, form, formset, change):
        for row in formset.save(commit=False):
            if isinstance(row, PledgeFollowUp) and row.by_id is None:
                row.by = request.user
            row.save()
        formset.save_m2m()

    def page_actions(self, request, record):
        return (
            [PageAction("查看公开页面", reverse("credit:pledge", args=[record.slug]))]
            if record.is_public
            else []
        )

    @display(description="承诺人")
    def shown_name(self, pledge):
        return pledge.shown_name

    @display(description="状态", ordering="state")
    def current_state(self, pledge):
        return state_badge(pledge)
