"""公示: drawing up the list, opening it, and its clock."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet

from core import workdays
from core.lifecycle import Finding, TransitionBlocked, consequence, perform
from core.services import ledger
from core.text import chinese_date
from creation_cycle.enums import MAX_STAR, CandidacyState, NoticeState
from creation_cycle.models import Candidacy, Cycle, Notice, NoticeEntry, Title


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


@transaction.atomic
def list_all(notice: Notice, *, by) -> int:
    """纳入全部拟认定集体: everything nominated that no other draft lists; returns how many were added."""
    notice = Notice.objects.select_for_update().get(pk=notice.pk)
    if not notice.is_draft:
        raise TransitionBlocked([Finding(ok=False, text="公示已经发布，名单不能再改动")])
    before = notice.entries.count()
    list_on(notice, may_be_listed(notice))
    added = notice.entries.count() - before
    if added:
        _note(notice, "纳入拟认定集体", f"新增 {added} 个", by=by)
    return added


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
    """Opening the notice puts each listed unit before the public under its present name; one refusal refuses all."""
    for entry in notice.entries.select_related("candidacy__unit"):
        entry.unit_name = entry.candidacy.unit.name
        entry.save(update_fields=["unit_name"])
        perform(entry.candidacy, "publicise", by=by, note=notice.title)


def close_due(day: date) -> int:
    """Close every notice whose clock has run out; safe to run twice. Returns how many."""
    due = list(Notice.objects.due(day))
    for notice in due:
        perform(notice, "close", by=None)
    return len(due)


@transaction.atomic
def recount(day: date) -> int:
    """Count anew where the holidays were not known yet (domain.md §12.5); safe to run twice. Returns how many moved.

    The public has read the old last day, so a period only ever becomes longer by it.
    """
    moved = 0
    guessed = Notice.objects.open().filter(is_provisional=True, closes_on__gte=day)
    for notice in guessed.select_related("cycle").select_for_update(of=("self",)):
        deadline = workdays.add_workdays(notice.opened_on, notice.cycle.publicity_workdays)
        if deadline.provisional and deadline.date <= notice.closes_on:
            continue
        moved += _count_to(notice, deadline)
    return moved


def _count_to(notice: Notice, deadline: workdays.Deadline) -> int:
    """Whether the last day moved; the day of taking down keeps its distance."""
    later = max(deadline.date - notice.closes_on, timedelta())
    notice.closes_on += later
    if notice.taken_down_on:
        notice.taken_down_on += later
    notice.is_provisional = deadline.provisional
    notice.save()
    _note(notice, "核对公示期", f"公示期至{chinese_date(notice.closes_on)} 24:00", by=None)
    return int(bool(later))


def _note(notice: Notice, label: str, note: str, *, by) -> None:
    """An entry for a change that is no move."""
    ledger.append(
        notice, move="edit", label=label, by=by, source=notice.state, target=notice.state, note=note
    )
