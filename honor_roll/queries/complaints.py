"""About whom one can complain, how a case stands in plain words, and how many ended how."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet
from django.utils.timezone import localdate

from creation_cycle.models import Candidacy
from honor_roll.queries.plaque import CREATED_PUBLICLY, units_with_titles
from reviews.enums import ComplaintOutcome
from reviews.enums import ComplaintState as S
from reviews.models import Complaint
from reviews.services.complaints import rating_refusal
from units.models import Unit

FOUND_AT_MOST = 20
SMALLEST = 5
"""A smaller count could point to one case that somebody knows of."""


def complainable_units() -> QuerySet[Unit]:
    """Units with a public page, and those that create in public."""
    creating = Candidacy.objects.filter(state__in=CREATED_PUBLICLY).values("unit")
    known = Unit.objects.filter(pk__in=units_with_titles().values("pk")) | Unit.objects.filter(
        pk__in=creating
    )
    return known.active().select_related("region", "employer")


def units_named(text: str) -> list[Unit]:
    """Those whose name holds every word of `text`, the first `FOUND_AT_MOST`."""
    units = complainable_units()
    for word in text.split():
        units = units.filter(name__icontains=word)
    return list(units.order_by("name", "pk")[:FOUND_AT_MOST]) if text.strip() else []


@dataclass(frozen=True)
class Stage:
    """One stop of the way: `on` the day it was reached, or `by` the day it is due."""

    label: str
    state: str
    on: date | None = None
    by: date | None = None


def stages_of(complaint: Complaint) -> list[Stage]:
    """The way of a case as its complainant sees it; states `done`, `now`, `later`."""
    if complaint.accepted_on is None and complaint.replied_on:
        return [
            Stage("收到", "done", on=localdate(complaint.received_at)),
            Stage("不予受理", "done", on=complaint.replied_on),
        ]
    reached = [
        ("收到", localdate(complaint.received_at), None),
        ("受理", complaint.accepted_on, complaint.accept_by),
        ("单位说明与核查", complaint.forwarded_on, None),
        ("结论", complaint.concluded_on, complaint.finish_by),
        ("反馈", complaint.replied_on, complaint.finish_by),
    ]
    if complaint.review_requested_on:
        reached.append(("上级复查", complaint.reviewed_on, complaint.due_on))
    last = max(number for number, (_, on, _) in enumerate(reached) if on)
    stages = []
    for number, (label, on, by) in enumerate(reached):
        state = "done" if on and number <= last else "now" if number == last + 1 else "later"
        stages.append(Stage(label, state, on=on, by=None if on else by))
    return stages


@dataclass(frozen=True)
class Case:
    """What the holder of a code reads. Neither the text nor the person: a lost slip tells nothing."""

    complaint: Complaint
    stages: list[Stage]
    can_rate: bool
    can_review: bool

    @property
    def shows_outcome(self) -> bool:
        return bool(self.complaint.outcome) and self.complaint.state in (S.ANSWERED, S.REVIEWING, S.ARCHIVED)


def case_of(complaint: Complaint) -> Case:
    can_rate = rating_refusal(complaint) is None
    left = complaint.review_requested_on is None and complaint.committee.parent_id is not None
    return Case(complaint, stages_of(complaint), can_rate, can_rate and left)


@dataclass(frozen=True)
class Outcomes:
    """How many complaints ended how; None instead of a count that is too small to be told."""

    rows: list[tuple[str, int | None]]
    total: int | None


def outcomes() -> Outcomes:
    """Of all that were answered. With a single count left out the total is left out as well: it would give it away."""
    ended = Complaint.objects.filter(state__in=[S.ANSWERED, S.REVIEWING, S.ARCHIVED])
    counts = dict(ended.order_by().values_list("outcome").annotate(Count("pk")))
    figures = [(choice.label, counts.get(choice.value, 0)) for choice in ComplaintOutcome]
    figures.append(("未予受理", counts.get("", 0)))
    rows = [(label, count if count == 0 or count >= SMALLEST else None) for label, count in figures]
    left_out = sum(count is None for _, count in rows)
    total = sum(count for _, count in figures)
    return Outcomes(rows, None if left_out == 1 or 0 < total < SMALLEST else total)
