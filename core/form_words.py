"""Labels and words for posted fields, from the address that they were posted to.

A page that has to show again what was typed knows only names and values. The forms behind an address are those
that its view's module imports; the admin's are made from its models.
"""

import sys
from collections.abc import Iterable, Iterator

from django import forms
from django.urls import Resolver404, resolve

UNKNOWN = "其他内容"
CHOSEN = "（已选择）"


def words_of(path: str, pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Label and text for each name and value; a prefix such as `item-3-` is not part of a field's name."""
    fields = _fields_behind(path)
    for name, value in pairs:
        field = fields.get(name) or fields.get(name.rsplit("-", 1)[-1])
        yield (str(field.label or UNKNOWN), _text(field, value)) if field else (UNKNOWN, value)


def _text(field: forms.Field, value: str) -> str:
    if isinstance(field, forms.ModelChoiceField):
        return CHOSEN
    if isinstance(field, forms.BooleanField):
        return "是"
    if isinstance(field, forms.ChoiceField):
        return str(dict(forms.ChoiceField(choices=field.choices).choices).get(value, value))
    return value


def _fields_behind(path: str) -> dict[str, forms.Field]:
    try:
        view = resolve(path.split("?", 1)[0]).func
    except Resolver404:
        return {}
    if admin := getattr(view, "model_admin", None):
        return forms.fields_for_model(admin.model)
    page = getattr(view, "view_class", None)
    fields = {}
    for form in _forms_of(page) if page else ():
        fields = {**form.base_fields, **fields}
    return fields


def _forms_of(page: type) -> Iterator[type[forms.BaseForm]]:
    """The page's own forms; a form that is put together from others brings along those of its module."""
    named = [each for each in vars(sys.modules[page.__module__]).values() if isinstance(each, type)]
    for each in named:
        if ".forms" not in each.__module__ or each.__module__.startswith("django"):
            continue
        module = vars(sys.modules[each.__module__])
        yield from (found for found in module.values() if _is_form(found))


def _is_form(found) -> bool:
    return isinstance(found, type) and issubclass(found, forms.BaseForm) and hasattr(found, "base_fields")
