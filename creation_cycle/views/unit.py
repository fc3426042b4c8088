"""The unit's basic information and its pairings."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View

from core.views.autosave import AutosavingForm
from creation_cycle.queries.fixed_facts import fixed_facts
from units.forms import UnitForm, YouthHomeForm
from units.models import Unit
from units.services import rosters
from units.services.profiles import merge_profile
from units.views.keeping import KeptUnit


def way_back(unit: Unit) -> str:
    """To the candidacy that is being filled in, which is where most people came from; else to the desk."""
    draft = next((found for found in unit.candidacies.live() if found.is_editable), None)
    return draft.get_absolute_url() if draft else reverse("creation_cycle:desk")


class UnitPage(KeptUnit, AutosavingForm):
    """GET shows the form; POST keeps it."""

    saved_message = "集体信息已保存"
    whole_or_nothing = True

    @property
    def record(self):
        return self.unit

    def make_form(self, data=None) -> UnitForm:
        lookups = {
            "region": reverse("creation_cycle:region_options"),
            "committee": reverse("creation_cycle:committee_options"),
            "employer_name": reverse("creation_cycle:employer_options"),
        }
        return UnitForm(data, instance=self.unit, locked=fixed_facts(self.unit), lookups=lookups)

    def keep(self, form, seen):
        """What somebody else saved meanwhile may make one pair of name and region twice: then these two stay."""
        facts = {"by": self.request.user, "seen": seen}
        try:
            merged = merge_profile(self.unit, **facts, **form.given)
        except ValidationError as refused:
            form.add_error("name", refused.messages)
            others = form.given if self.request.htmx else {}
            others.pop("region", None)
            merged = merge_profile(self.unit, **facts, **others)
        self.unit = merged.record  # a bound form has written what it refuses into its own instance
        return merged

    def page(self, form, status=200):
        homes = self.unit.youth_homes.filter(ends_on__isnull=True).order_by("starts_on", "pk")
        context = {"unit": self.unit, "form": form, "back": way_back(self.unit), "homes": homes}
        return render(self.request, "desk/unit.html", context, status=status)

    def done(self):
        return redirect(way_back(self.unit))


class PairYouthHome(KeptUnit, View):
    """A new pairing, on a page of its own."""

    def get(self, request, unit_pk):
        return render(request, "desk/youth_home.html", {"unit": self.unit, "form": YouthHomeForm()})

    def post(self, request, unit_pk):
        form = YouthHomeForm(request.POST)
        if not form.is_valid():
            return render(request, "desk/youth_home.html", {"unit": self.unit, "form": form})
        rosters.pair_youth_home(self.unit, by=request.user, **form.cleaned_data)
        messages.success(request, "已登记结对青少年之家")
        return redirect("creation_cycle:unit", unit_pk)


class EndPairing(KeptUnit, View):
    """POST: the pairing ends today; it can be registered again."""

    http_method_names = ["post"]

    def post(self, request, unit_pk, pk):
        pairing = get_object_or_404(self.unit.youth_homes, pk=pk)
        rosters.end_pairing(pairing, by=request.user)
        messages.success(request, f"已解除与{pairing.name}的结对")
        return redirect("creation_cycle:unit", unit_pk)
