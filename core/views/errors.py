"""What a visitor sees when something is refused or breaks: a sentence and a way on, never a trace."""

import logging

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template import TemplateDoesNotExist, loader

from core.kept_input import KeptInput, is_own_page
from core.lifecycle import MovedOn

logger = logging.getLogger(__name__)

BARE_ERROR_PAGE = (
    '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>系统暂时出错</title>'
    "<h1>系统暂时出错</h1><p>请稍后再试。<a href='/'>返回首页</a></p></html>"
)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Settings name it as CSRF_FAILURE_VIEW: mostly a page left open over night or blocked cookies.

    What a page of our own sent is shown again with a new token; what another site sent is not even read.
    """
    logger.warning("CSRF check failed at %s: %s", request.path, reason)
    get_token(request)  # sets the cookie anew, so that the next autosave of an open page gets through
    kept = KeptInput.of(request) if is_own_page(request) else None
    return render(request, "403_csrf.html", {"kept": kept}, status=403)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler403; the exception names a permission, which is for the log and not for the visitor.

    What was typed stands below, to be copied: it may be long, and sending it again would not help.
    """
    logger.warning("refused at %s: %s", request.path, exception)
    context = {"kept": KeptInput.of(request), "moved_on": isinstance(exception, MovedOn)}
    return render(request, "403.html", context, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler404; never says whether the thing exists for somebody else."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500; without context processors, for they may be what failed."""
    try:
        return HttpResponseServerError(loader.get_template("500.html").render())
    except TemplateDoesNotExist:
        return HttpResponseServerError(BARE_ERROR_PAGE)
