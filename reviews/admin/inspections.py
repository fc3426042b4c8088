"""明察暗访: planned here, made on the phone, followed up here with 整改通知单 or a proposed adjustment."""

from datetime import timedelta

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html_join
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSingleDateWidget, UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from accounts.models import User
from core import clock
from core.admin import LifecycleAdmin, OwnRowsDropdown, PageAction, ScopedInline
from core.lifecycle import TransitionBlocked
from core.templatetags.portal import cn_date, state_badge
from core.validators import validate_plain_paragraphs, validate_plain_text
from creation_cycle.admin.choices import own_committees
from creation_cycle.enums import AdjustmentBasis
from creation_cycle.models import Recheck, Standard
from reviews.admin.adjustment_proposals import ProposesAdjustments
from reviews.enums import InspectionState as S
from reviews.inspection_permissions import runs_inspection
from reviews.models import Inspection, InspectionItem
from reviews.queries.pool import assignable_users
from reviews.services import inspections

DAYS_TO_MEND = 30
PLANNED_WITH = [
    "committee",
    "unit",
    "kind",
    "inspectors",
    "opens_on",
    "closes_on",
    "purpose",
    "standard",
    "recheck",
]


class PlanForm(forms.ModelForm):
    """Who is tied to the unit, and whose unit it is not, is told at the field."""

    planner: User

    class Meta:
        model = Inspection
        fields = PLANNED_WITH

    def clean(self):
        values = super().clean()
        if values.get("unit") and values.get("committee"):
            draft = Inspection(unit=values["unit"], committee=values["committee"])
            for finding in inspections.refusals(draft, list(values.get("inspectors") or []), self.planner):
                self.add_error(finding.rule, finding.text)
        if values.get("recheck") and values.get("unit") and values["recheck"].title.unit != values["unit"]:
            self.add_error("recheck", "这项复核不是该集体的。")
        return values


class MendingForm(forms.Form):
    problem = forms.CharField(
        label="存在问题",
        max_length=2000,
        validators=[validate_plain_paragraphs],
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 8}),
        error_messages={"required": "请写明存在的问题。"},
    )
    clause = forms.CharField(
        label="依据条款",
        max_length=120,
        validators=[validate_plain_text],
        widget=UnfoldAdminTextInputWidget(),
        error_messages={"required": "请写明依据条款。"},
    )
    due_on = forms.DateField(
        label="整改期限",
        widget=UnfoldAdminSingleDateWidget(),
        error_messages={"required": "请填写整改期限。"},
    )

    def clean_due_on(self):
        due = self.cleaned_data["due_on"]
        if due < clock.today():
            raise forms.ValidationError("整改期限不能早于今天。")
        return due


class PointInline(ScopedInline):
    model = InspectionItem
    fields = readonly_fields = ["name", "look", "remark", "pictures"]
    verbose_name_plural = "检查要点"

    def is_editable(self, request, parent):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("photos")

    @display(description="照片")
    def pictures(self, item):
        links = [
            (reverse("reviews:inspection_photo", args=[photo.key]), number)
            for number, photo in enumerate(item.photos.all(), start=1)
        ]
        return format_html_join("　", '<a class="text-link" href="{}">照片 {}</a>', links) or "—"


@admin.register(Inspection)
class InspectionAdmin(ProposesAdjustments, LifecycleAdmin):
    form = PlanForm
    nothing_yet = "明察暗访会列在这里。由组委会管理员新建第一次检查，检查人员在手机上记录。"
    list_display = ["number", "unit", "kind", "window", "current_state", "committee"]
    list_select_related = ["unit", "committee"]
    list_filter = [
        ("state", ChoicesDropdownFilter), ("kind", ChoicesDropdownFilter), ("committee", OwnRowsDropdown),
    ]  # fmt: skip
    search_fields = ["number", "unit__name"]
    autocomplete_fields = ["unit"]
    inlines = [PointInline]
    basis = AdjustmentBasis.INSPECTION
    move_words = {
        "close": "发现的问题已经整改完成，或者已经提出动态调整的，可以办结。",
        "cancel": "取消后检查人员不再看到这次检查。",
    }

    def choices_for(self, name, request):
        match name:
            case "committee":
                return own_committees(request.user)
            case "standard":
                return Standard.objects.visible_to(request.user).filter(state="published")
            case "recheck":
                return Recheck.objects.visible_to(request.user).under_way().for_list()
        return None

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name == "inspectors":
            kwargs["queryset"] = assignable_users(None)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_fields(self, request, obj=None):
        return (
            PLANNED_WITH
            if obj is None
            else [*PLANNED_WITH, "comment", "reported_by", "reported_on", "result"]
        )

    def get_readonly_fields(self, request, obj=None):
        return () if obj is None else self.get_fields(request, obj)

    def has_change_permission(self, request, obj=None):
        """What an inspection was planned with stays."""
        return False

    def get_changeform_initial_data(self, request):
        known, own = super().get_changeform_initial_data(request), list(own_committees(request.user)[:2])
        defaults = {"closes_on": clock.today() + timedelta(days=14)}
        return {**defaults, **({"committee": own[0].pk} if len(own) == 1 else {}), **known}

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.planner = request.user
        return form

    def save_model(self, request, obj, form, change):
        inspections.plan(obj, inspectors=list(form.cleaned_data["inspectors"]), by=request.user)

    def save_related(self, request, form, formsets, change):
        """The service has written everything."""

    def get_urls(self):
        mend, propose = (self.admin_site.admin_view(view) for view in (self.mend_view, self.propose_view))
        return [
            path("<int:pk>/mend/", mend, name="reviews_inspection_mend"),
            path("<int:pk>/propose/", propose, name="reviews_inspection_propose"),
            *super().get_urls(),
        ]

    def page_actions(self, request, record):
        if record.state != S.REPORTED or not self.may_propose(request.user, record):
            return []
        notices = [
            PageAction(
                f"整改通知单 {notice.number}", reverse("admin:reviews_rectification_change", args=[notice.pk])
            )
            for notice in record.rectifications.all()
        ]
        mend = PageAction("发出整改通知单", reverse("admin:reviews_inspection_mend", args=[record.pk]))
        propose = PageAction("提出动态调整", reverse("admin:reviews_inspection_propose", args=[record.pk]))
        return [*notices, mend, propose]

    def mend_view(self, request, pk):
        """A 整改通知单 with what was found filled in."""
        record = self._case(request, pk)
        if not self.may_propose(request.user, record):
            raise PermissionDenied(f"{request.user} does not follow up inspection {pk}")
        found = self.facts_of(record)
        initial = {"problem": found, "due_on": clock.today() + timedelta(days=DAYS_TO_MEND)}
        form = MendingForm(request.POST or None, initial=initial)
        if form.is_valid():
            try:
                notice = inspections.issue_rectification(record, by=request.user, **form.cleaned_data)
                address = reverse("admin:reviews_rectification_change", args=[notice.pk])
                return HttpResponseRedirect(address)
            except TransitionBlocked as blocked:
                form.add_error(None, str(blocked))
        words = "发出后集体收到通知，反馈后由您复查。复查通过的，可以办结这次检查。"
        return self._form_page(request, record, form, title="发出整改通知单", words=words, button="发出")

    def may_propose(self, user, record):
        found = record.state in (S.REPORTED, S.CLOSED) and record.items.problems().exists()
        return found and runs_inspection(user, record)

    def basis_key_of(self, record):
        return record.basis_key

    def facts_of(self, record):
        return "\n".join(f"{item.name}：{item.remark}" for item in record.items.problems())

    def _case(self, request, pk) -> Inspection:
        inspection = self.get_object(request, str(pk))
        if inspection is None:
            raise Http404(f"no inspection {pk} for this user")
        return inspection

    def _form_page(self, request, record, form, **said):
        back = reverse("admin:reviews_inspection_change", args=[record.pk])
        context = {
            **self.admin_site.each_context(request), "opts": self.opts, "original": record, "form": form,
            "back": back, **said,
        }  # fmt: skip
        return TemplateResponse(request, "admin/portal/case_form.html", context)

    @display(description="状态", ordering="state")
    def current_state(self, inspection):
        return state_badge(inspection)

    @display(description="时间", ordering="closes_on")
    def window(self, inspection):
        return f"{cn_date(inspection.opens_on)}至{cn_date(inspection.closes_on)}"
