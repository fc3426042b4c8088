"""What all public pages share: how long a cache between us and the visitor may keep them."""

from django.utils.cache import patch_cache_control, patch_vary_headers

SHARED_SECONDS = 30
"""The portal's own proxy may answer for so long; browsers always ask."""


class PublicMixin:
    """Visitors share a page for half a minute. Whoever is signed in gets one of his own, with his menu on it."""

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        if request.method in ("GET", "HEAD") and not request.user.is_authenticated:
            patch_cache_control(response, public=True, max_age=0, s_maxage=SHARED_SECONDS)
        else:
            patch_cache_control(response, private=True, no_store=True)
        patch_vary_headers(response, ["Cookie"])
        return response


class LiveMixin:
    """A page that holds for this moment or this visitor alone: nobody keeps it."""

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        patch_cache_control(response, private=True, no_store=True)
        return response
