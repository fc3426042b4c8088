"""Keyset pages: an address names the row it goes on after, so the last page costs no more than the first."""

import base64
import binascii
import json
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

PAGE_SIZE = 30


@dataclass(frozen=True)
class Page:
    """Rows in order; `after` and `before` are the tokens of the neighbouring pages, or empty."""

    rows: list
    after: str = ""
    before: str = ""


def page_of(
    rows: QuerySet, keys: tuple[str, ...], *, after: str = "", before: str = "", size: int = 0
) -> Page:
    """One page of `rows`, which are ordered by `keys`, all of them descending and the last one unique.

    `size` rows stand on it, or PAGE_SIZE. A token that nobody handed out (cut off, invented) leads to the first page.
    """
    size = size or PAGE_SIZE
    if position := _read(before, rows.model, keys):
        found = list(rows.filter(_beyond(keys, position, "gt")).reverse()[: size + 1])
        if len(found) > size:
            shown = found[:size][::-1]
            return Page(shown, after=_token(shown[-1], keys), before=_token(shown[0], keys))
        return page_of(rows, keys, size=size)
    position = _read(after, rows.model, keys)
    found = list((rows.filter(_beyond(keys, position, "lt")) if position else rows)[: size + 1])
    shown = found[:size]
    return Page(
        shown,
        after=_token(shown[-1], keys) if len(found) > size else "",
        before=_token(shown[0], keys) if position and shown else "",
    )


def _beyond(keys: tuple[str, ...], position: list, side: str) -> Q:
    """Rows past `position` in the order of `keys`; `side` is lt (further down) or gt (further up)."""
    past = Q(**{f"{keys[0]}__{side}": position[0]})
    if len(keys) == 1:
        return past
    return past | (Q(**{keys[0]: position[0]}) & _beyond(keys[1:], position[1:], side))


def _token(row: Model, keys: tuple[str, ...]) -> str:
    text = json.dumps([str(getattr(row, key)) for key in keys])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(token: str, model: type[Model], keys: tuple[str, ...]) -> list | None:
    """The column values in a token; None for what is not one."""
    try:
        values = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        fields = [model._meta.pk if key == "pk" else model._meta.get_field(key) for key in keys]
        position = [field.to_python(value) for field, value in zip(fields, values, strict=True)]
    except (ArithmeticError, ValueError, TypeError, RecursionError, binascii.Error, ValidationError):
        return None
    return None if None in position else position
