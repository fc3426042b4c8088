"""投诉: taking one in with its files, finding it again by its code, and keeping the complainant's word on the reply."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from django.db import IntegrityError, transaction
from django.utils import timezone

from core import clock, workdays
from core.crypto import blind_index
from core.lifecycle import Finding, TransitionBlocked, perform
from core.merge import Merged, Seen
from core.services import ledger
from core.stored_files import cleared_on_failure
from core.text import chinese_date
from core.tracking_codes import new_code
from creation_cycle.models import Candidacy, NumberSeries, Title
from creation_cycle.services.evidence_files import attach
from reviews.enums import ComplaintFileOrigin, Satisfaction
from reviews.enums import ComplaintState as S
from reviews.models import Complaint, ComplaintFile, ComplaintTerms
from reviews.services.complaint_messages import tell_handlers
from reviews.services.unit_answers import keep_answer
from units.enums import Level
from units.models import Committee, Unit
from workspace.media.cleaned import CleanFile

CODE_LENGTH = 12
MOST_FROM_ONE_CONTACT = 3
"""Complaints that one contact may send within a day."""


def receiving_body(unit: Unit) -> Committee | None:
    """Who answers for the unit's title: whoever gave the highest one, runs its present cycle, or is its own body."""
    titles = Title.objects.in_force().filter(unit=unit, committee__isnull=False).select_related("committee")
    highest = min(titles, key=lambda title: list(Level).index(Level(title.level)), default=None)
    if highest is not None:
        return highest.committee
    live = (
        Candidacy.objects.live().filter(unit=unit).select_related("cycle__committee").order_by("-pk").first()
    )
    return live.cycle.committee if live else unit.committee


def complain(
    unit: Unit,
    *,
    code: str = "",
    category: str,
    content: str,
    name: str = "",
    contact: str = "",
    evidence: Sequence[CleanFile] = (),
) -> tuple[Complaint, str]:
    """Take in a complaint; returns it with its tracking code, of which only a keyed hash is stored.

    `code` names the form that was sent: sent twice, it is the same complaint. Without name and contact it is
    anonymous. Raises TransitionBlocked when nobody answers for the unit, or when the contact has sent as many as one
    may a day.
    """
    code = code or new_code(CODE_LENGTH)
    if known := tracked(code):
        return known, code
    committee = receiving_body(unit)
    if (refused := _refusal(committee, contact)) is not None:
        raise TransitionBlocked([refused])
    said = {"category": category, "content": content, "name": name, "contact": contact}
    try:
        return _taken_in(unit, committee, code, evidence, said), code
    except IntegrityError:  # the second of two clicks, in this very moment
        if known := tracked(code):
            return known, code
        raise


def _taken_in(
    unit: Unit, committee: Committee, code: str, evidence: Sequence[CleanFile], said: dict
) -> Complaint:
    with cleared_on_failure() as stored, transaction.atomic():
        complaint = _received(unit, committee, code, **said)
        row = partial(ComplaintFile, complaint=complaint, origin=ComplaintFileOrigin.COMPLAINANT)
        attach(row, evidence, stored, folder="complaints")
        ledger.append_creation(complaint, by=None)
        due = chinese_date(complaint.accept_by)
        tell_handlers(complaint, f"收到投诉 {complaint.number}，请在{due}前决定是否受理")
    return complaint


def _refusal(committee: Committee | None, contact: str) -> Finding | None:
    if committee is None:
        return Finding(ok=False, text="该集体尚未明确主管团组织，暂不能在线投诉，请拨打集体公布的监督电话")
    since = clock.now() - timedelta(days=1)
    sent = (
        Complaint.objects.filter(contact_index=blind_index(contact), received_at__gt=since)
        if contact
        else None
    )
    if sent is not None and sent.count() >= MOST_FROM_ONE_CONTACT:
        text = f"同一联系方式一天内最多提交 {MOST_FROM_ONE_CONTACT} 件投诉，请明天再提交，或凭查询码查看已提交的投诉"
        return Finding(ok=False, text=text)
    return None


def _received(unit: Unit, committee: Committee, code: str, **said: str) -> Complaint:
    now, terms = clock.now(), ComplaintTerms.of(committee)
    day = timezone.localdate(now)
    series = f"TS{committee.region.code}-{day.year}"
    complaint = Complaint(
        **said,
        number=f"{series}-{NumberSeries.take(series):04d}",
        unit=unit,
        committee=committee,
        is_anonymous=not (said["name"] or said["contact"]),
        received_at=now,
        code_index=blind_index(code),
        accept_by=workdays.add_workdays(day, terms.accept_workdays).date,
        finish_by=day + timedelta(days=terms.total_days),
    )
    complaint.watch(min(complaint.accept_by, complaint.finish_by))
    complaint.save()
    return complaint


def save_statement(complaint: Complaint, *, by, seen: Seen | None = None, **values) -> Merged:
    """Merge `statement` and `evidence`, records of the log; raises TransitionBlocked once handed in."""
    return keep_answer(complaint, open_in=S.FORWARDED, by=by, seen=seen, **values)


def tracked(code: str) -> Complaint | None:
    """The complaint of a tracking code, as typed and normalised."""
    return (
        Complaint.objects.filter(code_index=blind_index(code))
        .select_related("unit", "committee__parent")
        .first()
    )


@transaction.atomic
def rate(
    complaint: Complaint, *, satisfaction: str, review_reason: str = "", wants_review: bool = False
) -> Complaint:
    """Keep the complainant's word on the reply, once; who is not satisfied may have the body above look at it again.

    Raises TransitionBlocked when there is no reply yet, the days are over, or it was rated before.
    """
    complaint = Complaint.objects.select_for_update(of=("self",)).get(pk=complaint.pk)
    if (refused := rating_refusal(complaint)) is not None:
        raise TransitionBlocked([refused])
    complaint.satisfaction, complaint.rated_on = satisfaction, clock.today()
    asks = wants_review and satisfaction == Satisfaction.DISSATISFIED
    complaint.review_request = review_reason.strip() if asks else ""
    complaint.save()
    word = complaint.get_satisfaction_display()
    ledger.append(
        complaint,
        move="edit",
        label="投诉人评价",
        by=None,
        source=complaint.state,
        target=complaint.state,
        note=word,
    )
    return perform(complaint, "ask_review", by=None) if asks else complaint


def rating_refusal(complaint: Complaint) -> Finding | None:
    """Why the reply cannot be rated now; None when it can."""
    if complaint.satisfaction:
        return Finding(ok=False, text="您已经评价过这件投诉，评价只能提交一次")
    if complaint.state != S.ANSWERED:
        return Finding(ok=False, text="这件投诉现在不能评价，反馈后才可以评价")
    if complaint.rate_by and clock.today() > complaint.rate_by:
        return Finding(ok=False, text=f"评价期到{chinese_date(complaint.rate_by)}为止，已经结束")
    return None
