"""达标考核 as the organizing committee runs it: rounds and their reviewers."""

from django import forms
from django.contrib import admin
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from accounts.models import User
from core.admin import LifecycleAdmin, OwnRowsDropdown, ScopedInline, WrittenByServices
from core.templatetags.portal import badge, state_badge
from creation_cycle.admin.candidacies import CandidacyAdmin
from creation_cycle.admin.choices import own_cycles
from creation_cycle.enums import CandidacyState
from creation_cycle.models import Candidacy
from reviews.enums import RoundState
from reviews.models import Assignment, Round, RoundResult
from reviews.services import rounds
from reviews.services.messages import vetoes_page
from units.models import Post


class AssignmentForm(forms.ModelForm):
    """A conflict of interest is told at the reviewer's row, before anything is written."""

    class Meta:
        model = Assignment
        fields = ["candidacy", "reviewer"]

    def clean(self):
        values = super().clean()
        candidacy, reviewer = values.get("candidacy"), values.get("reviewer")
        if candidacy and reviewer:
            for finding in rounds.refusals(self.instance.round, candidacy, reviewer):
                self.add_error("reviewer", finding.text)
        return values


class AssignmentRows(ScopedInline.formset):
    """New rows become assignments through the service, which also opens the sheet."""

    def save_new(self, form, commit=True):
        values = form.cleaned_data
        return rounds.assign(self.instance, values["candidacy"], values["reviewer"], by=self.assigned_by)


class AssignmentInline(ScopedInline):
    """Assigned reviewers; rows are added here and taken back on the assignment's own page."""

    model = Assignment
    form = AssignmentForm
    formset = AssignmentRows
    fields = ["candidacy", "reviewer", "current_state", "sheet_state"]
    readonly_fields = ["current_state", "sheet_state"]
    extra = 1
    show_change_link = True
    can_delete = False

    def is_editable(self, request, parent):
        return parent is not None and parent.state != RoundState.CLOSED

    def has_change_permission(self, request, obj=None):
        return False

    def has_add_permission(self, request, obj=None):
        return super().has_change_permission(request, obj)

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.select_related("candidacy__unit", "candidacy__cycle", "reviewer", "sheet", "round")

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.assigned_by = request.user
        if "candidacy" in formset.form.base_fields:
            formset.form.base_fields["candidacy"].queryset = _assessable(obj)
        return formset

    def choices_for(self, name, request):
        return _reviewers() if name == "reviewer" else None

    @display(description="指派状态")
    def current_state(self, assignment):
        return state_badge(assignment) if assignment.pk else ""

    @display(description="评分表")
    def sheet_state(self, assignment):
        return state_badge(assignment.sheet) if assignment.pk and hasattr(assignment, "sheet") else ""


def _assessable(round_: Round | None):
    """Candidacies of the round's cycle that have applied or are being assessed."""
    states = [CandidacyState.APPLIED, CandidacyState.ASSESSING]
    cycle = round_.cycle_id if round_ else None
    rows = Candidacy.objects.filter(cycle=cycle, state__in=states)
    return rows.select_related("unit", "cycle").order_by("unit__name")


def _reviewers():
    """Accounts outside the league's offices that keep no unit's pages now; conflicts are checked for each row."""
    return (
        User.objects.filter(is_active=True, is_staff=False)
        .exclude(pk__in=Post.objects.current().values("user"))
        .order_by("name")
    )


class RoundDropdown(OwnRowsDropdown):
    joins = ("cycle",)


class ResultInline(ScopedInline):
    model = RoundResult
    fields = readonly_fields = ["candidacy", "sheets", "mean", "pass_line", "verdict"]
    verbose_name_plural = "考核结果"

    def is_editable(self, request, parent):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("candidacy__unit", "candidacy__cycle", "round")

    @display(description="结论")
    def verdict(self, result):
        if result.veto:
            return badge(f"一票否决：{result.veto}", "stop")
        return badge("达标", "ok") if result.is_met else badge("未达标", "stop")


@CandidacyAdmin.contributes
class CandidacyResultInline(ResultInline):
    """The same results on the candidacy's page, by round."""

    fields = readonly_fields = ["round", "sheets", "mean", "pass_line", "verdict"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("candidacy__unit", "round__cycle")


@admin.register(Round)
class RoundAdmin(LifecycleAdmin):
    nothing_yet = "达标考核的各个轮次会列在这里。由组委会管理员新建第一轮，填写起止日期和评审人数。"
    list_display = ["name", "cycle", "current_state", "opens_on", "closes_on", "min_reviewers"]
    list_select_related = ["cycle"]
    list_filter = [("state", ChoicesDropdownFilter), ("cycle", OwnRowsDropdown)]
    search_fields = ["name"]
    readonly_on_change = ("cycle",)
    fields = ["cycle", "name", ("opens_on", "closes_on"), "min_reviewers"]
    move_words = {
        "close": "结束后按已锁定的评分表计算平均分，考核中的集体随即转为达标或未达标，评分不能再改。此步不能撤销。"
    }

    def choices_for(self, name, request):
        return own_cycles(request.user) if name == "cycle" else None

    def remedy_places(self, request, record):
        return {"vetoes": vetoes_page(record)}

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or obj.state != RoundState.CLOSED)

    def get_changeform_initial_data(self, request):
        """The newest cycle of one's own, as a rule the only one."""
        return {"cycle": own_cycles(request.user).first(), **super().get_changeform_initial_data(request)}

    def get_inlines(self, request, obj):
        if obj is None:
            return []
        return [ResultInline, AssignmentInline] if obj.state == RoundState.CLOSED else [AssignmentInline]

    @display(description="状态", ordering="state")
    def current_state(self, round_):
        return state_badge(round_)


@admin.register(Assignment)
class AssignmentAdmin(WrittenByServices, LifecycleAdmin):
    nothing_yet = "谁评审哪个集体，会列在这里。在考核轮次的页面下方指派后出现。"
    list_display = ["unit_name", "reviewer", "round", "current_state"]
    list_select_related = ["candidacy__unit", "reviewer", "round__cycle"]
    list_filter = [("round", RoundDropdown), ("state", ChoicesDropdownFilter)]
    search_fields = ["candidacy__unit__name", "reviewer__name"]
    fields = ["round", "candidacy", "reviewer", "reason"]
    readonly_fields = ["reason"]

    @display(description="集体", ordering="candidacy__unit__name")
    def unit_name(self, assignment):
        return assignment.candidacy.unit.name

    @display(description="状态", ordering="state")
    def current_state(self, assignment):
        return state_badge(assignment)
