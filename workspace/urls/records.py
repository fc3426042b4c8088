"""Addresses of innovations, care and links, below `/desk/`."""

from django.urls import path

from workspace.views import care, innovations, links

INNOVATIONS = "units/<int:unit_pk>/innovations/"
WORK = f"{INNOVATIONS}<int:pk>/"
LOOK_BACK = f"{WORK}look-backs/<int:visit_pk>/"
CARE = "units/<int:unit_pk>/care/"
TARGET = f"{CARE}<int:pk>/"
VISIT = f"{TARGET}visits/<int:visit_pk>/"
LINKS = "units/<int:unit_pk>/links/"
LINK = f"{LINKS}<int:pk>/"

urlpatterns = [
    path(INNOVATIONS, innovations.Innovations.as_view(), name="innovations"),
    path(f"{INNOVATIONS}new/", innovations.NewInnovation.as_view(), name="innovation_new"),
    path(WORK, innovations.InnovationPage.as_view(), name="innovation"),
    path(f"{WORK}edit/", innovations.ChangeInnovation.as_view(), name="innovation_edit"),
    path(f"{WORK}remove/", innovations.TakeBackInnovation.as_view(), name="innovation_remove"),
    path(f"{WORK}restore/", innovations.BringBackInnovation.as_view(), name="innovation_restore"),
    path(f"{WORK}look-backs/new/", innovations.NewLookBack.as_view(), name="look_back_new"),
    path(LOOK_BACK, innovations.ChangeLookBack.as_view(), name="look_back"),
    path(f"{LOOK_BACK}remove/", innovations.TakeBackLook.as_view(), name="look_back_remove"),
    path(f"{LOOK_BACK}restore/", innovations.BringBackLook.as_view(), name="look_back_restore"),
    path(CARE, care.Care.as_view(), name="care"),
    path(f"{CARE}new/", care.NewTarget.as_view(), name="care_target_new"),
    path(TARGET, care.TargetPage.as_view(), name="care_target"),
    path(f"{TARGET}edit/", care.ChangeTarget.as_view(), name="care_target_edit"),
    path(f"{TARGET}visits/new/", care.NewVisit.as_view(), name="care_visit_new"),
    path(VISIT, care.ChangeVisit.as_view(), name="care_visit"),
    path(f"{VISIT}remove/", care.TakeBackVisit.as_view(), name="care_visit_remove"),
    path(f"{VISIT}restore/", care.BringBackVisit.as_view(), name="care_visit_restore"),
    path(LINKS, links.Links.as_view(), name="links"),
    path(f"{LINKS}new/", links.ProposeLink.as_view(), name="link_new"),
    path(f"{LINKS}partners/", links.PartnerOptions.as_view(), name="partner_options"),
    path(LINK, links.LinkPage.as_view(), name="link"),
    path(f"{LINK}moves/confirm/", links.LinkMove.as_view(move="confirm"), name="link_confirm"),
    path(f"{LINK}moves/decline/", links.DeclineLink.as_view(), name="link_decline"),
    path(f"{LINK}moves/withdraw/", links.LinkMove.as_view(move="withdraw"), name="link_withdraw"),
    path(f"{LINK}moves/end/", links.EndLink.as_view(), name="link_end"),
]
