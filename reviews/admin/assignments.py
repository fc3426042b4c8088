"""评审指派: rows on the round's page, and the register of all of them."""

from django import forms
from django.contrib import admin
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from accounts.models import User
from core.admin import LifecycleAdmin, ScopedInline, WrittenByServices
from core.templatetags.portal import state_badge
from creation_cycle.enums import CandidacyState
from creation_cycle.models import Candidacy
from reviews.admin.filters import RoundDropdown
from reviews.admin.rounds import RoundAdmin
from reviews.enums import RoundState
from reviews.models import Assignment, Round
from reviews.services import rounds
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


@RoundAdmin.contributes
class AssignmentInline(ScopedInline):
    """Assigned reviewers; rows are added here and taken back on the assignment's own page."""

    order = 30
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


@admin.register(Assignment)
class AssignmentAdmin(WrittenByServices, LifecycleAdmin):
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
