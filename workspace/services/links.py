"""联创结对: proposing a link, and telling the other side what became of it."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse

from accounts.models import User
from accounts.services.inbox import notify
from core.lifecycle import consequence, perform
from core.services import ledger
from units.models import Post, Unit
from workspace.enums import LinkState
from workspace.models import UnitLink

WORDS = {
    LinkState.CONFIRMED: "已同意",
    LinkState.DECLINED: "未同意",
    LinkState.WITHDRAWN: "已撤回",
}
"""What the other unit did with a proposal, as the inbox says it."""


class AlreadyProposed(ValidationError):
    """The other unit has proposed the same: `link` waits for an answer of ours."""

    def __init__(self, link: UnitLink):
        self.link = link
        text = f"{link.proposer}已向本集体发起同一形式的结对，请直接确认，不必另行发起。"
        super().__init__(text, code="already_proposed")


@transaction.atomic
def propose_link(unit: Unit, *, by, kind: str, partner: Unit, **values) -> UnitLink:
    """Ask another unit's captain for a link; real only when confirmed there.

    One of the same kind whose agreed time is over stands in nobody's way: it is ended, as of the day agreed.
    Raises PermissionDenied (only 号长 and 副号长 speak for a unit), AlreadyProposed, or ValidationError when the
    two have such a link already or one of them no longer exists.
    """
    if not by.has_perm("workspace.propose_unitlink", unit):
        raise PermissionDenied("workspace.propose_unitlink")
    unit, partner = _both_locked(unit, partner)
    for over in UnitLink.objects.expired().between(unit, partner).filter(kind=kind):
        perform(over, "end", by=by)
    _require_none_live(unit, partner, kind)
    link = UnitLink(proposer=unit, partner=partner, kind=kind, proposed_by=by, **values)
    link.validate_constraints()
    link.save()
    ledger.append_creation(link, by=by)
    _tell(link, partner, f"{unit}发起{link.get_kind_display()}，请确认")
    return link


def _both_locked(unit: Unit, partner: Unit) -> tuple[Unit, Unit]:
    """In the order of their keys, so that two who propose to each other wait for one another, not forever."""
    rows = Unit.objects.select_for_update(of=("self",)).filter(pk__in=[unit.pk, partner.pk]).order_by("pk")
    by_key = {row.pk: row for row in rows}
    return by_key[unit.pk], by_key[partner.pk]


def _require_none_live(unit: Unit, partner: Unit, kind: str) -> None:
    if gone := [one.name for one in (unit, partner) if one.dissolved_on]:
        raise ValidationError(f"{'、'.join(gone)}已撤并，不能结对。", code="dissolved")
    live = UnitLink.objects.live().between(unit, partner).filter(kind=kind).select_related("proposer").first()
    if live is None:
        return
    if live.state == LinkState.PROPOSED and live.proposer_id == partner.pk:
        raise AlreadyProposed(live)
    raise ValidationError(
        f"与{partner}已有一项{live.get_kind_display()}（{live.get_state_display()}）。", code="one_live_link"
    )


@consequence("tell_proposer")
def tell_proposer(link: UnitLink, *, by, **_) -> None:
    """What the unit that was asked answered, with its reason."""
    _tell(link, link.proposer, f"{link.partner}{_said(link)}")


@consequence("tell_partner")
def tell_partner(link: UnitLink, *, by, **_) -> None:
    """That there is nothing left to answer."""
    _tell(link, link.partner, f"{link.proposer}{_said(link)}")


@consequence("tell_both")
def tell_both(link: UnitLink, *, by, **_) -> None:
    """Whoever ended it knows; the other keepers of the own side may not."""
    for unit in (link.proposer, link.partner):
        _tell(link, unit, f"与{link.other(unit)}的{link.get_kind_display()}已结束")


def _said(link: UnitLink) -> str:
    return f"{WORDS[LinkState(link.state)]}{link.get_kind_display()}"


def _tell(link: UnitLink, unit: Unit, title: str) -> None:
    """One message to everybody who keeps the unit's pages, leading to the link as seen from there."""
    keepers = User.objects.filter(pk__in=Post.objects.current().filter(unit=unit).values("user"))
    notify(
        keepers.filter(is_active=True),
        title=title,
        body=f"{link.topic}\n{link.reason}".strip(),
        url=reverse("workspace:link", args=[unit.pk, link.pk]),
    )
