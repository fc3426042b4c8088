"""Keeping a checked file of past titles until a second person confirms it, and writing it then."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict

from django.db import transaction

from accounts.models import User
from accounts.services.inbox import notify
from core.lifecycle import Finding, TransitionBlocked, consequence
from core.services import ledger
from creation_cycle.enums import LegacyChoice, LegacyImportState, LegacyStarPolicy
from creation_cycle.models import LegacyImport, LegacyRow
from creation_cycle.queries.legacy_matches import KnownUnits
from creation_cycle.services import legacy
from creation_cycle.services.legacy import PastTitle
from units.enums import OfficeRole
from units.models import Committee, Office

NUMBERED = tuple[int, PastTitle]
"""A row with its line in the file."""


@transaction.atomic
def keep(
    rows: Sequence[NUMBERED], *, committee: Committee, policy: LegacyStarPolicy, file_name: str, by
) -> LegacyImport:
    """Put checked rows by; a row whose unit is in no doubt is decided at once, the others wait for a choice."""
    kept = LegacyImport.objects.create(
        committee=committee, policy=policy, file_name=file_name[:200], created_by=by
    )
    known = KnownUnits((past.region for _, past in rows), by)
    LegacyRow.objects.bulk_create(_row(kept, line, past, known) for line, past in rows)
    ledger.append_creation(kept, by=by, note=f"{len(rows)} 行")
    return kept


def _row(kept: LegacyImport, line: int, past: PastTitle, known: KnownUnits) -> LegacyRow:
    row = LegacyRow(
        legacy_import=kept, line=line, unit_name=past.unit_name, level=past.level, star=past.star,
        session=past.session, year=past.year, region=past.region, source=past.source,
        credit_code=past.credit_code, past_number=past.past_number,
    )  # fmt: skip
    if legacy.is_known(past):
        row.choice = LegacyChoice.SKIP
    elif unit := known.same(past.unit_name, past.region):
        row.choice, row.unit_id = LegacyChoice.SAME, unit
    else:
        row.candidates = [asdict(found) for found in known.candidates(past.unit_name, past.credit_code)]
        row.choice = "" if row.candidates else LegacyChoice.NEW
    return row


@transaction.atomic
def choose(row: LegacyRow, *, choice: str, unit_id: int | None = None, by) -> LegacyRow:
    """What becomes of one row. Raises TransitionBlocked once the file is out of the importer's hands."""
    kept = LegacyImport.objects.select_for_update(of=("self",)).get(pk=row.legacy_import_id)
    if kept.state != LegacyImportState.DRAFT:
        text = f"当前状态为“{kept.get_state_display()}”，不能再修改处理方式"
        raise TransitionBlocked([Finding(ok=False, text=text)])
    if choice == LegacyChoice.SAME and unit_id not in [found["unit"] for found in row.candidates]:
        raise TransitionBlocked([Finding(ok=False, text="请从列出的集体中选择")])
    row.choice, row.unit_id = choice, unit_id if choice == LegacyChoice.SAME else None
    row.save(update_fields=["choice", "unit"])
    return row


@consequence("register_past_titles")
def register_all(kept: LegacyImport, *, by, **_) -> None:
    """Every row that is not skipped, in the order of the file; the same line is never written twice."""
    rows = kept.rows.exclude(choice=LegacyChoice.SKIP).filter(recognition__isnull=True)
    for row in rows.select_related("region", "unit"):
        row.recognition = legacy.register(
            past_of(row),
            committee=kept.committee,
            policy=LegacyStarPolicy(kept.policy),
            by=by,
            unit=row.unit if row.choice == LegacyChoice.SAME else None,
        )
        row.save(update_fields=["recognition"])


def past_of(row: LegacyRow) -> PastTitle:
    return PastTitle(
        row.unit_name, row.level, row.star, row.session, row.year, row.region, row.source,
        credit_code=row.credit_code, past_number=row.past_number,
    )  # fmt: skip


@consequence("tell_second_person")
def tell_second_person(kept: LegacyImport, *, by, **_) -> None:
    notify(
        _others(kept), title=f"待复核：{kept}", body=f"录入人：{kept.created_by}", url=kept.get_absolute_url()
    )


def _others(kept: LegacyImport) -> Iterable[User]:
    offices = Office.objects.current().filter(
        committee=kept.committee_id, role__in=[OfficeRole.OFFICER, OfficeRole.APPROVER]
    )
    people = User.objects.filter(pk__in=offices.values("user"), is_active=True)
    return people.exclude(pk=kept.created_by_id)
