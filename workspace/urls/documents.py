"""Addresses of documents, below `/desk/`."""

urlpatterns = []
