"""Daily seals with the text each hash was taken of, so that anybody can take it again."""

import json
from dataclasses import dataclass

from core.keyset import Page, page_of
from core.models import DailySeal


@dataclass(frozen=True)
class PublishedSeal:
    """`sealed_text` hashed with SHA-256 gives `seal.hash`."""

    seal: DailySeal
    sealed_text: str


def seal_page(*, after: str, before: str) -> tuple[Page, list[PublishedSeal]]:
    """A page of seals, the newest first."""
    page = page_of(DailySeal.objects.order_by("-day"), ("day",), after=after, before=before)
    return page, [PublishedSeal(seal, _sealed_text(seal)) for seal in page.rows]


def _sealed_text(seal: DailySeal) -> str:
    content = json.dumps(seal.content(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{seal.previous_hash}\n{content}"
