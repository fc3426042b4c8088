"""The forms behind an address, for a page that has to name again what was posted there.

A page's own form, made for the person who reads, knows every field and offers only what this person may see. Pages
make theirs in `make_form(data)` or, in Django's way, `get_form()`; an admin page's is made of its model. Where no
page answers, the forms that its module imports know the labels at least.
"""

import logging
import sys
from collections.abc import Iterable, Mapping

from django import forms
from django.contrib.admin.utils import unquote
from django.contrib.auth.mixins import AccessMixin
from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, ResolverMatch, resolve

logger = logging.getLogger(__name__)


def own_fields(path: str, given: Mapping[str, list[str]], request: HttpRequest) -> dict[str, forms.Field]:
    """Fields by their names on the page, as the page behind `path` draws them for `request.user`; maybe none.

    Rows of an admin's inline lack their number: `items-name` is the name of every item.
    """
    match = _match(path)
    if match is None or not hasattr(request, "user"):  # refused before anybody was known
        return {}
    try:
        if admin := getattr(match.func, "model_admin", None):
            return _admin_fields(admin, match, request)
        page = getattr(match.func, "view_class", None)
        return _page_fields(page, match, _as_posted(path, given, request)) if page else {}
    except Exception:  # the page may refuse or be gone: what was typed has to be shown all the same
        logger.info("no own form behind %s for %s", path, request.user, exc_info=True)
        return {}


def declared_fields(path: str) -> dict[str, forms.Field]:
    """Fields by their bare names, as they are declared: their choices are nobody's in particular."""
    match = _match(path)
    if match is None:
        return {}
    if admin := getattr(match.func, "model_admin", None):
        return forms.fields_for_model(admin.model)
    fields = {}
    page = getattr(match.func, "view_class", None)
    for form in _forms_of(page) if page else ():
        fields = {**form.base_fields, **fields}
    return fields


def _match(path: str) -> ResolverMatch | None:
    try:
        return resolve(path.partition("?")[0])
    except Resolver404:
        return None


def _as_posted(path: str, given: Mapping[str, list[str]], request: HttpRequest) -> HttpRequest:
    """The request that was lost, made by the present reader; nothing but the form is asked for with it."""
    asked = HttpRequest()
    asked.method, asked.user, asked.session, asked.META = "POST", request.user, request.session, request.META
    asked.path, _, query = path.partition("?")
    asked.path_info, asked.GET, asked.POST = asked.path, QueryDict(query), QueryDict(mutable=True)
    for name, values in given.items():
        asked.POST.setlist(name, values)
    return asked


def _page_fields(page: type, match: ResolverMatch, asked: HttpRequest) -> dict[str, forms.Field]:
    if issubclass(page, AccessMixin) and not asked.user.is_authenticated:
        return {}
    if not hasattr(page, "make_form") and not hasattr(page, "get_form"):
        return {}
    view = page(**match.func.view_initkwargs)
    view.setup(asked, *match.args, **match.kwargs)
    form = view.make_form(asked.POST) if hasattr(view, "make_form") else view.get_form()
    return {form.add_prefix(name): field for name, field in form.fields.items()}


def _admin_fields(admin, match: ResolverMatch, request: HttpRequest) -> dict[str, forms.Field]:
    if not admin.has_view_or_change_permission(request):
        return {}
    key = match.kwargs.get("object_id")
    record = admin.get_object(request, unquote(key)) if key else None
    fields = dict(admin.get_form(request, record).base_fields)
    for formset, _ in admin.get_formsets_with_inlines(request, record):
        prefix = formset.get_default_prefix()
        fields |= {f"{prefix}-{name}": field for name, field in formset.form.base_fields.items()}
        keys = (formset.fk.name, formset.model._meta.pk.name)
        fields |= {f"{prefix}-{name}": forms.Field(widget=forms.HiddenInput) for name in keys}
    return fields


def _forms_of(page: type) -> Iterable[type[forms.BaseForm]]:
    """The page's own forms; a form that is put together from others brings along those of its module."""
    named = [each for each in vars(sys.modules[page.__module__]).values() if isinstance(each, type)]
    for each in named:
        if ".forms" not in each.__module__ or each.__module__.startswith("django"):
            continue
        module = vars(sys.modules[each.__module__])
        yield from (found for found in module.values() if _is_form(found))


def _is_form(found) -> bool:
    return isinstance(found, type) and issubclass(found, forms.BaseForm) and hasattr(found, "base_fields")
