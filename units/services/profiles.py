"""A unit's basic information, and the employer it belongs to."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from core.merge import Merged, Seen
from core.services import ledger
from core.services.edits import merge_into
from units.models import Employer, Unit

EMPLOYER = "employer_name"
"""The employer's three facts are merged as one, under the name of the first: a code belongs to its name."""


@transaction.atomic
def keep_profile(unit: Unit, *, by, employer: Mapping[str, str], **facts) -> Unit:
    """Write what changed, with a ledger line that names the changed facts; nothing changed, nothing written.

    `employer` has `name`, `credit_code` and `nature`: a known name is linked, gaps in its record are filled, and
    a new one is registered.
    """
    unit = Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    return _write(unit, {**facts, "employer": _employer(**employer)}, by)


@transaction.atomic
def merge_profile(unit: Unit, *, by, seen: Seen | None, **facts) -> Merged:
    """As `keep_profile`, but only what this person changed since the page was shown (`core.merge`).

    `employer_name` is the tuple of name, code and nature, and may be left out like any other fact. Raises
    ValidationError where my name and the other's region make a unit that is there already.
    """
    [unit] = Unit.objects.select_for_update(of=("self",)).filter(pk=unit.pk)
    theirs = {name: employer_facts(unit) if name == EMPLOYER else getattr(unit, name) for name in facts}
    merged = merge_into(unit, mine=facts, theirs=theirs, seen=seen, by=by)
    values = dict(merged.values)
    if EMPLOYER not in values:
        _write(unit, values, by)
        return merged
    name, credit_code, nature = values.pop(EMPLOYER)
    _write(unit, {**values, "employer": _employer(name=name, credit_code=credit_code, nature=nature)}, by)
    return merged.now_storing(**{EMPLOYER: employer_facts(unit)})


def employer_facts(unit: Unit) -> tuple[str, str, str]:
    """Name, code and nature of the unit's employer."""
    employer = unit.employer
    return (employer.name, employer.credit_code, employer.nature) if employer else ("", "", "")


def _write(unit: Unit, facts: Mapping[str, Any], by) -> Unit:
    changed = [name for name, value in facts.items() if getattr(unit, name) != value]
    if not changed:
        return unit
    for name in changed:
        setattr(unit, name, facts[name])
    unit.validate_constraints()
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
