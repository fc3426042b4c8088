"""Addresses of 结对共建协议书, below `/desk/`."""

from django.urls import path

from workspace.views import pacts

PLACE = "units/<int:unit_pk>/youth-homes/<int:pk>/pact/"
urlpatterns = [
    path(PLACE, pacts.PactPage.as_view(), name="pact"),
    path(f"{PLACE}edit/", pacts.EditPact.as_view(), name="pact_edit"),
    path(f"{PLACE}sign/", pacts.MovePact.as_view(move="sign"), name="pact_sign"),
    path(f"{PLACE}end/", pacts.MovePact.as_view(move="end"), name="pact_end"),
    path(f"{PLACE}scan/", pacts.PactScan.as_view(), name="pact_scan"),
]
