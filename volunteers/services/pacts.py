"""结对共建协议书: drafted, signed, ended with its pairing, overtaken by the calendar."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import User
from accounts.services.inbox import notify
from core import clock
from core.lifecycle import consequence, perform
from core.services import ledger
from units.models import Post, YouthHomePairing
from volunteers.event_enums import PactState
from volunteers.models import Pact


@transaction.atomic
def draft(pairing: YouthHomePairing, *, by, **values) -> Pact:
    """A pact to be signed; raises ValidationError when one is live. What a home is called stays with the pairing."""
    _require_right(by, pairing)
    pact = Pact(pairing=pairing, made_by=by, **values)
    pact.full_clean(exclude=["made_by"])
    pact.save()
    ledger.append_creation(pact, by=by)
    return pact


@transaction.atomic
def change(pact: Pact, *, by, **values) -> Pact:
    """Only while nobody has signed: raises PermissionDenied afterwards."""
    _require_right(by, pact.pairing)
    pact = Pact.objects.select_for_update(of=("self",)).get(pk=pact.pk)
    if pact.state != PactState.DRAFT:
        raise PermissionDenied("a signed pact stays as it was signed")
    for name, value in values.items():
        setattr(pact, name, value)
    pact.full_clean(exclude=["made_by"])
    pact.save()
    ledger.append(pact, move="edit", label="修改", by=by, source=pact.state, target=pact.state)
    return pact


@transaction.atomic
def attach_scan(pact: Pact, *, by, path: str) -> Pact:
    """The signed paper as a file of the private storage, already proved and stored by the caller."""
    _require_right(by, pact.pairing)
    pact = Pact.objects.select_for_update(of=("self",)).get(pk=pact.pk)
    pact.scan = path
    pact.save(update_fields=["scan"])
    ledger.append(pact, move="scan", label="上传签署件", by=by, source=pact.state, target=pact.state)
    return pact


def end_with_pairing(pairing: YouthHomePairing, *, by) -> None:
    """A pairing that is over carries no pact; hook of `units.services.rosters`."""
    for pact in Pact.objects.live().filter(pairing=pairing):
        perform(pact, "lapse", by=None, note="结对已解除")


def expire_due() -> int:
    """Every day: pacts whose term is over, or whose pairing was ended on the unit's page. Safe to run twice."""
    for pact in Pact.objects.live().filter(pairing__ends_on__lte=clock.today()):
        perform(pact, "lapse", by=None, note="结对已解除")
    due = list(Pact.objects.over())
    for pact in due:
        perform(pact, "expire", by=None)
    return len(due)


@consequence("tell_pact_over")
def tell_pact_over(pact: Pact, *, by, **_) -> None:
    """Whoever keeps the unit's pages draws up the next one in time."""
    unit = pact.pairing.unit
    keepers = User.objects.filter(
        pk__in=Post.objects.current().filter(unit=unit).values("user"), is_active=True
    )
    notify(
        keepers,
        title=f"结对共建协议书到期：{pact.pairing.name}",
        body="结对关系仍然有效。请与青少年之家续签协议书。",
        url=f"/desk/units/{unit.pk}/youth-homes/{pact.pairing_id}/pact/",
    )


def _require_right(by, pairing: YouthHomePairing) -> None:
    if not by.has_perm("volunteers.keep_pact", pairing):
        raise PermissionDenied("volunteers.keep_pact")
