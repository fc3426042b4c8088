"""Addresses of the kernel: jobs, and two answers for operators."""

from django.urls import path

from core.views import health, jobs

app_name = "core"
urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("jobs/<int:pk>/", jobs.JobPage.as_view(), name="job"),
    path("jobs/<int:pk>/file/", jobs.JobFile.as_view(), name="job_file"),
    path("jobs/<int:pk>/cancel/", jobs.JobCancel.as_view(), name="job_cancel"),
    path("jobs/<int:pk>/retry/", jobs.JobRetry.as_view(), name="job_retry"),
]
