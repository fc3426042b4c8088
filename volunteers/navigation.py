"""Places in the navigation for volunteers, and for whoever runs an organisation."""

from django.http import HttpRequest
from django.urls import reverse

from core.context import NavItem
from units.enums import OfficeRole
from units.permissions import serves_anywhere
from volunteers.models import Volunteer
from volunteers.permissions import is_steward


def service_places(request: HttpRequest) -> list[NavItem]:
    """我的志愿服务 for who has a record, 活动管理 and 加入申请 for who runs an organisation."""
    user, found = request.user, []
    if Volunteer.objects.filter(user=user).exists():
        found.append(NavItem("我的志愿服务", reverse("volunteers:me"), order=40))
    if is_steward(user) or serves_anywhere(user, OfficeRole.VOLUNTEER):
        found.append(NavItem("活动管理", reverse("events:organise"), order=35))
        found.append(NavItem("加入申请", reverse("volunteers:applications"), order=36))
    return found
