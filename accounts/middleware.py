"""Staff confirm a second factor before they reach anything but the way to it."""

from urllib.parse import urlencode

from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse

OPEN_PAGES = ("accounts:login", "accounts:logout", "accounts:second_factor")


class SecondFactorMiddleware:
    """Sends signed-in staff without a confirmed device to `/accounts/second-factor/` (等保 2.0: two factors)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if self._is_due(request):
            target = urlencode({"next": request.get_full_path()}, safe="/")
            return redirect(f"{reverse('accounts:second_factor')}?{target}")
        return self.get_response(request)

    def _is_due(self, request) -> bool:
        user = request.user
        if not settings.SECOND_FACTOR_REQUIRED or not user.is_authenticated or not user.is_staff:
            return False
        return not user.is_verified() and not self._is_open(request.path)

    @staticmethod
    def _is_open(path: str) -> bool:
        """The way in and out. The password, the inbox and all else wait: one factor alone must not reach them."""
        return path.startswith(settings.STATIC_URL) or path in {reverse(name) for name in OPEN_PAGES}
