"""公示: drawing up the list, opening and closing it, and what objections do to one unit of it."""

import secrets
from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from core.lifecycle import Finding, TransitionBlocked, consequence, perform
from core.services import ledger
from creation_cycle.enums import MAX_STAR, CandidacyState, NoticeState
from creation_cycle.models import Candidacy, Cycle, Notice, NoticeEntry, Objection, Title

CODE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


@transaction.atomic
def draft_notice(
    cycle: Cycle, *, by, title: str, body: str = "", candidacies: Iterable[Candidacy] = ()
) -> Notice:
    """A notice that lists `candidacies`, not yet public."""
    notice = Notice.objects.create(cycle=cycle, title=title, body=body)
    ledger.append_creation(notice, by=by)
    list_on(notice, candidacies)
    return notice


@transaction.atomic
def list_on(notice: Notice, candidacies: Iterable[Candidacy]) -> None:
    """Put units on a draft notice, each with the star it would carry; who is on it already stays as they are.

    The cycle's lock keeps two officers from listing the same unit on two drafts.
    """
    Cycle.objects.select_for_update().get(pk=notice.cycle_id)
    elsewhere = NoticeEntry.objects.filter(notice__state=NoticeState.DRAFT).exclude(notice=notice)
    taken = set(elsewhere.values_list("candidacy_id", flat=True))
    candidacies = [candidacy for candidacy in candidacies if candidacy.pk not in taken]
    held = Title.objects.in_force().filter(unit__in=[candidacy.unit_id for candidacy in candidacies])
    stars = {(title.unit_id, title.level): title.star for title in held}
    NoticeEntry.objects.bulk_create(
        [
            NoticeEntry(notice=notice, candidacy=c, star=_star_after(stars.get((c.unit_id, c.level), 0)))
            for c in candidacies
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def relist(notice: Notice, candidacies: Iterable[Candidacy]) -> None:
    """Make a draft notice's list exactly `candidacies`."""
    candidacies = list(candidacies)
    notice.entries.exclude(candidacy__in=candidacies).delete()
    list_on(notice, candidacies)


def may_be_listed(notice: Notice) -> QuerySet[Candidacy]:
    """The nominated candidacies of the notice's cycle that no other draft lists."""
    elsewhere = NoticeEntry.objects.filter(notice__state=NoticeState.DRAFT).exclude(notice=notice)
    nominated = Candidacy.objects.filter(cycle=notice.cycle_id, state=CandidacyState.NOMINATED)
    return nominated.exclude(pk__in=elsewhere.values("candidacy")).order_by("unit__name")


def next_star(candidacy: Candidacy) -> int:
    """The star that a recognition at this level gives the unit now."""
    title = candidacy.unit.titles.in_force().filter(level=candidacy.level).first()
    return _star_after(title.star if title else 0)


def _star_after(held: int) -> int:
    """One more than the title in force carries, at most three; the first recognition gives one (S1 二.2)."""
    return min(MAX_STAR, held + 1)


@consequence("publicise_entries")
def publicise_entries(notice: Notice, *, by, **_) -> None:
    """Opening the notice puts each listed unit before the public; one refusal refuses all."""
    for entry in notice.entries.select_related("candidacy"):
        perform(entry.candidacy, "publicise", by=by, note=notice.title)


def close_due(day: date) -> int:
    """Close every notice whose clock has run out; safe to run twice. Returns how many."""
    due = list(Notice.objects.due(day))
    for notice in due:
        perform(notice, "close", by=None)
    return len(due)


@transaction.atomic
def object_to(
    notice: Notice, candidacy: Candidacy, *, content: str, name: str = "", contact: str = ""
) -> Objection:
    """Take in an objection: while it is open the unit cannot be certified; the notice's clock goes on.

    Raises TransitionBlocked when the time is over.
    """
    candidacy = Candidacy.objects.select_for_update().get(pk=candidacy.pk, notice_entries__notice=notice)
    listed = candidacy.state in (CandidacyState.PUBLICISED, CandidacyState.CONTESTED)
    if not (listed and notice.takes_objections):
        raise TransitionBlocked([Finding(ok=False, text="该集体的公示已经结束，不再受理异议")])
    objection = Objection.objects.create(
        notice=notice,
        candidacy=candidacy,
        content=content,
        name=name,
        contact=contact,
        tracking_code="".join(secrets.choice(CODE_ALPHABET) for _ in range(10)),
    )
    ledger.append_creation(objection, by=None)
    if candidacy.state == CandidacyState.PUBLICISED:
        perform(candidacy, "contest", by=None, note="收到公示异议")
    return objection


@consequence("resume_notice")
def resume_notice(objection: Objection, *, by, **_) -> None:
    """With its last objection dismissed, the unit's notice goes on."""
    candidacy = Candidacy.objects.get(pk=objection.candidacy_id)
    pending = candidacy.objections.exclude(state="dismissed").exists()
    if candidacy.state == CandidacyState.CONTESTED and not pending:
        perform(candidacy, "resume", by=by, note="异议不成立")
