"""What every page knows: the portal's owner, whether this is a demo, and where the user may work.

`core` knows no domain word, so each app above says in `AppConfig.ready()` which places it opens to a user:

    register_nav(lambda request: [NavItem("我的工作台", "/desk/", order=10)])
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from core import clock


@dataclass(frozen=True)
class NavItem:
    """A place to work. `count` is what waits there, shown beside the label; a lower `order` stands first."""

    label: str
    url: str
    order: int = 50
    count: int = 0


NavSource = Callable[[HttpRequest], Iterable[NavItem]]
_nav_sources: list[NavSource] = []


def register_nav(source: NavSource) -> NavSource:
    """Add places to the navigation of signed-in users; usable as a decorator.

    `source` is asked once per page that shows the navigation and keeps its queries to one.
    """
    if source not in _nav_sources:
        _nav_sources.append(source)
    return source


def nav_items(request: HttpRequest) -> list[NavItem]:
    """The places open to the request's user, in order; empty for visitors."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return []
    found = [item for source in _nav_sources for item in source(request)]
    return sorted(found, key=lambda item: item.order)


def portal(request: HttpRequest) -> dict:
    """Context processor; lazy where it would cost a query, since admin and partial pages never look."""
    return {
        "portal_owner": settings.PORTAL_OWNER,
        "portal_icp": settings.PORTAL_ICP,
        "portal_site_code": settings.PORTAL_SITE_CODE,
        "portal_contact": settings.PORTAL_CONTACT,
        "portal_nav": SimpleLazyObject(lambda: nav_items(request)),
        "demo": settings.DEMO,
        "demo_date": SimpleLazyObject(clock.today) if settings.DEMO else None,
    }
