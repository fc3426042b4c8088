"""Addresses of duties, below `/desk/`."""

urlpatterns = []
