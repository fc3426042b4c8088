"""反馈函: drafted for every decision of a published selection, edited, sent once."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from core import clock
from core.lifecycle import Finding, TransitionBlocked, consequence, perform
from core.merge import Merged, Seen
from core.models import Job
from core.services import jobs, ledger
from core.services.edits import merge_into
from creation_cycle.services.messages import tell
from reviews.guards import letter_to_others
from reviews.letter_texts import letter_text
from reviews.models import FeedbackLetter, Selection
from reviews.queries.letters import names_to_hide, own_drafts, shares_of
from reviews.queries.selection import Row, results_by_candidacy

SENDING = "send_letters"
SENT_AT_ONCE = 20


def draft_letters(rows: Sequence[Row]) -> None:
    """One draft for each decision; the words of all of them come from five queries."""
    found = results_by_candidacy([row.candidacy.pk for row in rows])
    last = {candidacy: results[-1] for candidacy, results in found.items()}
    items, names = shares_of(last.values()), names_to_hide(last.values())
    letters = [
        FeedbackLetter(
            decision=row.decision,
            text=letter_text(row, last.get(pk), items.get(pk, []), names.get(pk, []), clock.today()),
        )
        for row in rows
        for pk in [row.candidacy.pk]
    ]
    FeedbackLetter.objects.bulk_create(letters)


@transaction.atomic
def keep_letter(letter: FeedbackLetter, *, by, text: str, seen: Seen | None = None) -> Merged:
    """Write a draft's words, merged with a colleague's.

    Raises TransitionBlocked once it was sent, and for who has a conflict of interest with the unit.
    """
    letter = FeedbackLetter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    if not letter.is_draft:
        raise TransitionBlocked([Finding(ok=False, text="反馈函已发出，不能再修改")])
    if found := letter_to_others(letter, by):
        raise TransitionBlocked(found)
    merged = merge_into(letter, mine={"text": text}, seen=seen, by=by)
    if merged.values:
        letter.text = merged.values["text"]
        letter.save(update_fields=["text"])
        ledger.append(letter, move="edit", label="修改", by=by, source=letter.state, target=letter.state)
    return merged


def sendable(selection: Selection, by) -> QuerySet[FeedbackLetter]:
    """The drafts of the selection, but those that `by` must leave to a colleague (`own_drafts`)."""
    drafts = FeedbackLetter.objects.drafted().filter(decision__selection=selection)
    return drafts.exclude(pk__in=own_drafts(selection, by)).order_by("pk")


def start_sending(selection: Selection, *, by) -> Job:
    """A job that sends all of them; the one that is still at it when somebody asks twice."""
    going = Job.objects.live().filter(kind=SENDING, arguments__selection=selection.pk).first()
    if going is not None:
        return going
    return jobs.start(
        SENDING,
        by=by,
        title=f"发出“{selection}”的反馈函",
        total=sendable(selection, by).count(),
        arguments={"selection": selection.pk},
    )


@transaction.atomic
def send_next(selection: Selection, *, by, after: int = 0) -> list[FeedbackLetter]:
    """Send the next drafts behind `after` and return them; whoever comes second finds none left."""
    Selection.objects.select_for_update(of=("self",)).get(pk=selection.pk)
    letters = sendable(selection, by).filter(pk__gt=after).select_for_update(of=("self",))[:SENT_AT_ONCE]
    return [perform(letter, "send", by=by) for letter in letters]


@consequence("deliver_letter")
def deliver(letter: FeedbackLetter, *, by, **_) -> None:
    """To everybody who keeps the unit's pages, with the way to read and print it."""
    tell(
        letter.decision.candidacy,
        title=f"{letter.decision.candidacy.unit}：收到审核反馈函",
        body="组委会对本次达标考核和审核情况作了书面反馈，请查阅。",
        url=reverse("letters:letter", args=[letter.pk]),
    )
