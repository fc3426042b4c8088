"""What is known about one person in this house, for that person alone (PIPL art. 44, 45, 48)."""

from dataclasses import dataclass

from django.db.models import Q

from core.models import AccessRecord
from credit.models import Consent, CreditQuery, RedListEntry
from credit.subjects import member_subject
from units.models import Member

LOOKS = 100
"""Looks shown, newest first."""


@dataclass(frozen=True)
class OwnRecord:
    """Everything under one person's keys."""

    entries: list[RedListEntry]
    queries: list[CreditQuery]
    consents: list[Consent]
    looks: list[AccessRecord]

    @property
    def is_empty(self) -> bool:
        return not (self.entries or self.queries or self.consents)


def keys_of_account(user) -> set[str]:
    """The keys of the person behind an account, known from rosters that name the account."""
    members = Member.objects.filter(user_id=user.pk)
    return {key for member in members for key in member_subject(member).keys}


def own_record(keys: set[str]) -> OwnRecord:
    entries = list(RedListEntry.objects.filter(subject_key__in=keys).select_related("policy__committee"))
    queries = list(CreditQuery.objects.filter(subject_key__in=keys).select_related("committee", "case"))
    consents = list(Consent.objects.filter(subject_key__in=keys).select_related("committee"))
    return OwnRecord(entries, queries, consents, _looks([*entries, *queries, *consents]))


def _looks(records) -> list[AccessRecord]:
    """Who looked at any of these records in the clear, when and why."""
    if not records:
        return []
    asked = Q(pk__in=[])
    for model in {type(record) for record in records}:
        ids = [record.pk for record in records if type(record) is model]
        asked |= Q(record_type=model._meta.label_lower, record_id__in=ids)
    return list(AccessRecord.objects.filter(asked).select_related("user").order_by("-at", "-pk")[:LOOKS])
