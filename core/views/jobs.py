"""A job's page, its result file, and the owner's two buttons."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View

from core.models import Job
from core.services import jobs


class OwnJobMixin(LoginRequiredMixin):
    """Owner or superuser; everybody else gets 404."""

    def job(self) -> Job:
        return get_object_or_404(Job.objects.visible_to(self.request.user), pk=self.kwargs["pk"])


class JobPage(OwnJobMixin, View):
    """The whole page, or for htmx its moving part."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        template = "core/job_progress.html" if request.htmx else "core/job.html"
        response = render(request, template, {"job": self.job()})
        response["Cache-Control"] = "no-store"
        response["Vary"] = "HX-Request, Cookie"
        return response


class JobFile(OwnJobMixin, View):
    """The result as a download, never shown inline: it may hold what somebody uploaded."""

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        job = self.job()
        try:
            file = job.result_file.open("rb")
        except (ValueError, FileNotFoundError):  # no result yet, or cleared away since
            raise Http404 from None
        if not jobs.may_download(job, request.user):
            file.close()
            raise Http404
        response = FileResponse(file, as_attachment=True, filename=job.result_name)
        response["Cache-Control"] = "private, no-store"
        return response


class JobCancel(OwnJobMixin, View):
    """POST: stop after the present chunk."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        job = self.job()
        if not jobs.cancel(job.pk):
            messages.info(request, "任务已经结束，无需取消")
        return redirect(job)


class JobRetry(OwnJobMixin, View):
    """POST: go on at the checkpoint."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        job = self.job()
        if not jobs.retry(job.pk):
            messages.info(request, "任务没有中断，无需继续")
        return redirect(job)
