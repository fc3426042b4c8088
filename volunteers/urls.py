"""Addresses of the register outside the admin, below `/volunteers/`."""

from django.urls import path

from volunteers.views import me

app_name = "volunteers"
urlpatterns = [path("me/", me.Me.as_view(), name="me")]
