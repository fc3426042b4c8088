"""推荐: by hand, and from a table of earlier honours."""

from collections.abc import Iterable

from django.db import transaction

from core.services import ledger
from credit.enums import EntryBasis
from credit.models import ListPolicy, RedListEntry
from credit.models.subject import columns_of
from credit.resources.honours import Honour
from credit.services.red_list import public_columns
from units.models import Unit


@transaction.atomic
def nominate(entry: RedListEntry, *, by) -> RedListEntry:
    """Keep an entry that a credit officer filled in; a collective takes name and unit from the register."""
    if entry.unit_id:
        entry.name = entry.unit.name
    entry.nominated_by, entry.basis = by, EntryBasis.HAND
    for column, value in public_columns(entry.subject).items():
        if not getattr(entry, column):
            setattr(entry, column, value)
    entry.save()
    ledger.append_creation(entry, by=by)
    return entry


@transaction.atomic
def import_honours(policy: ListPolicy, honours: Iterable[Honour], *, by) -> tuple[int, int]:
    """Nominate every honour of a table; how many are new, and how many were known. The list is locked meanwhile.

    A collective of the list's own line is found by its name, so that its keepers read about it on their desk.
    """
    policy = ListPolicy.objects.select_for_update(of=("self",)).select_related("committee").get(pk=policy.pk)
    honours = list(honours)
    known = set(
        RedListEntry.objects.filter(source_key__in=[h.source_key for h in honours]).values_list(
            "source_key", flat=True
        )
    )
    units = _units_named(policy, honours)
    new = 0
    for honour in honours:
        if honour.source_key in known:
            continue
        entry = RedListEntry(
            **columns_of(honour.subject), policy=policy, honour=honour.honour, honour_level=honour.level,
            granting_body=honour.body, document_number=honour.document, granted_on=honour.granted_on,
            hours=honour.hours, star=honour.star, basis=EntryBasis.IMPORT, source_key=honour.source_key,
            nominated_by=by, **public_columns(honour.subject),
        )  # fmt: skip
        entry.unit = units.get(honour.subject.name)
        entry.save()
        ledger.append_creation(entry, by=by, note="由表格导入")
        new += 1
    return new, len(honours) - new


def _units_named(policy: ListPolicy, honours: list[Honour]) -> dict[str, Unit]:
    """Units of the line by name; a name that two of them share finds none."""
    names = [honour.subject.name for honour in honours if honour.subject.kind == "collective"]
    found: dict[str, Unit | None] = {}
    for unit in Unit.objects.filter(name__in=names, committee__path__startswith=policy.committee.path):
        found[unit.name] = None if unit.name in found else unit
    return {name: unit for name, unit in found.items() if unit}
