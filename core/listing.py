"""What a list page says about itself: which filters are set, each with the address that removes it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.forms import BoundField, Form
from django.http import QueryDict

PAGE_KEYS = ("after", "before")
"""Positions in the list; they lose their meaning as soon as a filter changes."""


@dataclass(frozen=True)
class Chip:
    """One filter that is set."""

    label: str
    value: str
    remove_url: str


def chips(form: Form, params: QueryDict) -> list[Chip]:
    """One chip per value that `params` gives to a visible field of a bound `form`, in the form's order.

    Values that the form refused get a chip too, or the reader could not get rid of them.
    """
    return [
        Chip(str(field.label), shown, _without(params, field.html_name, value))
        for field in form.visible_fields()
        for value, shown in _shown_values(field, params.getlist(field.html_name))
    ]


def _shown_values(field: BoundField, values: Iterable[str]) -> Iterable[tuple[str, str]]:
    labels = choice_labels(getattr(field.field, "choices", ()))
    return [(value, labels.get(value, value)) for value in values if value.strip()]


def choice_labels(choices) -> dict[str, str]:
    """Value → label, groups opened up."""
    found = {}
    for value, label in choices:
        found |= choice_labels(label) if isinstance(label, (list, tuple)) else {str(value): str(label)}
    return found


def _without(params: QueryDict, key: str, value: str) -> str:
    rest = params.copy()
    rest.setlist(key, [other for other in params.getlist(key) if other != value])
    for page_key in PAGE_KEYS:
        rest.pop(page_key, None)
    return f"?{rest.urlencode()}"
