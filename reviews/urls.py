"""Addresses of the reviewer's pages; each names an assignment, never a sheet of somebody else."""

from django.urls import path

from reviews.views import assignments, leading, sheets

app_name = "reviews"
urlpatterns = [
    path("", assignments.AssignmentList.as_view(), name="list"),
    path("<int:pk>/", sheets.SheetPage.as_view(), name="sheet"),
    path("<int:pk>/submit/", sheets.SubmitSheet.as_view(), name="submit"),
    path("lead/", leading.LedRounds.as_view(), name="lead"),
    path("lead/<int:pk>/", leading.LedRound.as_view(), name="lead_round"),
    path("lead/sheets/<int:pk>/", leading.LedSheet.as_view(), name="lead_sheet"),
    path("lead/sheets/<int:pk>/reopen/", leading.ReopenSheet.as_view(), name="reopen"),
    path("lead/vetoes/<int:pk>/", leading.LedVeto.as_view(), name="lead_veto"),
    path("<int:pk>/recuse/", assignments.Recuse.as_view(), name="recuse"),
]
