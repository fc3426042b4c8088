"""For operators and load balancers. Neither answer needs a session, nor tells a stranger anything of use."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core import readiness


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers. Touches nothing else: a broken database is no reason to restart the web server."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Whether visitors may be sent here; 503 names the parts that failed."""
    report = readiness.survey()
    answer = {"status": "unavailable" if report.failed else "ok", "parts": report.parts}
    if report.failed:
        answer["failed"] = report.failed
    return JsonResponse(answer, status=503 if report.failed else 200)
