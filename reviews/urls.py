"""Addresses of the reviewer's pages; each names an assignment, never a sheet of somebody else."""

from django.urls import path

from reviews.views import assignments, sheets

app_name = "reviews"
urlpatterns = [
    path("", assignments.AssignmentList.as_view(), name="list"),
    path("<int:pk>/", sheets.SheetPage.as_view(), name="sheet"),
    path("<int:pk>/submit/", sheets.SubmitSheet.as_view(), name="submit"),
    path("<int:pk>/recuse/", assignments.Recuse.as_view(), name="recuse"),
]
