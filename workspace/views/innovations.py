"""五小创新 of a unit: the year's list, one work, its form, and looking back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views import View

from core import clock
from units.views.keeping import KeptUnit
from workspace.forms.innovation import InnovationForm, LookBackForm, YearForm
from workspace.models import Innovation, InnovationFollowUp
from workspace.queries import innovations as queries
from workspace.queries.duty_goals import goal_of
from workspace.services import innovations, look_backs
from workspace.views.editing import RecordFormPage, removed_page

PAGE_SIZE = 20


class Innovations(KeptUnit, View):
    """The works of a year, how many are asked for, and which are due for a look back."""

    def get(self, request, unit_pk):
        form = YearForm(request.GET)
        year = (form.is_valid() and form.cleaned_data["year"]) or clock.today().year
        works = queries.works_of(self.unit).filter(submitted_on__year=year)
        removed = self.unit.innovations.filter(removed_at__isnull=False)
        context = {
            "unit": self.unit,
            "year": year,
            "years": queries.years_of(self.unit),
            "page_obj": Paginator(works, PAGE_SIZE).get_page(request.GET.get("page")),
            "goal": goal_of(self.unit, "innovations", year),
            "due": queries.due_for_look_back(self.unit)[:PAGE_SIZE],
            "removed": removed_page(request, removed.order_by("-removed_at")),
        }
        return render(request, "workspace/innovations.html", context)


class KeptWork(KeptUnit):
    """`self.work` from the address, of the kept unit; also one that was taken back."""

    @cached_property
    def work(self) -> Innovation:
        works = self.unit.innovations.select_related("category", "activity")
        return get_object_or_404(works, pk=self.kwargs["pk"])

    @property
    def work_url(self) -> str:
        return reverse("workspace:innovation", args=[self.unit.pk, self.work.pk])


class InnovationPage(KeptWork, View):
    """One work with its look backs."""

    def get(self, request, unit_pk, pk):
        visits = list(self.work.follow_ups.all())
        context = {
            "unit": self.unit,
            "work": self.work,
            "visits": [visit for visit in visits if visit.removed_at is None],
            "removed": [visit for visit in visits if visit.removed_at],
            "is_due": queries.due_for_look_back(self.unit).filter(pk=pk).exists(),
        }
        return render(request, "workspace/innovation.html", context)


class NewInnovation(RecordFormPage):
    template_name = "workspace/innovation_form.html"
    done = "作品已登记"

    def make_form(self, data):
        return InnovationForm(data, unit=self.unit, instance=Innovation(unit=self.unit))

    def keep(self, form):
        innovations.register_work(self.unit, by=self.request.user, **form.given)

    def way_on(self):
        return reverse("workspace:innovations", args=[self.unit.pk])


class ChangeInnovation(KeptWork, RecordFormPage):
    template_name = "workspace/innovation_form.html"
    done = "修改已保存"

    def make_form(self, data):
        return InnovationForm(data, unit=self.unit, instance=self.work)

    def keep(self, form):
        return innovations.change_work(self.work, by=self.request.user, seen=form.seen, **form.given)

    def way_on(self):
        return self.work_url


class TakeBackInnovation(KeptWork, View):
    """POST: the work no longer counts; the list keeps it for bringing it back."""

    http_method_names = ["post"]

    def post(self, request, unit_pk, pk):
        try:
            innovations.take_back(self.work, by=request.user)
        except ValidationError as refused:
            messages.error(request, refused.messages[0])
            return redirect(self.work_url)
        messages.success(request, f"已撤下“{self.work.name}”，可在本页下方“已撤下”中恢复")
        return redirect("workspace:innovations", unit_pk)


class BringBackInnovation(KeptWork, View):
    """POST: undoes it."""

    http_method_names = ["post"]

    def post(self, request, unit_pk, pk):
        innovations.bring_back(self.work, by=request.user)
        messages.success(request, f"已恢复“{self.work.name}”")
        return redirect(self.work_url)


class LookBackPage(KeptWork, RecordFormPage):
    """What a look back has in common: its form on a page of its own, and the way back to the work."""

    template_name = "workspace/innovation_look_back.html"

    def context(self):
        return {"work": self.work}

    def way_on(self):
        return self.work_url


class NewLookBack(LookBackPage):
    done = "回访已登记"

    def make_form(self, data):
        return LookBackForm(data, instance=InnovationFollowUp(innovation=self.work))

    def keep(self, form):
        look_backs.look_back(self.work, by=self.request.user, **form.given)


class KeptLookBack(KeptWork):
    """`self.visit` of the work in the address."""

    @cached_property
    def visit(self) -> InnovationFollowUp:
        visits = self.work.follow_ups.select_related("innovation")
        return get_object_or_404(visits, pk=self.kwargs["visit_pk"])


class ChangeLookBack(KeptLookBack, LookBackPage):
    done = "回访已修改"

    def make_form(self, data):
        return LookBackForm(data, instance=self.visit)

    def keep(self, form):
        return look_backs.change_look_back(self.visit, by=self.request.user, seen=form.seen, **form.given)


class TakeBackLook(KeptLookBack, View):
    http_method_names = ["post"]

    def post(self, request, **kwargs):
        look_backs.take_back_look(self.visit, by=request.user)
        messages.success(request, "已撤下这次回访，可在本页下方“已撤下”中恢复")
        return redirect(self.work_url)


class BringBackLook(KeptLookBack, View):
    http_method_names = ["post"]

    def post(self, request, **kwargs):
        look_backs.bring_back_look(self.visit, by=request.user)
        messages.success(request, "已恢复这次回访")
        return redirect(self.work_url)
