"""评审指派: rows on the round's page, and the register of all of them."""

from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.db import transaction
from django.urls import reverse
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from core.admin import LifecycleAdmin, PageAction, ScopedInline
from core.lifecycle import TransitionBlocked
from core.templatetags.portal import state_badge
from reviews.admin.choices import offer_pool_first
from reviews.admin.filters import RoundDropdown
from reviews.admin.rounds import RoundAdmin
from reviews.enums import RoundState
from reviews.models import Assignment
from reviews.queries.pool import assignable_users, to_assess
from reviews.queries.staff import staffed_candidacies, staffed_parts, staffed_rounds
from reviews.queries.staffing import STEPPED_BACK
from reviews.services import rounds

SHOWN = 200
"""So many assignments stand on the round's own page; where there are more, the register has them."""
ASKED = ("round", "candidacy", "part", "reviewer")


class AssignmentForm(forms.ModelForm):
    """A conflict of interest is told at the reviewer's row, before anything is written."""

    class Meta:
        model = Assignment
        fields = ["candidacy", "part", "reviewer"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "part" in self.fields:
            self.fields["part"].required = False

    def clean(self):
        values = super().clean()
        if values.get("candidacy") and values.get("reviewer"):
            for finding in rounds.refusals(self.asked):
                self.add_error("reviewer", finding.text)
        return values

    @property
    def asked(self) -> Assignment:
        """What is asked for, not yet written; without a form of assessment the one that counts most."""
        round_ = self.cleaned_data.get("round") or self.instance.round
        return Assignment(
            round=round_,
            candidacy=self.cleaned_data["candidacy"],
            reviewer=self.cleaned_data["reviewer"],
            part=self.cleaned_data.get("part") or round_.main_part,
        )


class NewAssignmentForm(AssignmentForm):
    """As `AssignmentForm`, for any round in which the officer may staff this unit's panel."""

    class Meta(AssignmentForm.Meta):
        fields = ASKED

    def clean(self):
        values = super().clean()
        if not self.errors and not self.asked_by.has_perm("reviews.add_assignment", self.asked):
            self.add_error("candidacy", "本轮未委托您所在的团组织为该集体指派评审人员。")
        return values


class AssignmentRows(ScopedInline.formset):
    """New rows become assignments through the service, which also opens the sheet."""

    def clean(self):
        """What the rows together would break, such as the same seat twice, is told at the row: all are tried, none
        is kept.
        """
        super().clean()
        rows = [form for form in self.extra_forms if form.has_changed() and form.is_valid()]
        with transaction.atomic():
            for form in rows:
                self._try(form)
            transaction.set_rollback(True)

    def _try(self, form) -> None:
        try:
            self._assign(form, is_told=False)
        except TransitionBlocked as blocked:
            for finding in blocked.findings:
                form.add_error("reviewer", finding.text)

    def _assign(self, form, **more) -> Assignment:
        asked = form.asked
        return rounds.assign(
            asked.round, asked.candidacy, asked.reviewer, by=self.assigned_by, part=asked.part, **more
        )

    def save_new(self, form, commit=True):
        return self._assign(form)

    def get_queryset(self):
        if not hasattr(self, "_queryset"):
            rows = super().get_queryset()
            self._queryset = rows if rows.count() <= SHOWN else rows.none()
        return self._queryset


@RoundAdmin.contributes
class AssignmentInline(ScopedInline):
    """Assigned reviewers; rows are added here and taken back on the assignment's own page."""

    order = 30
    model = Assignment
    form = AssignmentForm
    formset = AssignmentRows
    fields = ["candidacy", "part", "reviewer", "current_state", "sheet_state"]
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
        return rows.select_related(
            "candidacy__unit", "candidacy__cycle", "reviewer", "sheet", "round", "part"
        )

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.assigned_by = request.user
        fields = formset.form.base_fields
        if obj is not None and "candidacy" in fields:
            fields["candidacy"].queryset = to_assess(obj)
            fields["part"].queryset = obj.parts.all()
            offer_pool_first(fields["reviewer"], obj)
        return formset

    @display(description="指派状态")
    def current_state(self, assignment):
        return state_badge(assignment) if assignment.pk else ""

    @display(description="评分表")
    def sheet_state(self, assignment):
        return state_badge(assignment.sheet) if assignment.pk and hasattr(assignment, "sheet") else ""


@RoundAdmin.offers
def offer_register(request, round_) -> PageAction | None:
    """Where the page itself cannot show them all."""
    if round_.assignments.count() <= SHOWN:
        return None
    query = urlencode({"round__id__exact": round_.pk})
    return PageAction("全部评审指派", f"{reverse('admin:reviews_assignment_changelist')}?{query}")


@admin.register(Assignment)
class AssignmentAdmin(LifecycleAdmin):
    """New ones are made here too: by the bodies to which a round is delegated, which have no page of the round."""

    form = NewAssignmentForm
    nothing_yet = "谁评审哪个集体，会列在这里。在考核轮次的页面下方指派后出现。"
    list_display = ["unit_name", "reviewer", "part_name", "round", "current_state"]
    list_select_related = ["candidacy__unit", "reviewer", "round__cycle", "part"]
    list_filter = [("round", RoundDropdown), ("state", ChoicesDropdownFilter)]
    search_fields = ["candidacy__unit__name", "reviewer__name"]

    def choices_for(self, name, request):
        offered = {
            "round": staffed_rounds,
            "candidacy": staffed_candidacies,
            "part": staffed_parts,
            "reviewer": lambda user: assignable_users(None),
        }
        return offered[name](request.user) if name in offered else None

    def get_fields(self, request, obj=None):
        return ASKED if obj is None else [*ASKED, "on_behalf_of", "replaces", "reason"]

    def get_readonly_fields(self, request, obj=None):
        return () if obj is None else self.get_fields(request, obj)

    def has_change_permission(self, request, obj=None):
        """Taken back by its move, never rewritten."""
        return False

    def page_actions(self, request, record):
        """A place that a reviewer left is filled on a page of its own, which leads use too."""
        is_free = (
            record.state in STEPPED_BACK
            and record.on_behalf_of_id is None
            and not hasattr(record, "replaced_by")
        )
        if not is_free or not request.user.has_perm("reviews.replace_assignment", record):
            return []
        return [PageAction("指派接替人员", reverse("reviews:replace", args=[record.pk]))]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.asked_by = request.user
        return form

    def save_model(self, request, obj, form, change):
        asked = form.asked
        made = rounds.assign(asked.round, asked.candidacy, asked.reviewer, by=request.user, part=asked.part)
        obj.pk, obj.part = made.pk, made.part

    def save_related(self, request, form, formsets, change):
        """The service has written the ledger's first entry."""

    @display(description="集体", ordering="candidacy__unit__name")
    def unit_name(self, assignment):
        return assignment.candidacy.unit.name

    @display(description="考核形式", ordering="part__kind")
    def part_name(self, assignment):
        return assignment.part.get_kind_display()

    @display(description="状态", ordering="state")
    def current_state(self, assignment):
        return state_badge(assignment)
