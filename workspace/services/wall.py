"""成长进度上墙公示 (S4 二(一), monthly): the member's own agreement, and that a month's sheet was put up."""

from datetime import date

from django.db import transaction
from django.urls import reverse

from accounts.models import User
from accounts.services.inbox import notify
from core import clock
from core.services import ledger
from units.models import Post, Unit
from workspace import consent
from workspace.models import GrowthCard, WallPosting
from workspace.queries.growth_wall import hangs_on_wall


@transaction.atomic
def give_consent(card: GrowthCard) -> None:
    """Only the page behind the member's own link calls this: nobody agrees for somebody else. Twice is once."""
    card = GrowthCard.objects.select_for_update(of=("self",)).get(pk=card.pk)
    if not card.consents.in_force().filter(wording=consent.CURRENT).exists():
        _end(card)
        card.consents.create(wording=consent.CURRENT)


@transaction.atomic
def withdraw_consent(card: GrowthCard) -> None:
    """Off the wall at once; if a sheet with this card hangs now, the keepers are asked to replace it."""
    card = GrowthCard.objects.select_for_update(of=("self",)).select_related("member__unit").get(pk=card.pk)
    hung = hangs_on_wall(card)
    if _end(card) and hung:
        _ask_for_a_new_sheet(card.member.unit)


@transaction.atomic
def post_wall(unit: Unit, *, month: date, by) -> WallPosting:
    """The sheet of `month` hangs; registering it twice keeps the first day."""
    unit = Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    posting, is_new = WallPosting.objects.get_or_create(unit=unit, month=month, defaults={"posted_by": by})
    if is_new:
        ledger.append(unit, move="wall", label="成长进度上墙公示", by=by, note=f"{month:%Y-%m}")
    return posting


def _end(card: GrowthCard) -> int:
    return card.consents.in_force().update(withdrawn_at=clock.now())


def _ask_for_a_new_sheet(unit: Unit) -> None:
    keepers = User.objects.filter(pk__in=Post.objects.current().filter(unit=unit).values("user"))
    address = reverse("workspace:growth_wall", args=[unit.pk, f"{clock.today():%Y-%m}"])
    notify(
        keepers.filter(is_active=True),
        title="有成员撤回了上墙公示的同意，请更换已张贴的公示表",
        body=f"{unit.name}：请重新打印本月的公示表，换下已张贴的一张。",
        url=address,
    )
