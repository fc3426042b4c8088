"""主题行动 and 服务项目, below `/projects/`."""

from django.urls import path

from volunteers.views import projects

app_name = "projects"
urlpatterns = [
    path("", projects.Progress.as_view(), name="progress"),
    path("actions/<int:pk>/", projects.Action.as_view(), name="action"),
    path("<int:pk>/", projects.Project.as_view(), name="project"),
    path("stations/", projects.Stations.as_view(), name="stations"),
    path("stations/<int:pk>/", projects.Station.as_view(), name="station"),
    path("stations/booked/", projects.Booked.as_view(), name="booked"),
    path("stations/my-stay/", projects.MyStay.as_view(), name="my_stay"),
]
