"""A volunteer's record: made, corrected, merged with another one, forgotten.

Whatever else belongs to a volunteer follows through two hooks, which later chapters of the register fill:

    when_merging(move_hours)     # move_hours(duplicate, kept)
    when_forgetting(drop_diary)  # drop_diary(volunteer)
"""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from core import clock
from core.lifecycle import consequence, perform
from core.services import ledger
from core.text import chinese_date
from volunteers.models import Volunteer
from volunteers.models.membership import LIVE
from volunteers.models.number_series import first_of_block, number_of

Merging = Callable[[Volunteer, Volunteer], None]
Forgetting = Callable[[Volunteer], None]
_merging: list[Merging] = []
_forgetting: list[Forgetting] = []
CORRECTABLE = (
    "name",
    "identity_kind",
    "identity_number",
    "birth_date",
    "sex",
    "phone",
    "region",
    "organisation",
)


def when_merging(hook: Merging) -> Merging:
    """Called in the merge's transaction, in `AppConfig.ready` order."""
    _merging.append(hook)
    return hook


def when_forgetting(hook: Forgetting) -> Forgetting:
    """Called after the person's own columns are empty, in the same transaction."""
    _forgetting.append(hook)
    return hook


@transaction.atomic
def put_on_record(*, by, skills=(), confirmed: bool = True, **values) -> Volunteer:
    """A new volunteer with a number; `confirmed` when whoever records them has seen their card.

    Raises ValidationError by field, also when the identity is on record.
    """
    today = clock.today()
    number = number_of(today.year, first_of_block(today.year, 1))
    volunteer = Volunteer(number=number, **values)
    _clean(volunteer)
    volunteer.save(force_insert=True)
    volunteer.skills.set(skills)
    ledger.append_creation(volunteer, by=by)
    return perform(volunteer, "confirm", by=None) if confirmed else volunteer


def _clean(volunteer: Volunteer) -> None:
    """Raises ValidationError by field; where somebody lives may be unknown."""
    volunteer.full_clean(exclude=["number"] if volunteer.region_id else ["number", "region"])


@transaction.atomic
def correct(volunteer: Volunteer, *, by, reason: str, values: dict, skills=None) -> list[str]:
    """Change what is wrong on the record and write down which columns, who and why; returns their labels.

    Raises PermissionDenied and ValidationError by field. Values themselves are not kept in the ledger.
    """
    if not by.has_perm("volunteers.correct_volunteer", volunteer):
        raise PermissionDenied("volunteers.correct_volunteer")
    row = Volunteer.objects.select_for_update(of=("self",)).get(pk=volunteer.pk)
    if not row.is_on_register:
        raise ValidationError(f"档案{row.get_state_display()}，不能更正")
    changed = [name for name in CORRECTABLE if name in values and getattr(row, name) != values[name]]
    labels = [str(Volunteer._meta.get_field(name).verbose_name) for name in changed]
    for name in changed:
        setattr(row, name, values[name])
    row.updated_on = clock.today()
    _clean(row)
    row.save()
    if skills is not None and set(skills) != set(row.skills.all()):
        row.skills.set(skills)
        labels.append("服务技能")
    if labels:
        note = f"{'、'.join(labels)}。{reason}".strip()
        ledger.append(
            row, move="correct", label="更正资料", by=by, source=row.state, target=row.state, note=note
        )
    return labels


@transaction.atomic
def hold(volunteer: Volunteer, *, by, reason: str, until) -> None:
    """Keep the record from being deleted until a day, for a reason in law (个人信息保护法第四十七条第二款)."""
    if not by.has_perm("volunteers.correct_volunteer", volunteer):
        raise PermissionDenied("volunteers.correct_volunteer")
    row = Volunteer.objects.select_for_update(of=("self",)).get(pk=volunteer.pk)
    row.hold_reason, row.hold_until = (reason, until) if until else ("", None)
    row.save(update_fields=["hold_reason", "hold_until"])
    note = f"留存至{chinese_date(until)}：{reason}" if until else f"解除留存。{reason}"
    ledger.append(row, move="hold", label="依法留存", by=by, source=row.state, target=row.state, note=note)


def link_account(volunteer: Volunteer, user, *, by) -> None:
    """Let a person sign in to their own record."""
    volunteer.user = user
    volunteer.validate_unique()
    volunteer.save(update_fields=["user"])
    ledger.append(
        volunteer, move="link", label="开通本人账号", by=by, source=volunteer.state, target=volunteer.state
    )


def merge(duplicate: Volunteer, kept: Volunteer, *, by, reason: str) -> Volunteer:
    """`duplicate` points to `kept` from now on; raises PermissionDenied and TransitionBlocked."""
    if not by.has_perm("volunteers.merge_volunteer", kept):
        raise PermissionDenied("volunteers.merge_volunteer")
    return perform(duplicate, "merge", by=by, into=kept.number, note=reason)


@consequence("move_records_to_kept")
def move_records_to_kept(duplicate: Volunteer, *, by, into, **_) -> None:
    """Memberships, consents, skills, the account and whatever later chapters keep go to the record that stays."""
    kept = duplicate.merged_into
    theirs = set(kept.memberships.filter(state__in=LIVE).values_list("organisation_id", flat=True))
    for membership in duplicate.memberships.exclude(organisation_id__in=theirs):
        membership.volunteer = kept
        membership.save(update_fields=["volunteer"])
    agreed = kept.consents.in_force().values("purpose")
    duplicate.consents.in_force().exclude(purpose__in=agreed).update(volunteer=kept)
    kept.skills.add(*duplicate.skills.all())
    _move_account(duplicate, kept)
    for hook in _merging:
        hook(duplicate, kept)
    note = f"并入档案 {duplicate.number}"
    ledger.append(
        kept, move="absorb", label="并入档案", by=by, source=kept.state, target=kept.state, note=note
    )


def _move_account(duplicate: Volunteer, kept: Volunteer) -> None:
    account = duplicate.user
    if account is None:
        return
    duplicate.user = None
    duplicate.save(update_fields=["user"])
    kept.user = account
    kept.save(update_fields=["user"])


@consequence("forget_records")
def forget_records(volunteer: Volunteer, *, by, **_) -> None:
    """What stands beside the row: agreements, applications and their texts, skills; then the later chapters."""
    volunteer.consents.all().delete()
    volunteer.memberships.all().delete()
    volunteer.skills.clear()
    volunteer.data_requests.update(text="")
    for hook in _forgetting:
        hook(volunteer)
