"""Addresses of 整改通知单, below `/desk/rectifications/`."""

from django.urls import path

from reviews.views import rectifications

app_name = "rectifications"
urlpatterns = [
    path("<int:pk>/", rectifications.NoticePage.as_view(), name="notice"),
    path("<int:pk>/notice.<str:suffix>", rectifications.NoticeFile.as_view(), name="file"),
]
