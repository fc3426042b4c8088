"""Addresses of records, below `/desk/`."""

urlpatterns = []
