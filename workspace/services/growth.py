"""Keeping 青年成长计划卡 (S4 二(一); domain.md §5.6).

A card is written by its member and by the unit's keepers. Making and deleting cards leaves a line without names on
the unit; what people write on them does not: a plan to grow is nobody's to audit.
"""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import models, transaction

from core import clock
from core.merge import Merged, Seen
from core.services import ledger
from core.services.edits import merge_into
from units.models import Unit
from workspace.models import GrowthCard, GrowthComment, GrowthGoal, GrowthPoint, GrowthSupporter, Quote
from workspace.models.growth import new_token
from workspace.services.wall import ask_for_a_new_sheet

ONE_DAY = timedelta(days=1)
MOST = {GrowthGoal: 50, GrowthPoint: 800, Quote: 400, GrowthSupporter: 50}
"""Rows of a card: far more than anybody needs in two years, and no more than its page can show."""
CLOSED = "成员已离开本集体，计划卡不能再修改。"


@transaction.atomic
def make_cards(unit: Unit, *, starts_on: date, ends_on: date, by) -> int:
    """A card for each current member who has none in these days that still runs; returns how many were made.

    Whose last card is over begins the day after it. The days must not be over.
    """
    unit, today = _locked(unit), clock.today()
    cards = GrowthCard.objects.of(unit).filter(starts_on__lte=ends_on, ends_on__gte=starts_on)
    members = unit.members.on(today).exclude(pk__in=cards.filter(ends_on__gte=today).values("member"))
    over = dict(cards.order_by("ends_on").values_list("member", "ends_on"))
    begins = {member: over[member.pk] + ONE_DAY if member.pk in over else starts_on for member in members}
    made = GrowthCard.objects.bulk_create(
        GrowthCard(member=member, starts_on=first, ends_on=ends_on, created_by=by)
        for member, first in begins.items()
        if first < ends_on
    )
    if made:
        _note(unit, by, f"建卡 {len(made)} 张")
    return len(made)


@transaction.atomic
def delete_card(card: GrowthCard, *, by) -> None:
    """With everything on it: a member may ask for that (PIPL art. 47). From the wall, too."""
    unit = _locked(card.member.unit)
    ask_for_a_new_sheet(card, "有成员的计划卡已删除")
    if GrowthCard.objects.filter(pk=card.pk).delete()[0]:
        _note(unit, by, "删除 1 张")


@transaction.atomic
def add_part(part: models.Model) -> models.Model:
    """A new goal, point, quote or supporter on `part.card`; raises ValidationError, also for a closed or full card."""
    _open_card(part.card_id)
    most = MOST[type(part)]
    if type(part).objects.filter(card=part.card_id).count() >= most:
        raise ValidationError(f"一张计划卡最多 {most} 条{part._meta.verbose_name}，请先删除不需要的。")
    part.validate_constraints()
    part.save()
    return part


@transaction.atomic
def change_part(part: models.Model, *, by=None, seen: Seen | None = None, **values) -> Merged:
    """Correct a goal, point, quote or supporter; `by` is None for the member. Raises like `add_part`."""
    _open_card(part.card_id)
    part = type(part).objects.get(pk=part.pk)
    return _merge(part, by, seen, values)


@transaction.atomic
def remove_part(part: models.Model) -> None:
    _open_card(part.card_id)
    part.delete()


@transaction.atomic
def mark_goal(goal: GrowthGoal, *, done: bool) -> None:
    """Done today, or not yet; marking twice keeps the first day."""
    _open_card(goal.card_id)
    goal = GrowthGoal.objects.get(pk=goal.pk)
    if done != bool(goal.done_on):
        goal.done_on = clock.today() if done else None
        goal.save(update_fields=["done_on"])


@transaction.atomic
def change_card(card: GrowthCard, *, by=None, seen: Seen | None = None, **values) -> Merged:
    """Its summary 完成总结; `by` is None for the member."""
    return _merge(_open_card(card.pk), by, seen, values)


@transaction.atomic
def renew_link(owner: GrowthCard | GrowthSupporter) -> None:
    """A new address for the member or supporter; the old one stops at once, a withdrawn supporter is back."""
    if isinstance(owner, GrowthSupporter):
        _open_card(owner.card_id)
        owner.withdrawn_at = None
    else:
        _open_card(owner.pk)
    owner.token = new_token()
    owner.save(update_fields=["token", *(["withdrawn_at"] if isinstance(owner, GrowthSupporter) else [])])


@transaction.atomic
def withdraw_supporter(supporter: GrowthSupporter) -> None:
    """The page stops; the comments stay. Withdrawing twice keeps the first time."""
    GrowthSupporter.objects.filter(pk=supporter.pk, withdrawn_at__isnull=True).update(
        withdrawn_at=clock.now()
    )


@transaction.atomic
def comment(supporter: GrowthSupporter, *, text: str, point: GrowthPoint | None = None) -> GrowthComment:
    """伙伴建议 or 粉丝支持, to one point of the axis or to the whole card."""
    _open_card(supporter.card_id)
    return GrowthComment.objects.create(supporter=supporter, text=text, point=point)


def retract(comment: GrowthComment) -> None:
    """Deletes a comment of the last minutes; raises ValidationError afterwards."""
    if not comment.is_retractable:
        raise ValidationError("留言超过 10 分钟，不能再删除。")
    comment.delete()


def _locked(unit: Unit) -> Unit:
    return Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)


def _open_card(pk: int) -> GrowthCard:
    """The card under its lock, with its member still there."""
    card = GrowthCard.objects.select_for_update(of=("self",)).select_related("member").get(pk=pk)
    if not card.is_open:
        raise ValidationError(CLOSED)
    return card


def _merge(record: models.Model, by, seen: Seen | None, values: dict) -> Merged:
    merged = merge_into(record, mine=values, seen=seen, by=by)
    for name, value in merged.values.items():
        setattr(record, name, value)
    record.validate_constraints()
    record.save(update_fields=sorted(merged.values))
    return merged


def _note(unit: Unit, by, what: str) -> None:
    ledger.append(unit, move="growth", label="青年成长计划卡", by=by, note=what)
