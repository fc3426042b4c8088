"""Labels and words for posted fields, from the address that they were posted to.

A page that has to show again what was typed knows only names and values. `core.page_forms` finds the forms behind
the address; the words are those that the form itself would show.
"""

import re
from collections.abc import Iterable, Iterator

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from core.listing import choice_labels
from core.page_forms import declared_fields, own_fields

UNKNOWN = "其他内容"
CHOSEN = "（已选择）"
ROW = re.compile(r"-\d+-")


def words_of(
    path: str, pairs: Iterable[tuple[str, str]], request: HttpRequest | None = None
) -> Iterator[tuple[str, str]]:
    """Label and text of each field; those that a form hides from people are left out.

    With `request`, the reader's, the page's own form is asked, and a chosen row of the database gets its name:
    only rows that the page offers this reader have one.
    """
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        given.setdefault(name, []).append(value)
    own = own_fields(path, given, request) if request else {}
    declared = declared_fields(path)
    for name, values in given.items():
        field = own.get(name) or own.get(ROW.sub("-", name))
        words = _words(field, values) if field else None
        field = field or declared.get(name) or declared.get(name.rsplit("-", 1)[-1])
        if field and field.widget.is_hidden:
            continue
        yield str((field and field.label) or UNKNOWN), words or _words_without_rows(field, values)


def _words(field: forms.Field, values: list[str]) -> str:
    """What was chosen or typed, as the reader's own form says it."""
    if not isinstance(field, forms.ModelChoiceField):
        return _words_without_rows(field, values)
    several = isinstance(field, forms.ModelMultipleChoiceField)
    try:
        chosen = field.clean(values if several else values[0])
    except ValidationError:  # not offered to this reader, or not any more
        return CHOSEN
    return "、".join(field.label_from_instance(row) for row in (chosen if several else [chosen]))


def _words_without_rows(field: forms.Field | None, values: list[str]) -> str:
    if isinstance(field, forms.ModelChoiceField):
        return CHOSEN
    if isinstance(field, forms.BooleanField):
        return "是"
    if isinstance(field, forms.ChoiceField):
        words = choice_labels(field.choices)
        return "、".join(words.get(value, value) for value in values)
    return "\n".join(values)
