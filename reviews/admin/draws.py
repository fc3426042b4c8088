"""公开抽签: announced here, drawn here on its day, read and checked by everybody on the public pages."""

from django import forms
from django.contrib import admin
from django.urls import reverse
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from core.admin import LifecycleAdmin, PageAction
from core.templatetags.portal import state_badge
from creation_cycle.admin.choices import own_cycles
from reviews.admin.filters import RoundDropdown
from reviews.admin.rounds import RoundAdmin
from reviews.enums import RoundState
from reviews.models import Draw, Round
from reviews.services import draws

AGAIN = "本轮已有抽签：{}。再次抽签不替代原来的结果，两次都在网站公开；请在标题写明用途，例如：补充答辩顺序。"


class DrawForm(forms.ModelForm):
    """What cannot be drawn is told at the field; once announced nothing changes any more."""

    class Meta:
        model = Draw
        fields = ["round", "title", "public_source", "draws_on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if earlier := draws.earlier_of(self.initial.get("round")):
            self.fields["title"].help_text = AGAIN.format("；".join(earlier))

    def clean(self):
        values = super().clean()
        if values.get("round") and values.get("title", "").strip() in draws.earlier_of(values["round"].pk):
            self.add_error("title", "本轮已有同名的抽签，原结果不会被替代；请在标题写明这次抽签的用途")
        if values.get("round") and values.get("draws_on"):
            for finding in draws.refusals(values["round"], values["draws_on"]):
                self.add_error(finding.rule, finding.text)
        return values


@RoundAdmin.offers
def offer_draw(request, round_: Round) -> PageAction | None:
    if round_.state == RoundState.CLOSED or not request.user.has_perm("reviews.staff_round", round_):
        return None
    label = "再次公告抽签" if round_.draws.exists() else "公告抽签"
    return PageAction(label, f"{reverse('admin:reviews_draw_add')}?round={round_.pk}")


@RoundAdmin.offers
def show_draws(request, round_: Round) -> PageAction | None:
    if not round_.draws.exists():
        return None
    return PageAction("查看抽签", f"{reverse('admin:reviews_draw_changelist')}?round__id__exact={round_.pk}")


@admin.register(Draw)
class DrawAdmin(LifecycleAdmin):
    form = DrawForm
    nothing_yet = "公开抽签会列在这里。在考核轮次的页面公告抽签后出现。"
    list_display = ["title", "round", "current_state", "draws_on", "made_by"]
    list_select_related = ["round__cycle", "made_by"]
    list_filter = [("state", ChoicesDropdownFilter), ("round", RoundDropdown)]
    search_fields = ["title"]
    move_words = {
        "draw": "公开随机数登记后立即排出顺序并公开密数，任何人都可以核对。登记后不能更改，请先与公布的来源核对。"
    }

    def choices_for(self, name, request):
        if name != "round":
            return None
        rounds = Round.objects.filter(cycle__in=own_cycles(request.user)).exclude(state=RoundState.CLOSED)
        return rounds.select_related("cycle")

    def get_fields(self, request, obj=None):
        asked = ["round", "title", "public_source", "draws_on"]
        return asked if obj is None else [*asked, "taking_part", "public_value", "in_order"]

    def get_readonly_fields(self, request, obj=None):
        return () if obj is None else self.get_fields(request, obj)

    def has_change_permission(self, request, obj=None):
        """What was announced stays as it was announced."""
        return False

    def save_model(self, request, obj, form, change):
        draws.announce(obj, by=request.user)

    def save_related(self, request, form, formsets, change):
        """The service has written the ledger's first entry."""

    def page_actions(self, request, record):
        return [PageAction("查看公开页面", record.get_absolute_url())]

    @display(description="状态", ordering="state")
    def current_state(self, draw):
        return state_badge(draw)

    @display(description="参加抽签的集体")
    def taking_part(self, draw):
        return "；".join(f"{entry['number']} {entry['unit']}" for entry in draw.entries)

    @display(description="抽签结果")
    def in_order(self, draw):
        lines = [f"{place}. {entry['unit']}" for place, entry in enumerate(draw.order, start=1)]
        return "；".join(lines) or "尚未抽签"
