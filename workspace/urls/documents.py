"""Addresses of forms as files, below `/desk/`."""

from django.urls import path

from workspace.views import documents

urlpatterns = [
    path(
        "units/<int:unit_pk>/youth-homes/<int:pk>/agreement.<str:suffix>",
        documents.AgreementFile.as_view(),
        name="agreement",
    ),
    path(
        "units/<int:unit_pk>/growth/<int:pk>/card.<str:suffix>",
        documents.GrowthCardFile.as_view(),
        name="growth_card_file",
    ),
]
