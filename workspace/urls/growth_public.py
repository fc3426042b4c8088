"""Addresses for people without an account; a token never reaches a log (config/log_lines.py)."""

from django.urls import path

from workspace.views import growth_public, voting_booth

app_name = "growth"
OWN = "growth/<str:token>"
urlpatterns = [
    path("vote/", voting_booth.VotingBooth.as_view(), name="vote"),
    path("vote/done/", voting_booth.Voted.as_view(), name="voted"),
    path("growth/support/<str:token>/", growth_public.SupportPage.as_view(), name="support"),
    path(
        "growth/support/<str:token>/comments/<int:pk>/delete/",
        growth_public.RetractComment.as_view(),
        name="retract",
    ),
    path(f"{OWN}/", growth_public.OwnPage.as_view(), name="own"),
    path(f"{OWN}/summary/", growth_public.OwnSummary.as_view(), name="own_summary"),
    path(f"{OWN}/consent/", growth_public.Consent.as_view(), name="own_consent"),
    path(f"{OWN}/goal/<int:row>/done/", growth_public.OwnMarkGoal.as_view(), name="own_goal_done"),
    path(f"{OWN}/<slug:part>/new/", growth_public.OwnAddPart.as_view(), name="own_part_new"),
    path(f"{OWN}/<slug:part>/<int:row>/", growth_public.OwnChangePart.as_view(), name="own_part"),
]
