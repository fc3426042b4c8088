"""关爱 of a unit: targets by code, and visits to them. Only the unit's keepers come here."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views import View

from core import clock
from units.views.keeping import KeptUnit
from workspace.forms.care import ChangeTargetForm, TargetForm, VisitForm
from workspace.models import CareTarget, CareVisit
from workspace.queries import care as queries
from workspace.queries.duty_goals import goal_of
from workspace.services import care
from workspace.views.editing import RecordFormPage, removed_page

PAGE_SIZE = 20


class Care(KeptUnit, View):
    """The targets, and how far the year's duty is met."""

    def get(self, request, unit_pk):
        year = clock.today().year
        context = {
            "unit": self.unit,
            "year": year,
            "page_obj": Paginator(queries.targets_of(self.unit), PAGE_SIZE).get_page(request.GET.get("page")),
            "goal": goal_of(self.unit, "care_visits", year),
        }
        return render(request, "workspace/care.html", context)


class NewTarget(RecordFormPage):
    template_name = "workspace/care_target_form.html"
    done = "已登记帮扶对象，代号由平台编排"

    def make_form(self, data):
        return TargetForm(data, instance=CareTarget(unit=self.unit))

    def keep(self, form):
        care.add_target(self.unit, by=self.request.user, **form.cleaned_data)

    def way_on(self):
        return reverse("workspace:care", args=[self.unit.pk])


class KeptTarget(KeptUnit):
    """`self.target` from the address, of the kept unit."""

    @cached_property
    def target(self) -> CareTarget:
        targets = queries.targets_of(self.unit).select_related("unit__committee")
        return get_object_or_404(targets, pk=self.kwargs["pk"])

    @property
    def target_url(self) -> str:
        return reverse("workspace:care_target", args=[self.unit.pk, self.target.pk])


class TargetPage(KeptTarget, View):
    """One target with its visits, newest first."""

    def get(self, request, unit_pk, pk):
        visits = self.target.visits.select_related("activity")
        page = Paginator(visits.kept(), PAGE_SIZE).get_page(request.GET.get("page"))
        context = {
            "unit": self.unit,
            "target": self.target,
            "page_obj": page,
            "removed": removed_page(request, visits.filter(removed_at__isnull=False)),
        }
        return render(request, "workspace/care_target.html", context)


class ChangeTarget(KeptTarget, RecordFormPage):
    template_name = "workspace/care_target_form.html"
    done = "修改已保存"

    def make_form(self, data):
        return ChangeTargetForm(data, instance=self.target)

    def keep(self, form):
        return care.change_target(self.target, by=self.request.user, seen=form.seen, **form.given)

    def context(self):
        return {"target": self.target}

    def way_on(self):
        return self.target_url


class VisitPage(KeptTarget, RecordFormPage):
    """What the forms of a visit have in common."""

    template_name = "workspace/care_visit.html"

    def context(self):
        return {"target": self.target}

    def way_on(self):
        return self.target_url


class NewVisit(VisitPage):
    done = "已登记"

    def make_form(self, data):
        return VisitForm(data, instance=CareVisit(target=self.target))

    def keep(self, form):
        care.record_visit(self.target, by=self.request.user, **form.given)


class KeptVisit(KeptTarget):
    """`self.visit` of the target in the address."""

    @cached_property
    def visit(self) -> CareVisit:
        visits = self.target.visits.select_related("target__unit")
        return get_object_or_404(visits, pk=self.kwargs["visit_pk"])


class ChangeVisit(KeptVisit, VisitPage):
    done = "修改已保存"

    def make_form(self, data):
        return VisitForm(data, instance=self.visit)

    def keep(self, form):
        return care.change_visit(self.visit, by=self.request.user, seen=form.seen, **form.given)


class TakeBackVisit(KeptVisit, View):
    """POST: the visit no longer counts; the page keeps it for bringing it back."""

    http_method_names = ["post"]

    def post(self, request, **kwargs):
        try:
            care.take_back_visit(self.visit, by=request.user)
        except ValidationError as refused:
            messages.error(request, refused.messages[0])
        else:
            messages.success(request, "已撤下这次记录，可在本页下方“已撤下”中恢复")
        return redirect(self.target_url)


class BringBackVisit(KeptVisit, View):
    """POST: undoes it."""

    http_method_names = ["post"]

    def post(self, request, **kwargs):
        care.bring_back_visit(self.visit, by=request.user)
        messages.success(request, "已恢复这次记录")
        return redirect(self.target_url)
