"""Picking records as evidence for one item: one kind at a time, search, pages; a page saves what was changed on it."""

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views import View

from core.lifecycle import TransitionBlocked
from core.views.autosave import autosaved, no_longer_editable
from creation_cycle.forms import EvidenceForm, EvidenceSearch
from creation_cycle.forms.evidence import KINDS
from creation_cycle.models import SelfAssessmentEntry
from creation_cycle.queries.evidence import SOURCES, find, record_keys
from creation_cycle.services.self_assessment_entries import choose_records
from creation_cycle.views.keeping import KeptCandidacy

SIZE = 20


class PickEvidence(KeptCandidacy, View):
    """GET `?kind=&q=&page=`; POST keeps the ticks and goes on to the next page or back to the item."""

    @cached_property
    def entry(self) -> SelfAssessmentEntry:
        """The item in the open version; without one there is nothing to pick for."""
        version = self.candidacy.present_self_assessment
        if version is None or not version.is_open:
            raise Http404
        return get_object_or_404(version.entries.for_scoring(), item=self.kwargs["item_pk"])

    @cached_property
    def wanted(self) -> dict[str, str]:
        return EvidenceSearch(self.request.GET).wanted

    def get(self, request, pk, item_pk):
        page, chosen = self._page(), record_keys([self.entry])[self.entry.pk]
        context = {
            "candidacy": self.candidacy,
            "entry": self.entry,
            "kinds": KINDS,
            **self.wanted,
            "page_obj": page,
            "chosen": chosen,
            "ticked": [record.key for record in page.object_list if record.key in chosen],
            "back": self._back(),
        }
        return render(request, "desk/evidence.html", context)

    def post(self, request, pk, item_pk):
        form = self.make_form(request.POST)
        form.is_valid()  # keeps what is the unit's own
        try:
            choose_records(self.candidacy, item=self.entry.item_id, **form.cleaned_data)
        except TransitionBlocked as blocked:
            return no_longer_editable(request, self.candidacy, blocked)
        if request.htmx:
            ticks = {"ticked": form.cleaned_data["chosen"], "is_cut": form.is_cut}
            return autosaved(request, [], "desk/evidence_saved.html", **ticks)
        if form.is_cut:
            messages.error(request, "所选记录已撤下或不属于本集体，请重新选择")
            return redirect(request.get_full_path())
        return redirect(self._next() if request.POST.get("then") == "next" else self._back())

    def make_form(self, data) -> EvidenceForm:
        return EvidenceForm(data, unit=self.candidacy.unit)

    def _page(self) -> Page:
        page = Paginator(find(self.candidacy.unit, **self.wanted), SIZE).get_page(
            self.request.GET.get("page")
        )
        source = SOURCES[self.wanted["relation"]]
        page.object_list = [source.record(row, self.candidacy.unit) for row in page.object_list]
        return page

    def _next(self) -> str:
        query = self.request.GET.copy()
        query["page"] = self._page().number + 1
        return f"{self.request.path}?{query.urlencode()}"

    def _back(self) -> str:
        page = reverse("creation_cycle:self_assessment", args=[self.candidacy.pk])
        return f"{page}#item-{self.entry.item_id}"
