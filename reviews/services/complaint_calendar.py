"""What the calendar does with complaints: reminders, the body above when nothing happens, filing away, forgetting."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, Q

from accounts.models import User
from accounts.services.inbox import notify
from core.lifecycle import blockers, perform
from core.services import ledger
from core.text import chinese_date
from creation_cycle.services.evidence_files import drop_bytes
from reviews.enums import ComplaintFileOrigin
from reviews.enums import ComplaintState as S
from reviews.models import Complaint, ComplaintTerms
from reviews.services.complaint_messages import case_url, tell_handlers, untied_officers
from units.models import Post


def follow(today: date) -> None:
    """All of it; safe to run twice."""
    remind(today)
    escalate(today)
    file_away(today)
    forget_complainants(today)


def remind(today: date) -> int:
    """Tell whoever owes the next step that its day is near, once for each deadline; returns how many."""
    near = Complaint.objects.filter(due_on__isnull=False, warn_on__lte=today)
    near = near.filter(Q(reminded_due=None) | ~Q(reminded_due=F("due_on")))
    return sum(_remind(key) for key in near.values_list("pk", flat=True))


@transaction.atomic
def _remind(key: int) -> bool:
    complaint = Complaint.objects.select_for_update(of=("self",)).get(pk=key)
    if complaint.due_on is None or complaint.reminded_due == complaint.due_on:
        return False
    complaint.reminded_due = complaint.due_on
    complaint.save(update_fields=["reminded_due"])
    title = f"投诉 {complaint.number}：请在{chinese_date(complaint.due_on)}前办理"
    if complaint.state == S.FORWARDED:
        posts = Post.objects.current().filter(unit=complaint.unit_id)
        keepers = User.objects.filter(pk__in=posts.values("user"), is_active=True)
        notify(keepers, title=title, body="请提交情况说明。", url=complaint.get_absolute_url())
    elif complaint.state == S.REVIEWING:
        people = untied_officers(complaint.committee.parent_id, complaint.unit)
        notify(people, title=title, body="请作出复查答复。", url=case_url(complaint))
    else:
        tell_handlers(complaint, title, complaint.get_state_display())
    return True


def escalate(today: date) -> int:
    """The body above hears of what is overdue, once for each case, and may act in place of the handling one.

    While the unit's days run nothing is anybody's fault but the unit's: then the check goes on without a statement.
    """
    late = Complaint.objects.working().filter(due_on__lt=today, escalated_on=None)
    late = late.filter(committee__parent__isnull=False).exclude(state__in=[S.FORWARDED, S.REVIEWING])
    late |= Complaint.objects.filter(
        state=S.FORWARDED, finish_by__lt=today, escalated_on=None, committee__parent__isnull=False
    )
    return sum(_escalate(key, today) for key in late.values_list("pk", flat=True))


@transaction.atomic
def _escalate(key: int, today: date) -> bool:
    complaint = Complaint.objects.select_for_update(of=("self",)).get(pk=key)
    if complaint.escalated_on is not None or complaint.state not in S.working():
        return False
    complaint.escalated_on = today
    complaint.save(update_fields=["escalated_on"])
    state = complaint.state
    ledger.append(complaint, move="edit", label="超期，提请上级督办", by=None, source=state, target=state)
    people = untied_officers(complaint.committee.parent_id, complaint.unit)
    title = f"下级超期未办的投诉：{complaint.number}"
    body = f"{complaint.committee}在{chinese_date(complaint.due_on)}前没有办理，可以督促，也可以直接办理。"
    notify(people, title=title, body=body, url=case_url(complaint))
    tell_handlers(complaint, f"投诉 {complaint.number} 已超期，已告知上级团组织")
    return True


def file_away(today: date) -> int:
    """Cases whose days for a word on the reply are over; those that lack something stay and say so."""
    over = Complaint.objects.filter(state__in=[S.ANSWERED, S.DECLINED], rate_by__lt=today)
    filed = 0
    for complaint in over.select_related("committee", "unit"):
        if not blockers(complaint, "file_away", None):
            perform(complaint, "file_away", by=None, note="评价期满")
            filed += 1
    return filed


def forget_complainants(today: date) -> int:
    """Delete name, contact and files of the complainant where the time for them is over (PIPL art. 19, 47).

    What was found and answered stays as the record of the case.
    """
    telling = Complaint.objects.with_traces().filter(state=S.ARCHIVED).select_related("committee")
    forgotten = 0
    for complaint in telling:
        last = complaint.archived_on + timedelta(days=ComplaintTerms.of(complaint.committee).contact_days)
        if last < today:
            _forget(complaint.pk)
            forgotten += 1
    return forgotten


@transaction.atomic
def _forget(key: int) -> None:
    complaint = Complaint.objects.select_for_update(of=("self",)).get(pk=key)
    complaint.name = complaint.contact = ""
    complaint.save()
    files = drop_bytes(complaint.files.filter(origin=ComplaintFileOrigin.COMPLAINANT))
    state, note = complaint.state, f"附件 {files} 个" if files else ""
    ledger.append(
        complaint, move="edit", label="删除投诉人信息", by=None, source=state, target=state, note=note
    )
