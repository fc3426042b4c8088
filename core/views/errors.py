"""What a visitor sees when something is refused or breaks: a sentence and a way on, never a trace."""

import logging

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template import TemplateDoesNotExist, loader

logger = logging.getLogger(__name__)

BARE_ERROR_PAGE = (
    '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>系统暂时出错</title>'
    "<h1>系统暂时出错</h1><p>请稍后再试。<a href='/'>返回首页</a></p></html>"
)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Settings name it as CSRF_FAILURE_VIEW: mostly a page left open over night or blocked cookies."""
    logger.warning("CSRF check failed at %s: %s", request.path, reason)
    return render(request, "403_csrf.html", status=403)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler403; the exception names a permission, which is for the log and not for the visitor."""
    logger.warning("refused at %s: %s", request.path, exception)
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler404; never says whether the thing exists for somebody else."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500; without context processors, for they may be what failed."""
    try:
        return HttpResponseServerError(loader.get_template("500.html").render())
    except TemplateDoesNotExist:
        return HttpResponseServerError(BARE_ERROR_PAGE)
