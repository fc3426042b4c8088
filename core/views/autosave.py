"""Forms that save themselves: what is valid is kept, what is refused is named beside the save mark."""

from collections.abc import Iterable

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django_htmx.http import HttpResponseClientRedirect, trigger_client_event

from core import clock
from core.lifecycle import TransitionBlocked

SAVED = "draft-saved"
"""Browser event; the panel of conditions listens to it and reads itself again."""


def autosaved(
    request, forms: Iterable[BaseForm], template: str = "desk/save_state.html", **context
) -> HttpResponse:
    """The answer to an htmx save: 已保存 10:32, or which fields were left out and why."""
    refused = [field for form in forms for field in form if field.errors]
    response = render(request, template, {"saved_at": clock.now(), "refused": refused, **context})
    return trigger_client_event(response, SAVED)


def no_longer_editable(request, record, blocked: TransitionBlocked) -> HttpResponse:
    """Somebody else took the record over while the page was open: show it as it is now."""
    messages.error(request, str(blocked))
    return HttpResponseClientRedirect(record.get_absolute_url()) if request.htmx else redirect(record)
