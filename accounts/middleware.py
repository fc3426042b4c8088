"""Staff confirm a second factor before they reach anything but the way to it."""

from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse


class SecondFactorMiddleware:
    """Sends signed-in staff without a confirmed device to `/accounts/second-factor/` (等保 2.0: two factors)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if self._is_due(request):
            return redirect(f"{reverse('accounts:second_factor')}?next={request.get_full_path()}")
        return self.get_response(request)

    def _is_due(self, request) -> bool:
        user = request.user
        if not settings.SECOND_FACTOR_REQUIRED or not user.is_authenticated or not user.is_staff:
            return False
        return not user.is_verified() and not request.path.startswith(("/accounts/", "/static/"))
