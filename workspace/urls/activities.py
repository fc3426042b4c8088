"""Addresses of activities, below `/desk/`."""

from django.urls import path

from workspace.views import activity_files, log, year_report

urlpatterns = [
    path("units/<int:unit_pk>/log/", log.Log.as_view(), name="log"),
    path("units/<int:unit_pk>/log/new/", log.NewActivity.as_view(), name="activity_new"),
    path("units/<int:unit_pk>/log/duties/", log.DutyTicks.as_view(), name="activity_duties"),
    path("units/<int:unit_pk>/log/duplicates/", log.Duplicates.as_view(), name="activity_duplicates"),
    path("units/<int:unit_pk>/log/<int:pk>/", log.ActivityPage.as_view(), name="activity"),
    path("units/<int:unit_pk>/log/<int:pk>/edit/", log.ChangeActivity.as_view(), name="activity_edit"),
    path("units/<int:unit_pk>/log/<int:pk>/remove/", log.TakeBackActivity.as_view(), name="activity_remove"),
    path(
        "units/<int:unit_pk>/log/<int:pk>/restore/", log.BringBackActivity.as_view(), name="activity_restore"
    ),
    path("units/<int:unit_pk>/report/", year_report.ThisYear.as_view(), name="report"),
    path("units/<int:unit_pk>/report/<int:year>/", year_report.YearReport.as_view(), name="report_year"),
    path("files/<uuid:key>/", activity_files.ActivityFileView.as_view(), name="file"),
    path("files/<uuid:key>/small/", activity_files.SmallFileView.as_view(), name="file_small"),
]
