"""Telling those who have to act on a complaint.

No message holds what the complainant wrote or who they are: an inbox is read by more eyes than a case.
"""

from django.urls import reverse

from accounts.models import User
from accounts.services.inbox import notify
from core.lifecycle import consequence
from core.text import chinese_date
from reviews.models import Complaint
from units.enums import OfficeRole
from units.models import Office, Post, Unit
from units.queries.conflicts import ties_of


def untied_officers(committee_id: int | None, unit: Unit) -> list[User]:
    """Officers of a body whom nothing binds to the unit."""
    offices = Office.objects.current().filter(committee=committee_id, role=OfficeRole.OFFICER)
    officers = list(User.objects.filter(pk__in=offices.values("user"), is_active=True))
    ties = ties_of(officer.pk for officer in officers)
    return [officer for officer in officers if not ties.with_unit(officer.pk, unit)]


def tell_handlers(complaint: Complaint, title: str, body: str = "") -> None:
    """The handling body's untied officers; when there are none, those of the body above, then administrators."""
    committee = complaint.committee
    people = untied_officers(committee.pk, complaint.unit)
    if not people and committee.parent_id:
        people = untied_officers(committee.parent_id, complaint.unit)
    people = people or list(User.objects.filter(is_superuser=True, is_active=True))
    notify(people, title=title, body=body, url=case_url(complaint))


def case_url(complaint: Complaint) -> str:
    return reverse("admin:reviews_complaint_change", args=[complaint.pk])


@consequence("ask_unit")
def ask_unit(complaint: Complaint, *, by, **_) -> None:
    """The unit's keepers hear that something is to be explained, the forwarded body that it is theirs to look into."""
    body = f"请在{chinese_date(complaint.state_by)}前提交情况说明。"
    _tell_keepers(complaint, f"有一件投诉需要说明：{complaint.number}", body)
    if complaint.forwarded_to_id:
        people = untied_officers(complaint.forwarded_to_id, complaint.unit)
        notify(
            people, title=f"投诉转办：{complaint.number}", body=str(complaint.unit), url=case_url(complaint)
        )


@consequence("tell_complaint_handlers")
def tell_complaint_handlers(complaint: Complaint, *, by, **_) -> None:
    tell_handlers(complaint, f"投诉 {complaint.number}：{complaint.get_state_display()}")


@consequence("tell_checkers")
def tell_checkers(complaint: Complaint, *, by, **_) -> None:
    people = User.objects.filter(pk__in=complaint.checks.values("checker"), is_active=True)
    body = f"{complaint.unit}，请在{chinese_date(complaint.finish_by)}前记录核查情况。"
    notify(people, title=f"请核查投诉 {complaint.number}", body=body, url=case_url(complaint))


@consequence("tell_accused")
def tell_accused(complaint: Complaint, *, by, **_) -> None:
    """The unit hears the outcome, and not what the complainant was told."""
    body = f"核查结论：{complaint.get_outcome_display()}。"
    _tell_keepers(complaint, f"投诉 {complaint.number} 已有结论", body)


@consequence("tell_upper_body")
def tell_upper_body(complaint: Complaint, *, by, **_) -> None:
    people = untied_officers(complaint.committee.parent_id, complaint.unit)
    body = f"投诉人对{complaint.committee}的答复不满意，请在{chinese_date(complaint.due_on)}前复查。"
    people = people or list(User.objects.filter(is_superuser=True, is_active=True))
    notify(people, title=f"申请复查：投诉 {complaint.number}", body=body, url=case_url(complaint))


def _tell_keepers(complaint: Complaint, title: str, body: str) -> None:
    posts = Post.objects.current().filter(unit=complaint.unit_id)
    keepers = User.objects.filter(pk__in=posts.values("user"), is_active=True)
    notify(keepers, title=title, body=body, url=complaint.get_absolute_url())
