"""Staff confirm a second factor before they reach anything else; what was typed before a sign-in is kept.

A sign-out is told to the browser, which forgets what it kept for that person.
"""

import sys
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.signing import BadSignature
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django_ratelimit.core import is_ratelimited

from accounts.services import kept_input
from core.kept_input import MOST_CHARACTERS, KeptInput

OPEN_PAGES = ("accounts:login", "accounts:logout", "accounts:second_factor")
GATES = ("accounts:login", "accounts:second_factor", "admin:login")
EXITS = ("accounts:logout", "admin:logout")
PERSON_COOKIE = "person"
"""Who signed in here last, signed: what is typed after the session's end is for that person's eyes alone."""
PERSON_SALT = "accounts.person"
NOT_KEPT = (
    "登录已过期，您刚才提交的内容没有保存，也没能保留。请用浏览器的“后退”回到原来的页面，先复制内容，再登录。"
)
UNKNOWN_MOST, UNKNOWN_RATE = 60_000, "30/h"
"""What is kept for a browser that nobody is known to have signed in with: characters, and times per address."""


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


class KeepInputMiddleware:
    """A form that is answered with the way to the login is kept until its person has signed in again.

    Stands outside of SecondFactorMiddleware, whose redirects it has to see. To htmx it answers 401 with a
    sentence and a link: the page with the text stays, and portal.js shows the sentence beside the save mark.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if _leads_to_sign_in(request, response):
            if request.htmx:
                return render(request, "accounts/session_ended.html", status=401)
            _keep(request)
        elif request.method == "POST" and response.status_code < 400 and request.user.is_authenticated:
            _sent_again(request)
        return response


class SignedOutMiddleware:
    """Leaves word of a sign-out with the browser, in the admin too: portal.js deletes what the device keeps offline.

    A cookie lasts until a page of the portal reads it, also one that opens without a network. `Clear-Site-Data`
    would take the display settings along. Only who was signed in and is not any more has signed out: a refused
    request (403) costs nobody what waits on the device.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        is_way_out = request.method == "POST" and request.path in {reverse(name) for name in EXITS}
        was_in = is_way_out and request.user.is_authenticated
        response = self.get_response(request)
        if was_in and not request.user.is_authenticated:
            response.set_cookie(
                "signed-out",
                "1",
                max_age=365 * 24 * 3600,
                secure=settings.SESSION_COOKIE_SECURE,
                samesite="Lax",
            )
        return response


def remember_person(response, user) -> None:
    """Set the cookie by which kept input finds its person."""
    response.set_signed_cookie(
        PERSON_COOKIE,
        user.pk,
        salt=PERSON_SALT,
        max_age=30 * 24 * 3600,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _leads_to_sign_in(request, response) -> bool:
    gates = {reverse(name) for name in GATES}
    return (
        response.status_code == 302
        and request.path not in gates
        and response.headers["Location"].split("?", 1)[0] in gates
    )


def _keep(request) -> None:
    """What is too much to be kept is still in the browser, one step back: say so before anybody signs in."""
    kept, person = KeptInput.of(request, most=sys.maxsize), _person(request)
    if kept is None:
        return
    if kept.length > (MOST_CHARACTERS if person else UNKNOWN_MOST) or (
        person is None and _too_often(request)
    ):
        messages.warning(request, NOT_KEPT)
    else:
        kept_input.keep(request.session, kept, person=person)


def _sent_again(request) -> None:
    if kept_input.KEY not in request.session:
        return
    sent = KeptInput.of(request, most=sys.maxsize)
    if others := kept_input.used(request.session, sent, request.get_full_path()):
        way = format_html('<a href="{}">查看并保存</a>', reverse("accounts:kept_input"))
        messages.info(request, format_html("登录过期时保留的内容还有 {} 份没有保存，{}", others, way))


def _person(request) -> int | None:
    if request.user.is_authenticated:  # only the second factor is missing
        return request.user.pk
    try:
        return int(request.get_signed_cookie(PERSON_COOKIE, salt=PERSON_SALT))
    except (KeyError, BadSignature, ValueError):
        return None


def _too_often(request) -> bool:
    return is_ratelimited(request, group="kept_input", key="ip", rate=UNKNOWN_RATE, increment=True)
