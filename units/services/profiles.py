"""A unit's basic information, and the employer it belongs to."""

from collections.abc import Mapping

from django.db import transaction

from core.services import ledger
from units.models import Employer, Unit


@transaction.atomic
def keep_profile(unit: Unit, *, by, employer: Mapping[str, str], **facts) -> Unit:
    """Write what changed, with a ledger line that names the changed facts; nothing changed, nothing written.

    `employer` has `name`, `credit_code` and `nature`: a known name is linked, gaps in its record are filled, and
    a new one is registered.
    """
    unit = Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    facts["employer"] = _employer(**employer)
    changed = [name for name, value in facts.items() if getattr(unit, name) != value]
    if not changed:
        return unit
    for name in changed:
        setattr(unit, name, facts[name])
    unit.save(update_fields=changed)
    labels = "、".join(str(Unit._meta.get_field(name).verbose_name) for name in changed)
    ledger.append(unit, move="profile", label="基本信息变更", by=by, note=f"变更：{labels}")
    return unit


def _employer(*, name: str, credit_code: str, nature: str) -> Employer:
    """Others belong to this employer too: what is on record stays, only gaps are filled."""
    employer, _ = Employer.objects.get_or_create(
        name=name, defaults={"credit_code": credit_code, "nature": nature}
    )
    gaps = {"credit_code": credit_code, "nature": nature}
    filled = [key for key, value in gaps.items() if value and not getattr(employer, key)]
    for key in filled:
        setattr(employer, key, gaps[key])
    if filled:
        employer.save(update_fields=filled)
    return employer
