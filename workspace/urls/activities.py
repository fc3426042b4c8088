"""Addresses of activities, below `/desk/`."""

urlpatterns = []
