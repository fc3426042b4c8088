"""成长进度上墙公示 (S4 二(一), monthly): the member's own agreement, and that a month's sheet was put up."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from accounts.models import User
from accounts.services.inbox import notify
from core import clock
from core.services import ledger
from units.models import Member, Post, Unit
from workspace import consent
from workspace.models import GrowthCard, WallPosting
from workspace.queries.growth_wall import hanging_with, posting_of, wall_cards


@transaction.atomic
def give_consent(card: GrowthCard) -> None:
    """Only the page behind the member's own link calls this, for whoever holds that link; twice is once.

    Who keeps the unit's pages and is signed in is refused there: a keeper is shown everybody's link.
    """
    card = GrowthCard.objects.select_for_update(of=("self",)).get(pk=card.pk)
    if not card.consents.in_force().filter(wording=consent.CURRENT).exists():
        _end(card)
        card.consents.create(wording=consent.CURRENT)


@transaction.atomic
def withdraw_consent(card: GrowthCard) -> None:
    """Off the wall at once; if a sheet with this card hangs now, the keepers are asked to replace it."""
    card = GrowthCard.objects.select_for_update(of=("self",)).select_related("member__unit").get(pk=card.pk)
    ask_for_a_new_sheet(card, "有成员撤回了上墙公示的同意")
    _end(card)


def ask_for_a_new_sheet(card: GrowthCard, why: str) -> None:
    """Before `card` may not be shown any more: tells the keepers, if it stands on the sheet that hangs now."""
    if posting := hanging_with(card):
        _tell_keepers(card.member.unit, posting.month, why)


def take_off(member: Member) -> None:
    """Somebody leaves the unit."""
    for card in GrowthCard.objects.filter(member=member).select_related("member__unit"):
        ask_for_a_new_sheet(card, "有成员离开了本集体")


@transaction.atomic
def post_wall(unit: Unit, *, month: date, by) -> WallPosting:
    """The sheet of `month` hangs; registering it twice keeps the first day.

    Raises ValidationError while nobody stands on it: an empty sheet announces nothing.
    """
    unit = Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    if not (wall_cards(unit, month) or posting_of(unit, month)):
        raise ValidationError("还没有成员同意上墙公示，公示表是空的，不能登记上墙。")
    posting, is_new = WallPosting.objects.get_or_create(unit=unit, month=month, defaults={"posted_by": by})
    if is_new:
        ledger.append(unit, move="wall", label="成长进度上墙公示", by=by, note=f"{month:%Y-%m}")
    return posting


def _end(card: GrowthCard) -> int:
    return card.consents.in_force().update(withdrawn_at=clock.now())


def _tell_keepers(unit: Unit, month: date, why: str) -> None:
    keepers = User.objects.filter(pk__in=Post.objects.current().filter(unit=unit).values("user"))
    address = reverse("workspace:growth_wall", args=[unit.pk, f"{month:%Y-%m}"])
    notify(
        keepers.filter(is_active=True),
        title=f"{why}，请更换已张贴的公示表",
        body=f"{unit.name}：请重新打印{month.month}月的公示表，换下已张贴的一张；没有其他成员的，请直接取下。",
        url=address,
    )
