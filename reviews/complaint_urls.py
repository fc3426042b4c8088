"""Addresses of complaints at the unit's end, below `/desk/complaints/`."""

from django.urls import path

from reviews.views import complaint_statements

app_name = "complaints"
urlpatterns = [
    path("<int:pk>/", complaint_statements.StatementPage.as_view(), name="statement"),
]
