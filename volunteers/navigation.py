"""Where volunteers and stewards find their pages."""

from django.http import HttpRequest
from django.urls import reverse

from core.context import NavItem
from volunteers.models import Volunteer


def volunteer_places(request: HttpRequest) -> list[NavItem]:
    """我的志愿服务, for whoever is on the register."""
    if not Volunteer.objects.filter(user_id=request.user.pk).exists():
        return []
    return [NavItem("我的志愿服务", reverse("volunteers:me"), order=40)]
