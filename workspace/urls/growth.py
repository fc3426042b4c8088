"""Addresses of growth, below `/desk/`."""

urlpatterns = []
