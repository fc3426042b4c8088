"""Addresses of 反馈函 at the unit's end, below `/desk/letters/`."""

from django.urls import path

from reviews.views import letters

app_name = "letters"
urlpatterns = [path("<int:pk>/", letters.ReceivedLetter.as_view(), name="letter")]
