"""创建任务: the national frame is read here and replaced by a committee's own row of the same code."""

from urllib.parse import urlencode

from django.contrib import admin
from django.urls import reverse
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from core.admin import OwnRowsDropdown, PageAction, RecordedAdmin
from units.enums import OfficeRole
from units.models import Committee
from workspace.admin.committee_years import CommitteeYearPages
from workspace.admin.forms import DutyForm
from workspace.models import Duty

COPIED = (
    "code", "name", "text", "subject", "period", "target", "counter", "clause", "node_month", "node_day",
    "node_days", "suggestion", "order",
)  # fmt: skip
OWN = "与全国框架同一代码的任务，在本团组织范围内代替它；取消“启用”即不再要求。"


def own_committees(user):
    """Committees for which `user` may set up something of their own; all for a superuser."""
    return (
        Committee.objects.all()
        if user.is_superuser
        else Committee.objects.served_by(user, OfficeRole.OFFICER)
    )


@admin.register(Duty)
class DutyAdmin(CommitteeYearPages, RecordedAdmin):
    form = DutyForm
    nothing_yet = "创建任务会列在这里。系统管理员装入全国框架的任务后，由团组织的管理员按当地要求调整或新建。"
    list_display = ["name", "own_committee", "subject", "how_often", "clause", "is_active"]
    list_select_related = ["committee"]
    list_filter = [
        ("subject", ChoicesDropdownFilter), ("period", ChoicesDropdownFilter), ("committee", OwnRowsDropdown),
        "is_active",
    ]  # fmt: skip
    search_fields = ["name", "code", "clause"]
    readonly_on_change = ("code", "committee", "subject")
    fieldsets = [
        (None, {"fields": ["committee", "code", "name", "text", "is_active", "order"], "description": OWN}),
        (
            "数量",
            {
                "fields": [
                    "subject",
                    ("period", "target"),
                    "counter",
                    "activity_types",
                    "ticked_by_type",
                    "clause",
                ]
            },
        ),
        ("节点", {"fields": [("node_month", "node_day", "node_days"), "suggestion"]}),
    ]

    def choices_for(self, name, request):
        return own_committees(request.user) if name == "committee" else None

    def get_form(self, request, obj=None, change=False, **kwargs):
        """An officer's duty is that of a committee; the national frame is the system administrators'."""
        form = super().get_form(request, obj, change, **kwargs)
        if "committee" in form.base_fields:
            form.base_fields["committee"].required = not request.user.is_superuser
        return form

    def page_actions(self, request, record):
        """From the frame to a row of one's own, with everything filled in."""
        if record.committee_id is not None or not self.has_add_permission(request):
            return []
        filled = {name: getattr(record, name) for name in COPIED if getattr(record, name) not in (None, "")}
        filled["activity_types"] = ",".join(str(kind.pk) for kind in record.activity_types.all())
        filled["ticked_by_type"] = "1" if record.ticked_by_type else ""
        return [
            PageAction("为本团组织另行设定", f"{reverse('admin:workspace_duty_add')}?{urlencode(filled)}")
        ]

    @display(description="适用范围", ordering="committee")
    def own_committee(self, duty):
        return duty.committee or "全国框架"

    @display(description="频次和数量")
    def how_often(self, duty):
        return duty.period_in_words
