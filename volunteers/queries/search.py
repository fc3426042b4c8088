"""Finding volunteers by what people have at hand: a name or part of it, a number, a telephone, a card.

One field takes all of them. A name is looked up by its grams first, at most `CAPPED_AT` + 1 keys: when there are few,
those rows are all; when a thousand share it, the list's own order is walked instead, because matches lie thick there.
Either way a page costs milliseconds among a million (docs/decisions/0034-gram-index.md).
"""

import re
from dataclasses import dataclass

from django.db.models import QuerySet

from core.grams import grams_of_term
from core.templatetags.portal import CAPPED_AT
from core.validators import normalise_code

NUMBER = re.compile(r"\d{12}", re.ASCII)
PHONE = re.compile(r"1[3-9]\d{9}", re.ASCII)
IDENTITY = re.compile(r"\d{17}[\dX]", re.ASCII)


@dataclass(frozen=True)
class Found:
    """Rows to be shown in pages, and how many there are: `CAPPED_AT` + 1 stands for more."""

    rows: QuerySet
    count: int


def search(volunteers: QuerySet, text: str) -> Found:
    """Rows of `volunteers` that `text` means. Nothing for a text without letters and digits."""
    exact = exactly(volunteers, text)
    if exact is None:
        return _named(volunteers, text.strip())
    return Found(exact, exact.order_by().count())


def exactly(volunteers: QuerySet, text: str) -> QuerySet | None:
    """Whoever has this number, telephone or card; None when the text is neither of them."""
    code = normalise_code(text)
    if NUMBER.fullmatch(code):
        return volunteers.filter(number=code)
    if PHONE.fullmatch(code):
        return volunteers.with_phone(code)
    if IDENTITY.fullmatch(code):
        return volunteers.with_identity(code)
    return None


def _named(volunteers: QuerySet, text: str) -> Found:
    if not grams_of_term(text):
        return Found(volunteers.none(), 0)
    keys = list(volunteers.named(text).order_by().values_list("pk", flat=True)[: CAPPED_AT + 1])
    if len(keys) > CAPPED_AT:
        return Found(volunteers.filter(name__contains=text), len(keys))
    return Found(volunteers.filter(pk__in=keys), len(keys))
