"""反馈函: drafted for every decision of a published selection, edited, sent once."""

from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse

from core import clock
from core.lifecycle import Finding, TransitionBlocked, consequence, perform
from core.merge import Merged, Seen
from core.services import ledger
from core.services.edits import merge_into
from creation_cycle.services.messages import tell
from reviews.guards import letter_to_others
from reviews.letter_texts import letter_text
from reviews.models import FeedbackLetter, Selection
from reviews.queries.letters import names_to_hide, own_drafts, shares_of
from reviews.queries.selection import Row, results_by_candidacy


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


@transaction.atomic
def send_all(selection: Selection, *, by) -> int:
    """Send the drafts of the selection, but those that `by` must leave to a colleague (`own_drafts`).

    Who comes second finds none left. Returns how many went out.
    """
    Selection.objects.select_for_update(of=("self",)).get(pk=selection.pk)
    drafts = FeedbackLetter.objects.drafted().filter(decision__selection=selection)
    others = drafts.exclude(pk__in=own_drafts(selection, by)).order_by("pk")
    letters = list(others.select_for_update(of=("self",)))
    for letter in letters:
        perform(letter, "send", by=by)
    return len(letters)


@consequence("deliver_letter")
def deliver(letter: FeedbackLetter, *, by, **_) -> None:
    """To everybody who keeps the unit's pages, with the way to read and print it."""
    tell(
        letter.decision.candidacy,
        title=f"{letter.decision.candidacy.unit}：收到审核反馈函",
        body="组委会对本次达标考核和审核情况作了书面反馈，请查阅。",
        url=reverse("letters:letter", args=[letter.pk]),
    )
