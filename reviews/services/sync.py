"""What phones send that were without signal: each entry of their queue is applied once, whatever the network does.

Entries carry a key that the phone made. One that was applied before is answered as it was then, even when the item
was changed or the sheet handed in since. The phone's clock plays no part: it sends its queue in order, and the
times are the portal's.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from core.text import one_line_end
from creation_cycle.models import StandardItem
from reviews.answers import Answer
from reviews.models import OfflineEntry, ScoreSheet
from reviews.services.photos import add_photos
from reviews.services.sheets import Conflict, Saved, lock_draft, save_item
from workspace.media.cleaned import CleanMedia


@dataclass(frozen=True)
class Applied:
    """The portal holds the entry; `version` is the item's number in the sheet (0: cleared, or no item's answer)."""

    version: int
    saved_at: datetime


@dataclass(frozen=True)
class OtherComment:
    """Another device wrote something else as 总体意见 meanwhile: that stays, nothing was written."""

    comment: str


@transaction.atomic
def apply_answer(
    sheet: ScoreSheet, item: StandardItem, *, key: UUID, answer: Answer, base_version: int
) -> Applied | Conflict:
    """Keep one answer as `save_item` does, once for each key. Raises as `save_item` does."""
    if applied := _applied(sheet, key):
        return applied
    outcome = save_item(sheet, item, answer=answer, base_version=base_version)
    if isinstance(outcome, Saved):
        return _note(sheet, key, outcome.version, saved_at=outcome.saved_at)
    return outcome


@transaction.atomic
def apply_photo(sheet: ScoreSheet, item: StandardItem, *, key: UUID, media: CleanMedia) -> Applied:
    """Keep a picture once for each key, also when it was deleted since. Raises as `add_photos` does."""
    if applied := _applied(sheet, key):
        return applied
    add_photos(sheet, item, media={key: media})
    return _note(sheet, key)


@transaction.atomic
def apply_comment(sheet: ScoreSheet, *, key: UUID, comment: str, base_comment: str) -> Applied | OtherComment:
    """Keep the sheet's comment if it still says `base_comment`. Raises TransitionBlocked."""
    if applied := _applied(sheet, key):
        return applied
    sheet = lock_draft(sheet)
    stored, given = one_line_end(sheet.comment), one_line_end(comment)
    if stored not in (one_line_end(base_comment), given):
        return OtherComment(stored)
    if stored != given:
        sheet.comment = given
        sheet.save()
    return _note(sheet, key)


def _applied(sheet: ScoreSheet, key: UUID) -> Applied | None:
    """Looked for under the sheet's lock: of two requests with one key the second finds what the first did."""
    ScoreSheet.objects.select_for_update().get(pk=sheet.pk)
    entry = OfflineEntry.objects.filter(sheet=sheet, key=key).first()
    return Applied(entry.version, entry.saved_at) if entry else None


def _note(sheet: ScoreSheet, key: UUID, version: int = 0, **times) -> Applied:
    entry = OfflineEntry.objects.create(sheet=sheet, key=key, version=version, **times)
    return Applied(entry.version, entry.saved_at)
