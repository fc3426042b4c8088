"""The candidacy's forms: a page that lists them, and each as PDF, DOCX and XLSX."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views import View

from core.services.access import record_view
from creation_cycle.documents import CANDIDACY_FORMS
from creation_cycle.models import Candidacy
from creation_cycle.queries.desk import kept_candidacies
from creation_cycle.views.keeping import KeptCandidacy
from workspace.documents.render import TYPES
from workspace.views.documents import answer_with

FORMS = {form.key: form for form in CANDIDACY_FORMS}


class Documents(KeptCandidacy, View):
    """What can be printed or carried on in Word, all of it from records that are there."""

    def get(self, request, pk):
        unit = self.candidacy.unit
        homes = unit.youth_homes.filter(ends_on__isnull=True)
        context = {"candidacy": self.candidacy, "unit": unit, "forms": CANDIDACY_FORMS, "homes": homes}
        return render(request, "desk/documents.html", context)


class DocumentFile(LoginRequiredMixin, View):
    """One form, for the unit's keepers and for staff who may see the candidacy; for staff it is noted."""

    def get(self, request, pk, kind, suffix):
        if kind not in FORMS or suffix not in TYPES:
            raise Http404
        seen = Candidacy.objects.visible_to(request.user).for_list()
        candidacy = get_object_or_404(seen.select_related("unit__unit_type", "unit__committee"), pk=pk)
        form, unit = FORMS[kind], candidacy.unit
        if not kept_candidacies(request.user).filter(pk=pk).exists():
            record_view(candidacy, f"{form.title}（含号长姓名和联系电话）", by=request.user)
        return answer_with(
            request, form, candidacy, suffix, committee=candidacy.cycle.committee, name=unit.name,
            back=candidacy.get_absolute_url(),
        )  # fmt: skip
