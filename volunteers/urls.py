"""Addresses of the register outside the admin, below `/volunteers/`."""

from django.urls import path, re_path

from volunteers.views import applications, me, registration

app_name = "volunteers"
urlpatterns = [
    path("register/", registration.Register.as_view(), name="register"),
    path("register/received/", registration.Registered.as_view(), name="registered"),
    path("me/", me.Me.as_view(), name="me"),
    re_path(r"^me/data\.(?P<suffix>json|xlsx)$", me.Download.as_view(), name="download"),
    path("me/consents/<int:pk>/withdraw/", me.WithdrawConsent.as_view(), name="consent_withdraw"),
    path("me/consents/<str:purpose>/", me.GiveConsent.as_view(), name="consent"),
    re_path(r"^me/requests/(?P<kind>correction|erasure)/$", me.AskRequest.as_view(), name="ask"),
    path("me/requests/<int:pk>/withdraw/", me.WithdrawRequest.as_view(), name="request_withdraw"),
    path("me/organisations/join/", me.Join.as_view(), name="join"),
    path("me/organisations/<int:pk>/leave/", me.Leave.as_view(), name="leave"),
    path("applications/", applications.Applications.as_view(), name="applications"),
    path("applications/<int:pk>/", applications.Application.as_view(), name="application"),
]
