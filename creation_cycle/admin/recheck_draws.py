"""抽检抽签: announced here, drawn here on its day, read and checked by everybody on the public pages."""

from django import forms
from django.contrib import admin
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from core.admin import LifecycleAdmin, PageAction
from core.templatetags.portal import state_badge
from creation_cycle.admin.choices import own_committees
from creation_cycle.models import RecheckDraw, RecheckYear
from creation_cycle.services import recheck_draws


class RecheckDrawForm(forms.ModelForm):
    """What cannot be drawn is told at the field; once announced nothing changes any more."""

    class Meta:
        model = RecheckDraw
        fields = ["plan", "title", "percent", "public_source", "draws_on"]

    def clean(self):
        values = super().clean()
        if values.get("plan") and values.get("draws_on"):
            for finding in recheck_draws.refusals(values["plan"], values["draws_on"]):
                self.add_error(finding.rule, finding.text)
        return values


@admin.register(RecheckDraw)
class RecheckDrawAdmin(LifecycleAdmin):
    form = RecheckDrawForm
    nothing_yet = "抽检抽签会列在这里。初评之后，由组委会管理员公告第一次。"
    list_display = ["title", "plan", "percent", "current_state", "draws_on", "made_by"]
    list_select_related = ["plan__committee", "made_by"]
    list_filter = [("state", ChoicesDropdownFilter)]
    search_fields = ["title"]
    move_words = {
        "draw": "公开随机数登记后立即抽出并公开密数，任何人都可以核对。登记后不能更改，请先与公布的来源核对。"
    }

    def choices_for(self, name, request):
        if name != "plan":
            return None
        plans = RecheckYear.objects.filter(committee__in=own_committees(request.user), sample_percent__gt=0)
        return plans.select_related("committee")

    def get_changeform_initial_data(self, request):
        """The share that the year's arrangement says."""
        known = super().get_changeform_initial_data(request)
        plan = (
            self.choices_for("plan", request).filter(pk=known["plan"]).first() if known.get("plan") else None
        )
        said = {"percent": plan.sample_percent, "title": f"{plan}抽检"} if plan else {}
        return {**said, **known}

    def get_fields(self, request, obj=None):
        asked = ["plan", "title", "percent", "public_source", "draws_on"]
        return asked if obj is None else [*asked, "taking_part", "public_value", "drawn"]

    def get_readonly_fields(self, request, obj=None):
        return () if obj is None else self.get_fields(request, obj)

    def has_change_permission(self, request, obj=None):
        """What was announced stays as it was announced."""
        return False

    def save_model(self, request, obj, form, change):
        recheck_draws.announce(obj, by=request.user)

    def save_related(self, request, form, formsets, change):
        """The service has written the ledger's first entry."""

    def page_actions(self, request, record):
        return [PageAction("查看公开页面", record.get_absolute_url())]

    @display(description="状态", ordering="state")
    def current_state(self, draw):
        return state_badge(draw)

    @display(description="参加抽取的集体")
    def taking_part(self, draw):
        return f"{len(draw.entries)} 个，抽取 {sum(draw.shares.values())} 个"

    @display(description="抽中的集体")
    def drawn(self, draw):
        return "；".join(entry["unit"] for entry in draw.order) or "尚未抽取"
