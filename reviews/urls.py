"""Addresses of the reviewer's pages; each names an assignment, never a sheet of somebody else."""

from django.urls import include, path

from reviews.views import (
    assignments,
    exports,
    inspections,
    leading,
    offline,
    photos,
    replacing,
    results,
    sheets,
    stepping_back,
)

app_name = "reviews"
urlpatterns = [
    path("", assignments.AssignmentList.as_view(), name="list"),
    path("<int:pk>/", sheets.SheetPage.as_view(), name="sheet"),
    path("<int:pk>/submit/", sheets.SubmitSheet.as_view(), name="submit"),
    path("lead/", leading.LedRounds.as_view(), name="lead"),
    path("lead/<int:pk>/", leading.LedRound.as_view(), name="lead_round"),
    path("lead/<int:pk>/results/", results.RoundResults.as_view(), name="lead_results"),
    path("lead/<int:pk>/results/<int:candidacy_pk>/", results.UnitResult.as_view(), name="lead_unit_result"),
    path("lead/<int:pk>/check/", results.CheckResults.as_view(), name="lead_check"),
    path("lead/<int:pk>/export/", exports.ExportRound.as_view(), name="lead_export"),
    path("lead/sheets/<int:pk>/", leading.LedSheet.as_view(), name="lead_sheet"),
    path("lead/sheets/<int:pk>/reopen/", leading.ReopenSheet.as_view(), name="reopen"),
    path("lead/vetoes/<int:pk>/", leading.LedVeto.as_view(), name="lead_veto"),
    path("lead/", include("reviews.selection_urls")),
    path("<int:pk>/step-back/", stepping_back.StepBack.as_view(), name="step_back"),
    path("<int:pk>/replace/", replacing.Replace.as_view(), name="replace"),
    path("inspections/<int:pk>/", inspections.InspectionPage.as_view(), name="inspection"),
    path("inspections/<int:pk>/report/", inspections.ReportInspection.as_view(), name="inspection_report"),
    path(
        "inspections/<int:pk>/document/", inspections.InspectionDocument.as_view(), name="inspection_document"
    ),
    path(
        "inspections/<int:pk>/sync/comment/",
        inspections.SyncedInspectionComment.as_view(),
        name="inspection_sync_comment",
    ),
    path(
        "inspections/<int:pk>/sync/<int:item_pk>/",
        inspections.SyncedLook.as_view(),
        name="inspection_sync_look",
    ),
    path(
        "inspections/<int:pk>/sync/<int:item_pk>/photo/",
        inspections.SyncedInspectionPhoto.as_view(),
        name="inspection_sync_photo",
    ),
    path(
        "inspections/<int:pk>/photos/<int:item_pk>/",
        inspections.InspectionPhotos.as_view(),
        name="inspection_photos",
    ),
    path(
        "inspections/photos/<uuid:key>/", inspections.InspectionPhotoFile.as_view(), name="inspection_photo"
    ),
    path("sw.js", offline.ServiceWorker.as_view(), name="service_worker"),
    path("manifest.webmanifest", offline.Manifest.as_view(), name="manifest"),
    path("offline/", offline.Shell.as_view(), name="offline"),
    path("offline/handshake/", offline.Handshake.as_view(), name="handshake"),
    path("<int:pk>/document/", offline.SheetDocument.as_view(), name="document"),
    path("<int:pk>/sync/comment/", offline.SyncedComment.as_view(), name="sync_comment"),
    path("<int:pk>/sync/<int:item_pk>/", offline.SyncedAnswer.as_view(), name="sync_answer"),
    path("<int:pk>/sync/<int:item_pk>/photo/", offline.SyncedPhoto.as_view(), name="sync_photo"),
    path("<int:pk>/photos/<int:item_pk>/", photos.ItemPhotos.as_view(), name="photos"),
    path("<int:pk>/photos/<uuid:key>/drop/", photos.DropPhoto.as_view(), name="photo_drop"),
    path("photos/<uuid:key>/", photos.PhotoFile.as_view(), name="photo"),
    path("photos/<uuid:key>/small/", photos.SmallPhoto.as_view(), name="photo_small"),
]
