"""指派方案: asking the solver, looking at what it proposes, taking it up or throwing it away."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from unfold.decorators import display
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminSelectWidget

from core.admin import PageAction, ReadOnlyAdmin
from core.lifecycle import TransitionBlocked
from core.models import Job
from core.templatetags.portal import badge
from reviews.admin.assignment_import import AssignmentImport
from reviews.admin.filters import RoundDropdown
from reviews.admin.pairing import UnitPairing
from reviews.admin.rounds import RoundAdmin
from reviews.enums import FormKind, RoundState
from reviews.models import PanelPlan, Round, RoundPart
from reviews.queries.panel_plans import load_rows, panel_rows, units_of
from reviews.queries.pool import pool_of, to_assess
from reviews.services import panel_plans

UNITS_A_PAGE = 50


class PlanForm(forms.Form):
    """For which form of the round, and how many reviewers for each unit."""

    part = forms.ModelChoiceField(None, label="考核形式", empty_label=None, widget=UnfoldAdminSelectWidget())
    per_unit = forms.IntegerField(
        label="每个集体评审人数",
        min_value=1,
        max_value=15,
        widget=UnfoldAdminIntegerFieldWidget(),
        help_text="已有的指派保留，只补足不够的人数。",
    )

    def __init__(self, *args, round_: Round, **kwargs):
        initial = {"per_unit": round_.min_reviewers}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["part"].queryset = RoundPart.objects.filter(round=round_).exclude(kind=FormKind.CROSS)


@RoundAdmin.offers
def offer_plan(request, round_: Round) -> PageAction | None:
    if round_.state == RoundState.CLOSED or not request.user.has_perm("reviews.staff_round", round_):
        return None
    return PageAction("自动指派", reverse("admin:reviews_panelplan_start", args=[round_.pk]))


@admin.register(PanelPlan)
class PanelPlanAdmin(AssignmentImport, UnitPairing, ReadOnlyAdmin):
    nothing_yet = "系统计算的指派方案会列在这里。在考核轮次的页面点“自动指派”后出现。"
    list_display = ["round_name", "part", "per_unit", "made_by", "made_at", "outcome"]
    list_select_related = ["round__cycle", "part", "made_by", "job"]
    list_filter = [("round", RoundDropdown)]
    ordering = ["-pk"]

    def get_urls(self):
        pages = {
            "start/<int:round_pk>/": ("start", self.start_view),
            "pair/<int:round_pk>/": ("pair", self.pair_view),
            "import/<int:round_pk>/": ("import", self.import_view),
            "import/<int:round_pk>/confirm/": ("import_confirm", self.import_confirm_view),
            "<int:pk>/apply/": ("apply", self.apply_view),
            "<int:pk>/discard/": ("discard", self.discard_view),
        }
        own = [
            path(route, self.admin_site.admin_view(view), name=f"reviews_panelplan_{name}")
            for route, (name, view) in pages.items()
        ]
        return [*own, *super().get_urls()]

    def start_view(self, request, round_pk):
        """GET asks for form and number; POST starts the computation and leads to its progress."""
        round_ = self._round(request, round_pk)
        form = PlanForm(request.POST or None, round_=round_)
        if form.is_valid():
            plan = panel_plans.start(round_, **form.cleaned_data, by=request.user)
            return HttpResponseRedirect(plan.job.get_absolute_url())
        context = {
            "title": "自动指派",
            "round": round_,
            "form": form,
            "units": to_assess(round_).count(),
            "people": pool_of(round_).values("user").distinct().count(),
            "plans": round_.panel_plans.exclude(part__kind=FormKind.CROSS).select_related(
                "part", "made_by", "job"
            )[:10],
            "back": reverse("admin:reviews_round_change", args=[round_.pk]),
        }
        return self._page(request, "panel_plan_start.html", context)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The proposal: panels in pages, loads, and the reasons of those that stay short."""
        if request.method != "GET":
            raise PermissionDenied("a proposal is taken up or thrown away, never rewritten")
        plan = self._plan(request, object_id)
        frame = {
            "title": str(plan),
            "plan": plan,
            "may_change": request.user.has_perm("reviews.change_panelplan", plan),
            "job": Job.objects.visible_to(request.user).filter(pk=plan.job_id).first(),
            "back": reverse("admin:reviews_round_change", args=[plan.round_id]),
        }
        if plan.part.kind == FormKind.CROSS:
            return self.pairs_page(request, plan, frame)
        units = Paginator(units_of(plan), UNITS_A_PAGE).get_page(request.GET.get("page"))
        rows = {"page_obj": units, "rows": panel_rows(plan, list(units)), "loads": load_rows(plan)}
        return self._page(request, "panel_plan.html", {**frame, **rows})

    def apply_view(self, request, pk):
        """POST: assign all of it, in the background."""
        return self._act(
            request, pk, lambda plan: panel_plans.start_applying(plan, by=request.user).get_absolute_url()
        )

    def discard_view(self, request, pk):
        """POST: throw it away."""

        def discard(plan: PanelPlan) -> str:
            panel_plans.discard(plan)
            messages.success(request, "方案已放弃，没有指派任何人。")
            start = "pair" if plan.part.kind == FormKind.CROSS else "start"
            return reverse(f"admin:reviews_panelplan_{start}", args=[plan.round_id])

        return self._act(request, pk, discard)

    def _act(self, request, pk, act) -> HttpResponseRedirect | HttpResponseNotAllowed:
        """Run `act`, which answers where to go on; a refusal is told on the plan's own page."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        plan = self._plan(request, str(pk))
        if not request.user.has_perm("reviews.change_panelplan", plan):
            raise PermissionDenied("only officers of the round's committee decide about its plans")
        try:
            return HttpResponseRedirect(act(plan))
        except TransitionBlocked as blocked:
            messages.error(request, str(blocked))
            return HttpResponseRedirect(reverse("admin:reviews_panelplan_change", args=[plan.pk]))

    def _round(self, request, pk) -> Round:
        round_ = (
            Round.objects.visible_to(request.user).select_related("cycle__committee").filter(pk=pk).first()
        )
        if round_ is None:
            raise Http404(f"no round {pk} for this user")
        if not request.user.has_perm("reviews.staff_round", round_) or round_.state == RoundState.CLOSED:
            raise PermissionDenied(
                "panels are for officers of the round's committee, before the round is closed"
            )
        return round_

    def _plan(self, request, pk: str) -> PanelPlan:
        plan = (
            self.get_queryset(request)
            .select_related("round__cycle", "part", "made_by", "job")
            .filter(pk=pk)
            .first()
        )
        if plan is None or not self.has_view_permission(request, plan):
            raise Http404(f"no plan {pk} for this user")
        return plan

    def _page(self, request, template: str, context: dict) -> TemplateResponse:
        frame = {**self.admin_site.each_context(request), "opts": self.opts}
        return TemplateResponse(request, f"admin/portal/{template}", {**frame, **context})

    @display(description="考核轮次")
    def round_name(self, plan):
        return str(plan.round)

    @display(description="进展")
    def outcome(self, plan):
        return badge(*plan.outcome)
