"""反馈函: what a letter is drafted from, and the letters that a unit has received."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from fractions import Fraction

from django.db.models import Count, F, Q, Sum
from django.urls import reverse

from accounts.models import User
from creation_cycle.enums import ItemKind
from creation_cycle.models import Candidacy
from creation_cycle.queries.assessment import LetterLink
from reviews.enums import SheetState
from reviews.models import Assignment, FeedbackLetter, RoundResult, Score, Selection
from units.queries.conflicts import ties_of

SCORED = [ItemKind.JUDGEMENT, ItemKind.DEDUCT, ItemKind.ACCUMULATE]


@dataclass
class ItemShare:
    """How much of an item's points its sheets gave on average, and what their reviewers remarked."""

    item_id: int
    name: str
    dimension: str
    share: Fraction
    remarks: list[str] = field(default_factory=list)


def shares_of(results: Collection[RoundResult]) -> dict[int, list[ItemShare]]:
    """By candidacy: the items of the sheets behind `results`, in the order of the standard; two queries."""
    locked = Q(sheet__state=SheetState.LOCKED, sheet__assignment__state="assigned", item__kind__in=SCORED)
    scores = Score.objects.filter(
        locked,
        sheet__assignment__round__in={result.round_id for result in results},
        sheet__assignment__candidacy__in=[result.candidacy_id for result in results],
    ).annotate(round=F("sheet__assignment__round"), candidacy=F("sheet__assignment__candidacy"))
    asked = {(result.round_id, result.candidacy_id) for result in results}
    sums = scores.order_by("item__order", "item").values_list(
        "round", "candidacy", "item", "item__name", "item__dimension__name", "item__points"
    )
    found: dict[int, dict[int, ItemShare]] = defaultdict(dict)
    for round_, candidacy, item, name, dimension, most, given, sheets in sums.annotate(
        Sum("points"), Count("pk")
    ):
        if (round_, candidacy) in asked and most:
            share = Fraction(given) / (Fraction(most) * sheets)
            found[candidacy][item] = ItemShare(item, name, dimension, share)
    _add_remarks(found, scores.exclude(remark=""), asked)
    return {candidacy: list(items.values()) for candidacy, items in found.items()}


def _add_remarks(found, scores, asked) -> None:
    """In the order of the words, so that nothing tells which remarks came from the same sheet."""
    rows = scores.order_by("remark", "pk").values_list("round", "candidacy", "item", "remark")
    for round_, candidacy, item, remark in rows:
        if (round_, candidacy) in asked and item in found[candidacy]:
            found[candidacy][item].remarks.append(remark)


def names_to_hide(results: Collection[RoundResult]) -> dict[int, list[str]]:
    """By candidacy: the names of everybody who was ever on its panels; the longest first."""
    panels = Assignment.objects.filter(candidacy__in=[result.candidacy_id for result in results])
    found = defaultdict(set)
    for candidacy, reviewer in panels.values_list("candidacy", "reviewer"):
        found[candidacy].add(reviewer)
    people = User.objects.filter(pk__in={key for keys in found.values() for key in keys})
    names = dict(people.values_list("pk", "name"))
    return {
        candidacy: sorted((names[key] for key in keys if names[key]), key=lambda name: (-len(name), name))
        for candidacy, keys in found.items()
    }


def own_drafts(selection: Selection, user) -> set[int]:
    """回避: keys of the drafts about units that this person is bound to; nobody reads, words or sends those."""
    drafts = FeedbackLetter.objects.drafted().filter(decision__selection=selection)
    ties = ties_of([user.pk])
    return {
        letter.pk
        for letter in drafts.select_related("decision__candidacy__unit").defer("text")
        if ties.with_unit(user.pk, letter.decision.candidacy.unit)
    }


def letters_to(candidacy: Candidacy) -> list[LetterLink]:
    """What the unit may read: sent letters, the newest first."""
    letters = FeedbackLetter.objects.sent().filter(decision__candidacy=candidacy)
    return [
        LetterLink(
            f"{letter.decision.selection.name}反馈函",
            letter.sent_at,
            reverse("letters:letter", args=[letter.pk]),
        )
        for letter in letters.select_related("decision__selection").order_by("-sent_at", "-pk")
    ]
