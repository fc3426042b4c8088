"""A page of the admin with one form, for what is not a move: it explains, asks and does one thing."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from core.lifecycle import TransitionBlocked

TEMPLATE = "admin/portal/volunteers/form_page.html"


def reason_field(label: str = "理由", *, help_text: str = "", long: bool = False) -> forms.CharField:
    widget = UnfoldAdminTextareaWidget(attrs={"rows": 3}) if long else UnfoldAdminTextInputWidget()
    return forms.CharField(
        label=label,
        max_length=120,
        help_text=help_text,
        widget=widget,
        error_messages={"required": f"请填写{label}。"},
    )


def form_page(model_admin, request, form: forms.Form, act: Callable, *, done: str, **context):
    """GET shows the form, POST calls `act(form)`, says `done` and goes to what `act` returns or to `back`.

    `context` has title, button and back, and may have words, danger and rows of a comparison.
    """
    if request.method == "POST" and form.is_valid():
        try:
            target = act(form)
        except TransitionBlocked as blocked:
            form.add_error(None, [str(finding) for finding in blocked.findings])
        except ValidationError as error:
            _say(form, error)
        else:
            if hasattr(target, "status_code"):
                return target
            if done:
                messages.success(request, done)
            return HttpResponseRedirect(target or context["back"])
    return plain_page(model_admin, request, form=form, **context)


def plain_page(model_admin, request, **context) -> TemplateResponse:
    """The page with what it has, kept by no cache."""
    page = {**model_admin.admin_site.each_context(request), "opts": model_admin.opts, **context}
    response = TemplateResponse(request, TEMPLATE, page)
    response["Cache-Control"] = "no-store"
    return response


def _say(form: forms.Form, error: ValidationError) -> None:
    """At the fields where the form has them, else above the form."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


def require(user, permission: str, record) -> None:
    if not user.has_perm(permission, record):
        raise PermissionDenied(permission)
