"""What the days bring: entries run out, re-tests fall due, personal data is deleted in time."""

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction

from core import clock
from core.lifecycle import perform
from core.months import months_later
from core.services import ledger
from credit.enums import EntryState, RetestOutcome, SubjectKind
from credit.models import Consent, CreditQuery, DecisionSnapshot, ListObjection, RedListEntry, RetestNote

GRACE_DAYS = 30
"""A re-test may wait so long for a fresh query; then the entry is paused until a person decides."""
FORGOTTEN = "（已删除）"


def expire_due(today: date) -> int:
    """Entries whose last day is over."""
    due = RedListEntry.objects.filter(state__in=EntryState.listed(), valid_until__lt=today)
    for entry in due:
        perform(entry, "expire", by=None)
    return len(due)


def due_for_retest(today: date):
    return RedListEntry.objects.filter(state=EntryState.LISTED, retest_on__lte=today).order_by("pk")


@transaction.atomic
def retest(entry: RedListEntry, today: date) -> RetestNote:
    """Measure the list's conditions again. Not met: paused, and a person decides. Met: the next date is set.

    Where only a fresh query is missing the entry waits, with its place on the page, for GRACE_DAYS.
    """
    blocking = [finding for finding in entry.eligibility() if finding.blocks]
    clearances = [clearance for clearance in entry.clearances(today) if clearance.finding().blocks]
    only_stale = all(c.query is None or not c.query.is_fresh(today) for c in clearances)
    texts = [str(finding) for finding in blocking] + [str(c.finding()) for c in clearances]
    if blocking or (clearances and not only_stale) or (clearances and _is_late(entry, today)):
        perform(entry, "pause", by=None, note="定期复核未通过：" + "；".join(texts))
        return _noted(entry, today, RetestOutcome.PAUSED, texts)
    if clearances:
        return _noted(entry, today, RetestOutcome.WAITING, texts)
    RedListEntry.objects.filter(pk=entry.pk).update(retest_on=months_later(today, entry.policy.retest_months))
    return _noted(entry, today, RetestOutcome.PASSED, ["各项条件均符合"])


def _is_late(entry: RedListEntry, today: date) -> bool:
    return entry.retest_on + timedelta(days=GRACE_DAYS) < today


def _noted(entry, today, outcome, texts) -> RetestNote:
    """A second run on one day writes the same note again."""
    note, _ = RetestNote.objects.update_or_create(
        entry=entry, on=today, defaults={"outcome": outcome, "text": "；".join(texts)}
    )
    return note


def forget(today: date) -> int:
    """Delete names and numbers of people whose records ended CREDIT_RETENTION_DAYS ago. Safe to repeat."""
    before = today - timedelta(days=settings.CREDIT_RETENTION_DAYS)
    return (
        _forget_entries(before)
        + _forget_queries(before)
        + _forget_consents(before)
        + _forget_objectors(before)
    )


def _forget_entries(before: date) -> int:
    ended = RedListEntry.objects.filter(
        ended_on__lt=before, forgotten_at__isnull=True, subject_kind=SubjectKind.PERSON
    )
    return sum(_wiped(entry, "forgotten_at") for entry in ended)


def _forget_queries(before: date) -> int:
    old = CreditQuery.objects.filter(
        asked_at__date__lt=before, forgotten_at__isnull=True, subject_kind=SubjectKind.PERSON
    )
    count = 0
    for query in old:
        if query.file:
            query.file.delete(save=False)
        DecisionSnapshot.objects.filter(query=query).update(shown_name=FORGOTTEN)
        count += _wiped(query, "forgotten_at")
    return count


def _forget_consents(before: date) -> int:
    """A consent is proof while anything stands on it; what was taken back long ago proves nothing any more."""
    over = Consent.objects.filter(withdrawn_at__date__lt=before).exclude(name=FORGOTTEN)
    return sum(_wiped(consent) for consent in over)


def _wiped(record, stamp: str = "") -> int:
    record.name, record.identity_number = FORGOTTEN, ""
    record.subject_key, record.member = f"gone:{record._meta.model_name}:{record.pk}", None
    fields = ["name", "identity_number", "subject_key", "member"]
    if stamp:
        setattr(record, stamp, clock.now())
        fields.append(stamp)
    record.save(update_fields=fields)
    ledger.append(record, move="forget", label="到期删除个人信息", by=None,
                  source=getattr(record, "state", ""), target=getattr(record, "state", ""))  # fmt: skip
    return 1


def _forget_objectors(before: date) -> int:
    over = ListObjection.objects.filter(concluded_on__lt=before).exclude(contact="")
    return over.update(contact="")
