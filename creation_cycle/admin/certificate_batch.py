"""The page of a cycle's certificates: how far they have come, and the button that starts those that wait."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from core.admin import PageAction
from core.lifecycle import TransitionBlocked
from creation_cycle.services import certificate_batch as batches

SHOWN = 20
"""Failures and jobs that the page shows; the rest stands in their lists."""


class CertificateBatchPage:
    """A page beside the cycle's own, for the officers of its committee."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.certificates_view)
        name = "creation_cycle_cycle_certificates"
        return [path("<int:pk>/certificates/", view, name=name), *super().get_urls()]

    def page_actions(self, request, record):
        if not batches.may_start(record, request.user):
            return super().page_actions(request, record)
        url = reverse("admin:creation_cycle_cycle_certificates", args=[record.pk])
        return [*super().page_actions(request, record), PageAction("批量制发证书", url)]

    def certificates_view(self, request, pk):
        """GET shows the state of things; POST starts the jobs, and leads to the job's page when it is one."""
        cycle = self.get_object(request, str(pk))
        if cycle is None:
            raise Http404(f"no cycle {pk} for this user")
        if not batches.may_start(cycle, request.user):
            raise PermissionDenied(f"{request.user} may not issue certificates of {cycle}")
        if request.method == "POST":
            return self._start(request, cycle)
        batch = batches.CertificateBatch(cycle)
        rows = reverse("admin:creation_cycle_certificate_changelist")
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"{cycle}证书制发",
            "batch": batch,
            "failures": batch.failures[:SHOWN],
            "jobs": batches.batches_of(cycle, request.user)[:SHOWN],
            "rows_url": f"{rows}?recognition__cycle__id__exact={cycle.pk}",
            "back": reverse("admin:creation_cycle_cycle_change", args=[cycle.pk]),
        }
        return TemplateResponse(request, "admin/portal/certificate_batch.html", context)

    def _start(self, request, cycle):
        try:
            started = batches.start_batch(cycle, by=request.user)
        except TransitionBlocked as blocked:
            messages.error(request, f"没有开始制发：{blocked}")
            return HttpResponseRedirect(request.path)
        if len(started) == 1:
            return redirect(started[0])
        messages.success(request, f"已分成 {len(started)} 个任务制发。")
        return HttpResponseRedirect(request.path)
