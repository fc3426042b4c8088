"""整改通知单: issued here, answered by the unit on its own page, looked at again here."""

from django import forms
from django.contrib import admin
from django.urls import reverse
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from accounts.models import User
from core import clock
from core.admin import LifecycleAdmin, OwnRowsDropdown, PageAction
from core.templatetags.portal import state_badge
from creation_cycle.admin.choices import own_committees
from reviews.models import Rectification
from reviews.services import rectifications


class RectificationForm(forms.ModelForm):
    """A deadline lies ahead; whose unit it is, and who may write to it, is told at the unit."""

    issuer: User
    confirmed = forms.BooleanField(
        label="确认发出",
        help_text="保存即向该集体发出整改通知单。发出后内容不能修改，有误只能撤销并说明理由。",
        error_messages={"required": "核对无误后请勾选“确认发出”。"},
    )

    class Meta:
        model = Rectification
        fields = ["committee", "unit", "problem", "clause", "due_on"]

    def clean_due_on(self):
        due = self.cleaned_data["due_on"]
        if due < clock.today():
            raise forms.ValidationError("整改期限不能早于今天。")
        return due

    def clean(self):
        values = super().clean()
        committee, unit = values.get("committee"), values.get("unit")
        if committee and unit:
            for finding in rectifications.refusals(committee, unit, self.issuer):
                self.add_error("unit", finding.text)
        return values


@admin.register(Rectification)
class RectificationAdmin(LifecycleAdmin):
    """Issued here, answered by the unit on its own page, looked at again here."""

    form = RectificationForm
    nothing_yet = "发给集体的整改通知单会列在这里。由组委会管理员新建第一份。"
    list_display = ["number", "unit", "committee", "due_on", "current_state"]
    list_select_related = ["unit", "committee"]
    list_filter = [("state", ChoicesDropdownFilter), ("committee", OwnRowsDropdown)]
    search_fields = ["number", "unit__name"]
    autocomplete_fields = ["unit"]
    move_words = {"withdraw": "撤销后集体不再需要整改，通知单和撤销理由保留备查。"}

    def choices_for(self, name, request):
        return own_committees(request.user) if name == "committee" else None

    def get_fields(self, request, obj=None):
        asked = ["committee", "unit", "problem", "clause", "due_on"]
        return (
            [*asked, "confirmed"]
            if obj is None
            else [*asked, "issued_on", "answer", "records", "answered_on", "finding"]
        )

    def get_changeform_initial_data(self, request):
        """Whoever serves one committee issues for that one."""
        known, own = super().get_changeform_initial_data(request), list(own_committees(request.user)[:2])
        return {"committee": own[0].pk, **known} if len(own) == 1 else known

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.issuer = request.user
        return form

    def get_readonly_fields(self, request, obj=None):
        return () if obj is None else self.get_fields(request, obj)

    def has_change_permission(self, request, obj=None):
        """What a unit was told stays as it was told."""
        return False

    def save_model(self, request, obj, form, change):
        rectifications.issue(obj, by=request.user)

    def save_related(self, request, form, formsets, change):
        """The service has written the ledger's first entry."""

    def page_actions(self, request, record):
        return [
            PageAction("下载 PDF", reverse("rectifications:file", args=[record.pk, "pdf"])),
            PageAction("下载 Word", reverse("rectifications:file", args=[record.pk, "docx"])),
        ]

    @display(description="状态", ordering="state")
    def current_state(self, notice):
        return state_badge(notice)

    @display(description="依据的创建日志")
    def records(self, notice):
        return "；".join(str(record) for record in notice.evidence.order_by("day")) or "无"
