"""All addresses of the portal; the stable ones are listed in docs/architecture.md."""

from django.apps import apps
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/", include("accounts.urls")),
    path("desk/", include("creation_cycle.urls")),
    path("desk/", include("workspace.urls")),
    path("", include("credit.urls")),
    path("desk/rectifications/", include("reviews.rectification_urls")),
    path("desk/complaints/", include("reviews.complaint_urls")),
    path("desk/letters/", include("reviews.letter_urls")),
    path("review/", include("reviews.urls")),
    path("", include("reviews.quiz_urls")),
    path("", include("workspace.urls.growth_public")),
    path("volunteers/", include("volunteers.urls")),
    path("volunteers/", include("volunteers.event_urls")),
    path("projects/", include("volunteers.project_urls")),
    path("", include("core.urls")),
    path("", include("honor_roll.urls")),
]

if apps.is_installed("demo"):
    urlpatterns.append(path("demo/", include("demo.urls")))

handler403 = "core.views.errors.permission_denied"
handler404 = "core.views.errors.not_found"
handler500 = "core.views.errors.server_error"
