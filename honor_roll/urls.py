"""Public addresses; people bookmark them and certificates carry them in print."""

from django.urls import path

from honor_roll.feeds import LatestRecognitions
from honor_roll.views import (
    adjustments,
    clusters,
    complaints,
    draws,
    home,
    notices,
    objections,
    open_data,
    openness,
    recheck_draws,
    roll,
    verification,
)

app_name = "honor_roll"
urlpatterns = [
    path("", home.Home.as_view(), name="home"),
    path("honor-roll/", roll.Roll.as_view(), name="roll"),
    path("honor-roll/feed/", LatestRecognitions(), name="feed"),
    path("honor-roll/<slug:slug>/", roll.UnitPage.as_view(), name="unit"),
    path("honor-roll/<slug:slug>/activities/", roll.Activities.as_view(), name="activities"),
    path("honor-roll.csv", open_data.RollCsv.as_view(), name="csv"),
    path("honor-roll.json", open_data.RollJson.as_view(), name="json"),
    path("honor-roll.xlsx", open_data.RollXlsx.as_view(), name="xlsx"),
    path("clusters/", clusters.Clusters.as_view(), name="clusters"),
    path("clusters/<slug:slug>/", clusters.ClusterPage.as_view(), name="cluster"),
    path("complaints/new/", complaints.Complain.as_view(), name="complain"),
    path("complaints/received/", complaints.ComplaintReceived.as_view(), name="complaint_received"),
    path("complaints/track/", complaints.TrackComplaint.as_view(), name="complaint_track"),
    path("complaints/track/rate/", complaints.RateComplaint.as_view(), name="complaint_rate"),
    path("draws/", draws.Draws.as_view(), name="draws"),
    path("draws/<int:pk>/", draws.DrawPage.as_view(), name="draw"),
    path("draws/recheck/<int:pk>/", recheck_draws.RecheckDrawPage.as_view(), name="recheck_draw"),
    path("notices/", notices.Notices.as_view(), name="notices"),
    path("notices/adjustments/", adjustments.Adjustments.as_view(), name="adjustments"),
    path("notices/objections/", objections.TrackObjection.as_view(), name="track"),
    path("notices/<int:pk>/", notices.NoticePage.as_view(), name="notice"),
    path("notices/<int:pk>/object/", objections.ObjectToNotice.as_view(), name="object"),
    path(
        "notices/<int:pk>/object/received/",
        objections.ObjectionReceived.as_view(),
        name="objection_received",
    ),
    path("verify/", verification.VerifyForm.as_view(), name="verify_form"),
    path("verify/file/", verification.VerifyFile.as_view(), name="verify_file"),
    path("verify/<str:number>/", verification.Verify.as_view(), name="verify"),
    path("rules/", openness.Rules.as_view(), name="rules"),
    path("rules/standards/<int:pk>/", openness.StandardPage.as_view(), name="standard"),
    path("transparency/", openness.Transparency.as_view(), name="transparency"),
    path("transparency.csv", openness.SealsCsv.as_view(), name="seals_csv"),
    path("statistics/", openness.Statistics.as_view(), name="statistics"),
]
