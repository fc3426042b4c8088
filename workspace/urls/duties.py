"""Addresses of duties, below `/desk/`."""

from django.urls import path

from workspace.views import duties

urlpatterns = [path("units/<int:unit_pk>/duties/", duties.DutiesPage.as_view(), name="duties")]
