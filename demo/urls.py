from django.urls import path

from demo.views import Clock

app_name = "demo"
urlpatterns = [path("clock/", Clock.as_view(), name="clock")]
