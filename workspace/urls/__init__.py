"""Addresses of the workspace below `/desk/`, one list per area."""

from workspace.urls import activities, documents, duties, growth, pacts, records

app_name = "workspace"
urlpatterns = [
    *activities.urlpatterns,
    *duties.urlpatterns,
    *growth.urlpatterns,
    *records.urlpatterns,
    *documents.urlpatterns,
    *pacts.urlpatterns,
]
