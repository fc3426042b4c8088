"""牌匾台账: numbering, replacing and recalling plaques."""

from django.db import transaction

from core.lifecycle import consequence, perform
from core.services import ledger
from creation_cycle.certificates.number import LEVEL_LETTERS
from creation_cycle.enums import PlaqueState
from creation_cycle.models import NumberSeries, Plaque, Title
from creation_cycle.services.naming import naming_region
from workspace.media.cleaned import CleanMedia


@transaction.atomic
def prepare(title: Title, *, by, replaces: Plaque | None = None) -> Plaque:
    """A new plaque for the title's present star, under the next number; `replaces` has made room for it."""
    plaque = Plaque.objects.create(
        title=title, star=title.star, number=_next_number(title), replaces=replaces
    )
    note = f"代替 {replaces.number}" if replaces else ""
    ledger.append_creation(plaque, by=by, note=note)
    return plaque


@transaction.atomic
def keep_up(title: Title, *, reason: str, by) -> Plaque:
    """The plaque of the title's present star: the one it has, or a new one after the old was called back."""
    old = title.plaques.current().select_for_update().first()
    if old and old.star == title.star:
        return old
    if old:
        _call_back(old, reason)
    return prepare(title, by=by, replaces=old)


@transaction.atomic
def hang(plaque: Plaque, photo: CleanMedia, *, by) -> Plaque:
    """Keep the photo and record that the plaque hangs; refused, nothing is kept."""
    plaque = Plaque.objects.select_for_update().get(pk=plaque.pk)
    plaque.photo.save(f"{plaque.number}{photo.suffix}", photo.content, save=False)
    stored = plaque.photo
    try:
        with transaction.atomic():
            plaque.save(update_fields=["photo"])
            return perform(plaque, "hang", by=by)
    except Exception:
        stored.storage.delete(stored.name)
        raise


@transaction.atomic
def recall_for(title: Title, *, reason: str, by=None) -> list[Plaque]:
    """Call back every plaque of a title that stands no longer; safe to run twice.

    `by` stands in the title's own history: here the portal acts. Returns those that are called back now.
    """
    return [_call_back(plaque, reason) for plaque in title.plaques.current().select_for_update()]


@consequence("recall_plaques")
def _recall_plaques(title: Title, **_) -> None:
    """A title that ended without blame leaves no plaque on the wall either."""
    recall_for(title, reason=f"称号终止：{title.state_reason}")


def _call_back(plaque: Plaque, reason: str) -> Plaque:
    move = "withhold" if plaque.state == PlaqueState.PREPARED else "recall"
    return perform(plaque, move, by=None, note=reason)


@consequence("prepare_successor_plaque")
def _prepare_successor(plaque: Plaque, *, by, **_) -> None:
    prepare(plaque.title, by=by, replaces=plaque)


def _next_number(title: Title) -> str:
    """`P{level}{region6}-{year}-{seq4}`, without gaps; the year is that of the latest recognition."""
    series = f"P{LEVEL_LETTERS[title.level]}{naming_region(title).code[:6]}-{title.last_recognised_on.year}"
    return f"{series}-{NumberSeries.take(series):04}"
