"""审核: an officer stages decisions on the ranked list, looks at what will happen, and publishes all at once."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.views import View

from core.lifecycle import TransitionBlocked, step
from core.views.autosave import AutosavingForm
from reviews.models import Selection
from reviews.queries.selection import Overview, Row, overview_of, read_anew
from reviews.queries.selection_areas import area_table
from reviews.selection_conditions import own_units
from reviews.selection_forms import DecisionsForm, PublishForm
from reviews.services import selections

PAGE = 100


class OfSelection(LoginRequiredMixin):
    """`self.selection` from the address; drafts exist for officers alone."""

    @cached_property
    def selection(self) -> Selection:
        found = Selection.objects.visible_to(self.request.user)
        return get_object_or_404(found.select_related("cycle__committee__region"), pk=self.kwargs["pk"])

    @property
    def overview(self) -> Overview:
        return overview_of(self.selection)

    @property
    def may_decide(self) -> bool:
        return self.request.user.has_perm("reviews.change_selection", self.selection)

    def require_officer(self) -> None:
        """Seeing follows the tree of committees, acting is for the organizer's own officers."""
        if not self.may_decide:
            raise PermissionDenied(f"{self.request.user} does not run {self.selection}")


class SelectionPage(OfSelection, AutosavingForm):
    """The ranking. Of a draft with a form to stage decisions, of a published one as it was published."""

    whole_or_nothing = True
    saved_message = "拟定结论已保存，尚未公布"

    @property
    def record(self) -> Selection:
        return self.selection

    def post(self, request, pk):
        self.require_officer()
        return super().post(request, pk)

    def make_form(self, data=None) -> DecisionsForm:
        """A posted page is about the units that it showed, whatever has moved in the ranking since."""
        rows = self._page.object_list if data is None else self._posted_rows(data)
        own = own_units(rows, self.request.user)
        return DecisionsForm(data, selection=self.selection, rows=rows, own=own)

    def keep(self, form, seen):
        return selections.keep_decisions(self.selection, by=self.request.user, values=form.given, seen=seen)

    def done(self) -> HttpResponse:
        page = urlencode({"page": self.request.GET.get("page", 1)})
        return redirect(f"{self.selection.get_absolute_url()}?{page}")

    def page(self, form, status=200) -> HttpResponse:
        editable = self.selection.is_draft and self.may_decide
        context = {
            "selection": self.selection,
            "overview": self.overview,
            "page_obj": self._page,
            "form": form if editable else None,
            "rows": form.rows,
            "history": self.selection.history.reverse(),
        }
        return render(self.request, "reviews/selection/decisions.html", context, status=status)

    @cached_property
    def _page(self):
        return Paginator(self.overview.rows, PAGE).get_page(self.request.GET.get("page"))

    def _posted_rows(self, data) -> list[Row]:
        shown = set(data.getlist("unit"))
        return [row for row in self.overview.rows if str(row.candidacy.pk) in shown]


class Prefill(SelectionPage):
    """POST: 按名次预填, once what stands in the form is kept."""

    http_method_names = ["post"]

    def done(self) -> HttpResponse:
        try:
            count = selections.prefill(self.selection, by=self.request.user)
        except TransitionBlocked as blocked:
            messages.error(self.request, blocked)
        else:
            messages.success(self.request, f"已按名次预填 {count} 个集体，已拟定的未改动")
        return super().done()


class Preview(OfSelection, View):
    """GET says what publishing would do and what stands in its way; POST publishes exactly that."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.selection.is_draft:
            return redirect(self.selection)
        return self._page()

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.require_officer()
        form = PublishForm(request.POST)
        if not form.is_valid():
            return self._page()
        seen, is_long = form.cleaned_data["seen"], len(self.overview.rows) > selections.IN_A_REQUEST
        try:
            if is_long:
                return redirect(selections.start_publication(self.selection, by=request.user, seen=seen))
            selections.publish(self.selection, by=request.user, seen=seen)
        except TransitionBlocked as blocked:
            return self._refused(blocked)
        messages.success(request, "审核结果已公布，反馈函已起草，请核对后发出")
        return redirect("reviews:letters", pk)

    def _refused(self, blocked: TransitionBlocked) -> HttpResponse:
        """As the list stands now; who comes after somebody else's publication is sent to what was published."""
        read_anew(self.selection)
        if not self.selection.is_draft:
            messages.error(self.request, blocked)
            return redirect(self.selection)
        return self._page(blocked.findings, status=409)

    def _page(self, refused=(), status=200) -> HttpResponse:
        overview = overview_of(self.selection)
        findings = list(refused) or step(self.selection, "publish", self.request.user).findings
        decisions = self.selection.get_absolute_url()
        own = own_units(overview.rows, self.request.user)
        places = {
            f"unit-{row.candidacy.pk}": self._place_of(row, number)
            for number, row in enumerate(overview.rows)
        }
        context = {
            "selection": self.selection,
            "overview": overview,
            "rows": [(row, own.get(row.candidacy.pk, "")) for row in overview.rows],
            "findings": findings,
            "blocked": any(finding.blocks for finding in findings),
            "remedy_places": {**places, "decisions": decisions, "minutes": f"{decisions}#id_minutes"},
            "form": PublishForm(initial={"seen": selections.plan_digest(overview.rows)}),
            "may_decide": self.may_decide,
        }
        return render(self.request, "reviews/selection/preview.html", context, status=status)

    def _place_of(self, row: Row, number: int) -> str:
        return f"{self.selection.get_absolute_url()}?page={number // PAGE + 1}#unit-{row.candidacy.pk}"


class Areas(OfSelection, View):
    """片区 results with the 非公 indicator, which holds nobody back."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        overview = self.overview
        table = area_table(self.selection.cycle, overview.filed, overview.rows)
        context = {"selection": self.selection, "areas": table}
        return render(request, "reviews/selection/areas.html", context)
