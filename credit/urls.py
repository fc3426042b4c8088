"""Addresses of youth credit: a unit's page below `/desk/`."""

from django.urls import path

from credit.views import desk

app_name = "credit"
urlpatterns = [
    path("desk/units/<int:unit_pk>/credit/", desk.UnitCredit.as_view(), name="unit"),
]
