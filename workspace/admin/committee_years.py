"""年度任务: one page per committee and year — 五个一, 三个一 (S1 二.5; S3 四(二)), and what was recorded for them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse

from core import clock
from core.admin import PageAction
from units.admin.committees import CommitteeAdmin
from units.models import Committee
from workspace.admin.forms import CommitteeRecordForm
from workspace.models import Activity
from workspace.queries.duties import committee_progress, duties_of, years_of
from workspace.services import committee_records

LISTED = 50


def readable_committees(user):
    """Where `user` serves, and everything below."""
    return Committee.objects.all() if user.is_superuser else Committee.objects.overseen_by(user)


def year_url(committee_pk: int, year: int) -> str:
    return reverse("admin:workspace_duty_year", args=[committee_pk, year])


@CommitteeAdmin.offers
def yearly_duties(request, committee) -> PageAction | None:
    if request.user.has_perm("workspace.view_committee_year", committee):
        return PageAction("年度任务", year_url(committee.pk, clock.today().year))
    return None


class CommitteeYearPages:
    """Mixin of the duties' admin: officers of a committee write, offices above it and auditors read."""

    def get_urls(self):
        pages = [
            ("years/", self.years_view, "years"),
            ("years/<int:pk>/<int:year>/", self.year_view, "year"),
            ("years/<int:pk>/<int:year>/new/", self.new_record_view, "record_new"),
            ("records/<int:pk>/", self.record_view, "record"),
            ("records/<int:pk>/remove/", self.remove_view, "record_remove"),
            ("records/<int:pk>/restore/", self.restore_view, "record_restore"),
        ]
        own = [
            path(pattern, self.admin_site.admin_view(view), name=f"workspace_duty_{name}")
            for pattern, view, name in pages
        ]
        return [*own, *super().get_urls()]

    def years_view(self, request):
        """The reader's own committees; who has only one is taken to it."""
        committees = readable_committees(request.user).select_related("parent")
        year = clock.today().year
        if only := _only(committees):
            return HttpResponseRedirect(year_url(only.pk, year))
        served = set(Committee.objects.served_by(request.user).values_list("pk", flat=True))
        page = Paginator(committees, LISTED).get_page(request.GET.get("page"))
        return self._page(request, "committee_years", "年度任务", page=page, year=year, served=served)

    def year_view(self, request, pk, year):
        committee = self._committee(request, pk)
        years = years_of(committee, "committee")
        if year not in years:
            raise Http404(f"no year {year} of committee {pk}")
        records = Activity.objects.filter(committee=committee, day__year=year).select_related("activity_type")
        lines = committee_progress(committee, year)
        return self._page(
            request, "committee_year", f"{committee}：{year}年度任务", committee=committee, year=year, years=years,
            lines=sorted(lines, key=lambda line: (line.duty.order, line.due)),
            records=Paginator(records.kept().prefetch_related("duties"), LISTED).get_page(request.GET.get("page")),
            removed=records.filter(removed_at__isnull=False),
            may_write=request.user.has_perm("workspace.keep_committee_year", committee),
        )  # fmt: skip

    def new_record_view(self, request, pk, year):
        """GET with `?duty=` proposes the kind of activity that the duty asks for."""
        committee = self._writable(request, self._committee(request, pk))
        form = CommitteeRecordForm(
            request.POST or None, initial=_proposed(committee, request.GET.get("duty"))
        )
        if form.is_valid():
            activity = committee_records.record(committee, by=request.user, **form.given)
            messages.success(request, f"已登记：{activity.theme}")
            return HttpResponseRedirect(year_url(committee.pk, activity.day.year))
        return self._form_page(request, form, committee, year, "登记活动")

    def record_view(self, request, pk):
        activity = self._record(request, pk)
        form = CommitteeRecordForm(request.POST or None, instance=activity)
        committee, year = activity.committee, activity.day.year
        if form.is_valid():
            merged = committee_records.change(activity, by=request.user, seen=form.seen, **form.given)
            if not form.take(merged).conflicts:
                messages.success(request, "已保存")
                return HttpResponseRedirect(year_url(committee.pk, merged.record.day.year))
        return self._form_page(request, form, committee, year, "修改活动记录")

    def remove_view(self, request, pk):
        return self._set_removed(request, pk, True, "已撤下，不再计入任务；可以在本页下方恢复")

    def restore_view(self, request, pk):
        return self._set_removed(request, pk, False, "已恢复")

    def _set_removed(self, request, pk, removed: bool, words: str):
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        activity = committee_records.set_removed(self._record(request, pk), removed, by=request.user)
        messages.success(request, f"{activity.theme}：{words}")
        return HttpResponseRedirect(year_url(activity.committee_id, activity.day.year))

    def _committee(self, request, pk) -> Committee:
        return get_object_or_404(readable_committees(request.user), pk=pk)

    def _record(self, request, pk) -> Activity:
        """A record of a committee that the reader may write for."""
        activity = get_object_or_404(
            Activity.objects.visible_to(request.user).select_related("committee", "activity_type"),
            pk=pk, committee__isnull=False,
        )  # fmt: skip
        self._writable(request, activity.committee)
        return activity

    def _writable(self, request, committee: Committee) -> Committee:
        if not request.user.has_perm("workspace.keep_committee_year", committee):
            raise PermissionDenied("only officers of the committee record its activities")
        return committee

    def _form_page(self, request, form, committee, year, title):
        return self._page(
            request,
            "committee_record",
            title,
            form=form,
            committee=committee,
            back=year_url(committee.pk, year),
        )

    def _page(self, request, name: str, title: str, **context):
        around = {**self.admin_site.each_context(request), "opts": self.opts, "title": title}
        return TemplateResponse(request, f"admin/portal/{name}.html", {**around, **context})


def _only(committees) -> Committee | None:
    first = list(committees[:2])
    return first[0] if len(first) == 1 else None


def _proposed(committee: Committee, duty: str | None) -> dict:
    """The kind of activity that a duty of the committee asks for, and its theme, if it names one."""
    wanted = [found for found in duties_of(committee, "committee") if str(found.pk) == duty]
    return (
        {"activity_type": wanted[0].activity_types.first(), "theme": wanted[0].suggestion} if wanted else {}
    )
