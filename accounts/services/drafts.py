"""What is typed into the form of a record stays until the form is saved, given up, or a month old.

`PageDraft` is the draft of one open form; `accounts.views.drafts.DraftedPage` brings it together with a page. Only
the page that a draft belongs to shows it: whoever may no longer open the page does not see the draft either.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from urllib.parse import urlencode
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from accounts.models import FormDraft, User
from core import clock
from core.crypto import DecryptionFailed
from core.kept_input import KeptInput

LASTS = timedelta(days=30)
MOST = 20
"""Drafts of one person; the oldest make room."""
EXCERPT = 40


@dataclass(frozen=True)
class Waiting:
    """One draft as its page offers it."""

    key: UUID
    saved_at: datetime
    kept: KeptInput

    @property
    def excerpt(self) -> str:
        """By what its writer knows it again: the longest text in it, if there is any beside dates and numbers."""
        values = [value for _, value in self.kept.typed]
        longest = max((value for value in values if not value.isascii()), key=len, default="")
        return longest if len(longest) <= EXCERPT else f"{longest[:EXCERPT]}…"


@dataclass(frozen=True)
class PageDraft:
    """The draft of the form `key` at `path`, which may not have been typed into yet, and others of the address."""

    owner: User
    path: str
    key: UUID

    @cached_property
    def waiting(self) -> list[Waiting]:
        """All that is kept for the address, newest first."""
        rows = FormDraft.objects.filter(owner=self.owner, path=self.path, saved_at__gt=clock.now() - LASTS)
        try:
            return [Waiting(row.key, row.saved_at, KeptInput.from_json(row.content)) for row in rows]
        except DecryptionFailed:  # the key was changed meanwhile
            return []

    @property
    def others(self) -> list[Waiting]:
        return [each for each in self.waiting if each.key != self.key]

    @property
    def taken_up(self) -> Waiting | None:
        """What was typed into this very form before."""
        return next((each for each in self.waiting if each.key == self.key), None)

    @property
    def url(self) -> str:
        """Where the form sends what is typed."""
        return f"{reverse('accounts:draft', args=[self.key])}?{urlencode({'for': self.path}, safe='/')}"


@transaction.atomic
def keep(kept: KeptInput, *, key: UUID, by: User) -> FormDraft:
    """Store what `by` has typed so far; what is older than a month goes, whosever it is."""
    now = clock.now()
    values = {"path": kept.path, "content": kept.to_json(), "saved_at": now}
    draft, _ = FormDraft.objects.update_or_create(owner=by, key=key, defaults=values)
    FormDraft.objects.filter(saved_at__lt=now - LASTS).delete()
    surplus = FormDraft.objects.filter(owner=by).values_list("pk", flat=True)[MOST:]
    FormDraft.objects.filter(pk__in=list(surplus)).delete()
    return draft


def drop(key: UUID, *, by: User) -> None:
    """The form was saved, or given up."""
    FormDraft.objects.filter(owner=by, key=key).delete()
