"""Addresses of youth credit: public below `/credit/`, a unit's page below `/desk/`."""

from django.urls import path

from credit.views import desk, mine, public

app_name = "credit"
urlpatterns = [
    path("desk/units/<int:unit_pk>/credit/", desk.UnitCredit.as_view(), name="unit"),
    path("credit/red-list/", public.RedList.as_view(), name="red_list"),
    path("credit/notices/", public.Notices.as_view(), name="notices"),
    path("credit/notices/<int:pk>/", public.ObjectToEntry.as_view(), name="notice"),
    path("credit/objections/received/", public.ObjectionReceived.as_view(), name="objection_received"),
    path("credit/objections/", public.TrackObjection.as_view(), name="track"),
    path("credit/measures/", public.Measures.as_view(), name="measures"),
    path("credit/partners/", public.Partners.as_view(), name="partners"),
    path("credit/pledges/", public.Pledges.as_view(), name="pledges"),
    path("credit/pledges/<slug:slug>/", public.PledgePage.as_view(), name="pledge"),
    path("credit/mine/", mine.ByAccount.as_view(), name="mine"),
    path("credit/mine/<str:code>/", mine.ByCode.as_view(), name="mine_by_code"),
]
